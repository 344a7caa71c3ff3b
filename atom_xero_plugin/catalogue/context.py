"""What a skill is handed: who asks, which organisation, a client for its books, and the time there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal

from msgspec import Struct

from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.catalogue.services import Services
from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.periods import today_in
from atom_xero_plugin.store.caller_requests import Hold
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.links import link

Right = Literal["read", "write", "approve", "admin"]
ALL_RIGHTS: frozenset[Right] = frozenset({"read", "write", "approve", "admin"})


@dataclass(frozen=True)
class Limits:
    """What a caller is held to, whatever its rights: some organisations, some skills; None for every one."""

    organisations: frozenset[str] | None = None
    """Xero's tenant ids."""
    skills: frozenset[str] | None = None

    @property
    def none(self) -> bool:
        """Whether nothing is held back."""
        return self.organisations is None and self.skills is None

    def allow(self, skill: str, tenant_id: str) -> bool:
        """Whether both the skill and the organisation are within them."""
        return self.runs(skill) and (self.organisations is None or tenant_id in self.organisations)

    def runs(self, skill: str) -> bool:
        """Whether the skill is within them."""
        return self.skills is None or skill in self.skills


NO_LIMITS: Final = Limits()


@dataclass(frozen=True)
class Caller:
    """Who asks. An AI or a workflow can propose; only a person approves."""

    workspace_id: str
    actor: str
    """Who it is in the audit, for example `person:` and a user name, or `ai:mcp:` and a client's."""
    kind: Literal["person", "ai", "workflow"] = "person"
    rights: frozenset[Right] = ALL_RIGHTS
    how: str | None = None
    """By what a person says yes or no, for the audit: a terminal, a form, a token, a setting."""
    limits: Limits = NO_LIMITS
    """Organisations and skills that its API token is limited to."""
    request: Hold | None = field(default=None, compare=False, repr=False)
    """The key of the request that is answered, where its caller named it by one."""
    max_age: timedelta | None = field(default=None, compare=False)
    """How old what was read of Xero may be, for reads of a page; None for as it is now."""

    def may(self, right: Right) -> bool:
        """Whether the caller holds a right; approving is for persons whatever the rights say."""
        return right in self.rights and not (right == "approve" and self.kind != "person")


class OrganisationName(Struct, frozen=True):
    """Which organisation a plan, an answer or an event is about."""

    id: str
    name: str


class Organisation(Struct, frozen=True):
    """One Xero organisation, as far as dates, money and links depend on it."""

    id: str
    """Xero's tenant id."""
    name: str
    base_currency: str
    timezone: str
    """Xero's name of its time zone, for example NEWZEALANDSTANDARDTIME."""
    year_end_month: int
    year_end_day: int
    country: str
    short_code: str | None
    """Part of the addresses of its pages at go.xero.com."""
    lock_date: date | None
    """The last day of the period closed to everyone but advisers, or to all; None if nothing is locked."""
    closed_to_all: date | None = None
    """The last day of the period closed to everyone, advisers too."""


@dataclass(frozen=True)
class Context:
    """The world a skill's operation may touch. It looks nothing up for itself that stands here."""

    caller: Caller
    clock: Clock
    connections: Sequence[Connection]
    """The workspace's connections."""
    _organisation: Organisation | None = None
    _xero: XeroClient | None = None
    services: Services = field(default_factory=Services)
    """What only some skills need, by its type."""

    @property
    def organisation(self) -> Organisation:
        """The organisation the call is about."""
        if self._organisation is None:
            raise TypeError("this skill is not about one organisation")
        return self._organisation

    @property
    def xero(self) -> XeroClient:
        """The client for the organisation's books."""
        if self._xero is None:
            raise TypeError("this skill is not about one organisation")
        return self._xero

    @property
    def has_asked_xero(self) -> bool:
        """Whether Xero answered anything of this call."""
        return self._xero is not None and self._xero.xero_time is not None

    @property
    def today(self) -> date:
        """The date in the organisation's time zone."""
        return today_in(self.organisation.timezone, self.clock.now())

    def link(self, kind: str, record_id: str) -> str:
        """The address of a record's page in Xero; `kind` is the page of its kind, with {} for the id, or a name for it.

        The names are those of xero/links.py. Raises ValueError for what is neither.
        """
        return link(kind, record_id, self.organisation.short_code)
