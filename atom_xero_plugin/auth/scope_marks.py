"""What a skill lacks of Xero's scopes, and how a person adds it: one mark, the same in every list and refusal.

The link begins a login that asks for the scopes of the settings, what is granted already, and the one that is added. It
holds names of scopes and no secret, and does nothing until a person who administers the workspace goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol
from urllib.parse import quote_plus

from atom_xero_plugin.auth.scopes import KNOWN, LOGIN, RESTRICTED, missing
from atom_xero_plugin.core.errors import FieldError, InvalidArguments, ScopeMissing, XeroPluginError
from atom_xero_plugin.core.settings import Settings

ADDED: Final = "add"
"""The name, in the link, of what is added."""
_COMES_BACK: Final = "/callback"
_BEGINS: Final = "/start"
"""Where a login begins, next to where the browser comes back to."""


class Marked(Protocol):
    """What has scopes: a skill, or its line in the catalogue."""

    @property
    def scopes(self) -> tuple[str, ...]:
        """What it needs."""

    @property
    def needs_organisation(self) -> bool:
        """Whether it is about one organisation; what is not needs no scope."""


@dataclass(frozen=True)
class ScopeMark:
    """What no connection was given, and where a person adds it."""

    lacks: list[str]
    link: str | None
    """None where no page of ours begins a login: a custom connection gets its scopes at developer.xero.com."""
    hint: str
    """How a person adds it, as text."""


@dataclass(frozen=True)
class ScopeMarks:
    """Marks of skills for whoever reaches some connections."""

    settings: Settings | None
    """None where there are none that can be read, and so no connection."""
    granted: Sequence[Sequence[str]]
    """The scopes of each connection; none of a workspace that is not connected, where nothing is marked."""

    def of(self, skill: Marked) -> ScopeMark | None:
        """The mark of a skill that no connection allows; None for any other."""
        lacks = least_missing(skill.scopes if skill.needs_organisation else (), self.granted)
        if self.settings is None or not lacks:
            return None
        link = link_to_add(self.settings, lacks)
        return ScopeMark(lacks, link, _hint(self.settings, lacks, link))

    def fields_of(self, skill: Marked) -> dict[str, Any]:
        """What a list's row says of a skill: `lacks` and `link`; nothing of one that is allowed."""
        mark = self.of(skill)
        if mark is None:
            return {}
        return {"lacks": mark.lacks, **({"link": mark.link} if mark.link is not None else {})}


def least_missing(needs: Sequence[str], granted: Sequence[Sequence[str]]) -> list[str]:
    """What the connection that allows the most was not given; nothing where there is no connection."""
    return min((missing(scopes, needs) for scopes in granted), key=len, default=[])


def link_to_add(settings: Settings, scopes: Sequence[str]) -> str | None:
    """The address at which a person adds scopes; None where there is none."""
    base = settings.redirect_uri.removesuffix(_COMES_BACK)
    if settings.app_type == "custom" or base == settings.redirect_uri or not scopes:
        return None
    return f"{base}{_BEGINS}?{ADDED}={quote_plus(' '.join(scopes))}"


def with_way(error: XeroPluginError, settings: Settings, needs: Sequence[str] = ()) -> XeroPluginError:
    """The error; where a scope is missing, with how a person adds it. `needs` is what it may be if Xero named none."""
    if not isinstance(error, ScopeMissing):
        return error
    scopes = list(error.scopes or needs)
    if scopes:
        error.link = link_to_add(settings, scopes)
        error.hint = _hint(settings, scopes, error.link)
    return error


def scopes_to_add(text: str) -> list[str]:
    """The scopes that a link or an option names, separated by spaces or commas. Raises InvalidArguments for others."""
    words = [each for each in re.split(r"[\s,]+", text) if each]
    wrong = [each for each in words if each not in KNOWN or each in LOGIN]
    if wrong or not words:
        reason = f"{wrong[0][:60]!r} is no scope that can be added" if wrong else "names no scope"
        raise InvalidArguments(f"{ADDED}: {reason}.", fields=[FieldError(f"/{ADDED}", reason)])
    return list(dict.fromkeys(words))


def together(asked: Iterable[str], granted: Iterable[Sequence[str]], added: Iterable[str]) -> list[str]:
    """What a login asks for to add scopes: the settings', those that are granted, and the new ones, each once."""
    held = [scope for scopes in granted for scope in scopes if scope in KNOWN]
    return list(dict.fromkeys([*asked, *held, *added]))


def _hint(settings: Settings, scopes: Sequence[str], link: str | None) -> str:
    names, listed = " ".join(scopes), ", ".join(scopes)
    rare = [scope for scope in scopes if scope.removesuffix(".read") in _RARE]
    only_some = f" Xero gives {', '.join(rare)} to some apps only." if rare else ""
    if settings.app_type == "custom":
        return (
            f"A person adds {listed} to the custom connection at developer.xero.com and to XERO_SCOPES, and runs "
            f"`atom-xero connect` again.{only_some}"
        )
    page = f", or at {link}" if link is not None else ""
    return f"A person adds {listed}: by `atom-xero connect --add-scope '{names}'`{page}.{only_some}"


_RARE: Final = frozenset(scope.removesuffix(".read") for scope in RESTRICTED)
