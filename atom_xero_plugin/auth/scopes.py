"""Xero's scopes: what to ask for, and whether what was granted covers what an operation needs.

Since March 2026 scopes are granular; the broad ones end in September 2027.
Source: developer.xero.com, "Scopes" and its FAQ on granular scopes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from atom_xero_plugin.errors import FixSetup

LOGIN = ("openid", "profile", "email", "offline_access")
"""What a login by a person needs; a custom connection has no person and takes none of them."""

REPORTS = tuple(
    f"accounting.reports.{name}.read"
    for name in ("aged", "balancesheet", "banksummary", "profitandloss", "trialbalance")
)
_WRITABLE = (
    "accounting.invoices",
    "accounting.payments",
    "accounting.banktransactions",
    "accounting.contacts",
    "accounting.settings",
    "accounting.attachments",
)

PRESETS: Mapping[str, tuple[str, ...]] = {
    "standard": (*LOGIN, *_WRITABLE, *REPORTS),
    "read_only": (*LOGIN, *(f"{scope}.read" for scope in _WRITABLE), *REPORTS),
    "legacy": (
        *LOGIN,
        "accounting.transactions",
        "accounting.contacts",
        "accounting.settings",
        "accounting.attachments",
        "accounting.reports.read",
    ),
}

_LEGACY: Mapping[str, str] = {
    **{
        f"accounting.{name}": "accounting.transactions"
        for name in ("invoices", "payments", "banktransactions", "manualjournals")
    },
}
_SCOPE = re.compile(r"[a-z]+(\.[a-z0-9]+)*|offline_access")


def resolve(text: str, *, custom: bool = False) -> list[str]:
    """The scopes of XERO_SCOPES: a preset's name, or scopes separated by spaces or commas.

    A custom connection gets no login scopes. Raises FixSetup for a word that cannot be a scope.
    """
    words = PRESETS.get(text.strip()) or tuple(re.split(r"[\s,]+", text.strip()))
    for word in words:
        if not _SCOPE.fullmatch(word) or ("." not in word and word not in LOGIN):
            raise FixSetup(
                f"XERO_SCOPES holds {word[:60]!r}, which is neither a scope nor a preset.",
                hint=f"Use one of {', '.join(PRESETS)}, or scopes such as accounting.invoices.",
            )
    return [word for word in dict.fromkeys(words) if not (custom and word in LOGIN)]


def covers(granted: Iterable[str], needed: str) -> bool:
    """Whether the granted scopes, granular or broad, include the needed one; writing includes reading."""
    return not _ways(needed).isdisjoint(granted)


def missing(granted: Iterable[str], needed: Sequence[str]) -> list[str]:
    """The needed scopes that the granted ones do not cover."""
    held = set(granted)
    return [scope for scope in needed if not covers(held, scope)]


def _ways(needed: str) -> set[str]:
    """Every scope that would do."""
    base = needed.removesuffix(".read")
    ways = {needed, base}
    if base.startswith("accounting.reports."):
        ways.add("accounting.reports.read")
    broad = _LEGACY.get(base)
    if broad:
        ways.add(broad)
        if needed != base:
            ways.add(f"{broad}.read")
    return ways
