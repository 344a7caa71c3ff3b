"""The parts of the plugin put together once, from the settings: database, login, tokens, limits and clients."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from types import TracebackType
from typing import Any, Self

import httpx2
import msgspec

from atom_xero_plugin.auth.connections import Connection, Connections
from atom_xero_plugin.auth.login_flow import Logins
from atom_xero_plugin.auth.oauth import OAuth
from atom_xero_plugin.auth.scopes import missing
from atom_xero_plugin.auth.tokens import Tokens
from atom_xero_plugin.catalogue.context import Caller, Organisation
from atom_xero_plugin.catalogue.services import Services
from atom_xero_plugin.core.clock import Clock, SystemClock
from atom_xero_plugin.core.errors import Ambiguous, FieldError, NotConnected, NotFound, ReconnectNeeded
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.core.settings import Settings
from atom_xero_plugin.events.outbox import Outbox
from atom_xero_plugin.events.subscriptions import Subscriptions
from atom_xero_plugin.plans.cancellation import PlanEndings
from atom_xero_plugin.plans.execution import Execution
from atom_xero_plugin.plans.listing import PlanLists
from atom_xero_plugin.plans.repository import Plans
from atom_xero_plugin.plans.skill_plans import PlanReader
from atom_xero_plugin.rate_limits.gate import LimitGate
from atom_xero_plugin.rate_limits.shared import SharedLimits
from atom_xero_plugin.reconciliation import line_store
from atom_xero_plugin.reconciliation.layout_store import StatementLayouts
from atom_xero_plugin.reconciliation.line_store import StatementLines
from atom_xero_plugin.search.search import Search
from atom_xero_plugin.store.caller_requests import CallerRequests
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.encryption import Keyring
from atom_xero_plugin.store.key_file import KeyFile
from atom_xero_plugin.sync.poll_schedule import Polls
from atom_xero_plugin.xero.client import Priority, XeroClient
from atom_xero_plugin.xero.decoding.base import decode_one
from atom_xero_plugin.xero.lists import only
from atom_xero_plugin.xero.records.organisation import ORGANISATIONS
from atom_xero_plugin.xero.records.organisation import Organisation as OrganisationRecord

SHORTEST_PART = 3
"""How much of an organisation's name must be given at least."""
DETAILS_GOOD_FOR = timedelta(hours=24)
"""How long an organisation's own data (currency, time zone, year end) is taken as it was last read."""


class _GrantTokens:
    """The tokens of one grant, as the client asks for them."""

    def __init__(self, tokens: Tokens, connection: Connection) -> None:
        self._tokens = tokens
        self._connection = connection

    async def bearer(self) -> str:
        """A token good for at least a minute."""
        return await self._tokens.bearer(self._connection.grant_id, self._connection.workspace_id)

    async def refused(self, token: str) -> None:
        """Xero said that this token has expired."""
        await self._tokens.refused(self._connection.grant_id, self._connection.workspace_id, token)


class Runtime:
    """Everything a call needs below the dispatcher. One a program; close it at the end."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock | None = None,
        transport: httpx2.AsyncBaseTransport | None = None,
        limits: LimitGate | None = None,
    ) -> None:
        """Nothing is opened yet: a missing key or database is told by the call that needs it."""
        self.settings = settings
        self.clock: Clock = clock or SystemClock()
        self.store = Store(settings.database_url, clock=self.clock)
        self._transport = transport
        self._limits = limits

    @cached_property
    def keyring(self) -> Keyring:
        """The encryption keys; those of a file are read again when it changes. Raises KeyMissing or KeyUnusable."""
        if self.settings.key_file is not None and self.settings.encryption_keys:
            return KeyFile(self.settings.key_file)
        return Keyring.parse(self.settings.encryption_keys)

    @cached_property
    def oauth(self) -> OAuth:
        """The protocol at Xero's login and token service."""
        return OAuth(self.settings, clock=self.clock, transport=self._transport)

    @cached_property
    def logins(self) -> Logins:
        """Logins that begin and come back."""
        return Logins(self.settings, self.store, self.keyring, self.oauth, self.connections, self.clock)

    @cached_property
    def tokens(self) -> Tokens:
        """Tokens, refreshed once however many ask."""
        return Tokens(self.store, self.keyring, self.oauth, self.clock)

    @cached_property
    def connections(self) -> Connections:
        """The organisations of every workspace."""
        return Connections(self.store, self.keyring, self.oauth, self.tokens, self.clock)

    @cached_property
    def plans(self) -> Plans:
        """Acts that change the books, from proposal to outcome."""
        expires_after = timedelta(minutes=self.settings.plan_minutes)
        return Plans(
            self.store, self.clock, expires_after=expires_after, reservations=line_store, keyring=lambda: self.keyring
        )

    @cached_property
    def caller_requests(self) -> CallerRequests:
        """Requests that callers name by a key of their own."""
        return CallerRequests(self.store)

    @cached_property
    def plan_lists(self) -> PlanLists:
        """The same plans, to look through."""
        return PlanLists(self.store)

    @cached_property
    def plan_endings(self) -> PlanEndings:
        """Refuses and withdraws plans."""
        return PlanEndings(self.store, self.clock, reservations=line_store)

    @cached_property
    def execution(self) -> Execution:
        """Carries plans out."""
        return Execution(self.store, self.clock, keyring=lambda: self.keyring, reservations=line_store)

    @cached_property
    def polls(self) -> Polls:
        """What is due to be synced of Xero."""
        return Polls(self.store)

    @cached_property
    def subscriptions(self) -> Subscriptions:
        """The triggers that are turned on."""
        return Subscriptions(self.store, self.clock)

    @cached_property
    def outbox(self) -> Outbox:
        """Events on their way."""
        return Outbox(self.store, self.clock)

    @cached_property
    def search(self) -> Search:
        """Search over what was synced."""
        return Search(self.store, self.clock)

    @cached_property
    def http(self) -> httpx2.AsyncClient:
        """One pool of connections for all organisations."""
        return httpx2.AsyncClient(transport=self._transport, timeout=self.settings.timeout_s, follow_redirects=False)

    @cached_property
    def limits(self) -> LimitGate:
        """Xero's limits, shared with every process on this database."""
        return self._limits or SharedLimits(
            self.store,
            self.clock,
            app_id=self.settings.client_id,
            patience_s=self.settings.patience_s,
            day_reserve=self.settings.day_reserve,
        )

    def xero(self, connection: Connection, *, feature: str, priority: Priority = Priority.PERSON) -> XeroClient:
        """A client for one organisation; calls and bytes are counted for `feature`."""
        return XeroClient(
            api_url=self.settings.api_url,
            tenant_id=connection.tenant_id,
            workspace_id=connection.workspace_id,
            http=self.http,
            tokens=_GrantTokens(self.tokens, connection),
            limits=self.limits,
            priority=priority,
            feature=feature,
            clock=self.clock,
            timeout_s=self.settings.timeout_s,
            custom=connection.kind == "custom",
        )

    def services(self, caller: Caller, tenant_id: str | None) -> Services:
        """What only some skills need. `tenant_id` is the organisation that alone may be shown; None for every one."""
        of_workspace = (self.store, self.clock, caller.workspace_id)
        return Services(
            {
                PlanReader: lambda: PlanReader(self.store, self.plans, caller, tenant_id),
                StatementLines: lambda: StatementLines(*of_workspace),
                StatementLayouts: lambda: StatementLayouts(*of_workspace),
            }
        )

    async def choose(self, workspace_id: str, named: str | None, *, scopes: Sequence[str] = ()) -> Connection:
        """The connection to the organisation named by id, name or part of its name; with no name, the only one known.

        One that was disconnected counts: whoever meant it must not be given the other. Where several logins reach it,
        one of the app that is set comes first, then what lacks the fewest of `scopes`.
        Raises NotConnected, NotFound, Ambiguous (listing the choices) or ReconnectNeeded. Never silently the first.
        """
        known = await self.connections.of_workspace(workspace_id)
        if not known:
            raise NotConnected
        fitting = _fitting(known, named)
        working = [each for each in fitting if each.state == "connected"]
        choices = _choices(known)
        if not fitting:
            raise NotFound(
                f"No organisation {(named or '')[:100]!r} is connected to this workspace.",
                hint=choices,
            )
        if len({each.tenant_id for each in fitting}) > 1:
            raise _ambiguous(fitting)
        if not working:
            reason = fitting[0].state_reason or "disconnected"
            raise ReconnectNeeded(f"The connection to {in_sentence(fitting[0].tenant_name)} no longer works: {reason}.")
        ours = self.settings.client_id
        return min(working, key=lambda each: (each.client_id != ours, len(missing(each.scopes, scopes))))

    async def organisation_id(self, workspace_id: str, named: str) -> str:
        """The id of an organisation that the workspace knows, connected or not. Raises NotFound or Ambiguous."""
        known = await self.connections.of_workspace(workspace_id)
        found = {each.tenant_id for each in _fitting(known, named)}
        if len(found) > 1:
            raise _ambiguous(_fitting(known, named))
        if not found:
            raise NotFound(f"No organisation {named[:100]!r} is known here.", hint=_choices(known))
        return found.pop()

    async def organisation(self, connection: Connection, xero: XeroClient) -> Organisation:
        """The organisation's currency, time zone and financial year, read at most once a day."""
        now = self.clock.now()
        details: dict[str, Any] | None = connection.details
        if details is None or connection.details_at is None or now - connection.details_at > DETAILS_GOOD_FOR:
            record = await only(xero, ORGANISATIONS)
            details = msgspec.json.decode(record.raw)
            await self.connections.store_details(connection, details, now)
        return _organisation(connection, decode_one(OrganisationRecord, details))

    def organisation_as_known(self, connection: Connection) -> Organisation:
        """What the organisation depends on as it was last read, without asking Xero; UTC where it never was."""
        return _organisation(connection, decode_one(OrganisationRecord, connection.details or {"Timezone": "UTC"}))

    async def close(self) -> None:
        """Give back slots and connections."""
        if "tokens" in self.__dict__:
            await self.tokens.close()
        if "limits" in self.__dict__:
            await self.limits.close()
        if "http" in self.__dict__:
            await self.http.aclose()
        if "oauth" in self.__dict__:
            await self.oauth.close()
        await self.store.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def _fitting(known: list[Connection], named: str | None) -> list[Connection]:
    """Those of that id or whole name; else those in whose name the words begin at a word's start."""
    if named is None:
        return known
    requested = " ".join(named.casefold().split())
    exact = [each for each in known if requested in {each.tenant_id.casefold(), each.tenant_name.casefold()}]
    if exact or len(requested) < SHORTEST_PART:
        return exact
    return [each for each in known if f" {requested}" in f" {each.tenant_name.casefold()}"]


def _ambiguous(fitting: list[Connection]) -> Ambiguous:
    return Ambiguous(
        "More than one organisation fits; name one by its name or id.",
        fields=[FieldError("/organisation", f"is needed. {_choices(fitting)}")],
        hint="Give `organisation` with one of the names or ids listed; ids where two have one name.",
    )


def _choices(known: list[Connection]) -> str:
    """Each organisation once, with its id; those that are connected no more are named as such."""
    names = {each.tenant_id: in_sentence(each.tenant_name) for each in known}
    working = {each.tenant_id for each in known if each.state == "connected"}
    parts = []
    for words, ids in (("Connected", working), ("Known, and disconnected", names.keys() - working)):
        if ids:
            parts.append(f"{words}: {', '.join(sorted(f'{names[key]} ({key})' for key in ids))}.")
    return " ".join(parts)


def _organisation(connection: Connection, record: OrganisationRecord) -> Organisation:
    locked = [day for day in (record.period_lock_date, record.end_of_year_lock_date) if isinstance(day, date)]
    return Organisation(
        id=connection.tenant_id,
        name=record.name or connection.tenant_name,
        base_currency=record.base_currency or "",
        timezone=record.timezone or "",
        year_end_month=record.financial_year_end_month or 12,
        year_end_day=record.financial_year_end_day or 31,
        country=record.country_code or "",
        short_code=record.short_code,
        lock_date=max(locked, default=None),
        closed_to_all=record.end_of_year_lock_date,
    )
