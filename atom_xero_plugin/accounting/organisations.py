"""Which organisation a call is about, and what dates, money and links depend on there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec

from atom_xero_plugin.auth.connections import Connection, Connections
from atom_xero_plugin.auth.scopes import missing
from atom_xero_plugin.catalogue.context import Organisation
from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.errors import Ambiguous, FieldError, NotAllowed, NotConnected, NotFound, ReconnectNeeded
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.decoding.base import decode_one
from atom_xero_plugin.xero.lists import only
from atom_xero_plugin.xero.records.organisation import ORGANISATIONS, OrganisationRecord

SHORTEST_PART: Final = 3
"""How much of an organisation's name must be given at least."""
DETAILS_GOOD_FOR: Final = timedelta(hours=24)
"""How long an organisation's own data (currency, time zone, year end) is taken as it was last read."""


class Organisations:
    """The organisations that a workspace may name. Their details are stored with the connection, and nowhere else."""

    def __init__(self, connections: Connections, clock: Clock, *, client_id: str) -> None:
        """`client_id` is the app that is set: a connection of its own goes before another app's."""
        self._connections = connections
        self._clock = clock
        self._client_id = client_id

    async def choose(
        self,
        workspace_id: str,
        identifier: str | None,
        *,
        scopes: Sequence[str] = (),
        within: Collection[str] | None = None,
    ) -> Connection:
        """The connection to the organisation of that id, name or part of its name; without one, the only one known.

        One that was disconnected counts: whoever meant it must not be given the other. Where several logins reach it,
        one of the app that is set comes first, then what lacks the fewest of `scopes`. `within` are the
        tenant ids that the caller is limited to: no other is offered, and NotAllowed is raised for one that was named.
        Raises NotConnected, NotFound, Ambiguous (listing the choices) or ReconnectNeeded. Never silently the first.
        """
        known = await self._connections.of_workspace(workspace_id)
        if not known:
            raise NotConnected
        known = _within(known, identifier, within)
        matching = _matching(known, identifier)
        if not matching:
            raise NotFound(
                f"No organisation {(identifier or '')[:100]!r} is connected to this workspace.", hint=_choices(known)
            )
        if len({each.tenant_id for each in matching}) > 1:
            raise _ambiguous(matching)
        working = [each for each in matching if each.state == "connected"]
        if not working:
            first = matching[0]
            reason = first.state_reason or "disconnected"
            raise ReconnectNeeded(f"The connection to {in_sentence(first.tenant_name)} no longer works: {reason}.")
        return min(working, key=lambda each: (each.client_id != self._client_id, len(missing(each.scopes, scopes))))

    async def id_of(self, workspace_id: str, identifier: str, *, within: Collection[str] | None = None) -> str:
        """The id of an organisation that the workspace knows, connected or not. Raises NotFound or Ambiguous.

        `within` as in `choose`.
        """
        known = _within(await self._connections.of_workspace(workspace_id), identifier, within)
        matching = _matching(known, identifier)
        found = {each.tenant_id for each in matching}
        if len(found) > 1:
            raise _ambiguous(matching)
        if not found:
            raise NotFound(f"No organisation {identifier[:100]!r} is known here.", hint=_choices(known))
        return found.pop()

    async def details(self, connection: Connection, xero: XeroClient) -> Organisation:
        """The organisation's currency, time zone and financial year, read from Xero at most once a day."""
        now = self._clock.now()
        if not _is_fresh(connection.details_at, now):  # another call may have read them since the connection was
            connection = await self._connections.with_details(connection)
        details = connection.details
        if details is None or not _is_fresh(connection.details_at, now):
            details = msgspec.json.decode((await only(xero, ORGANISATIONS)).raw)
            await self._connections.store_details(connection, details, now)
        return _organisation(connection, details)

    def as_known(self, connection: Connection) -> Organisation:
        """What was last read of the organisation, without asking Xero; UTC where nothing ever was."""
        return _organisation(connection, connection.details or {"Timezone": "UTC"})


def _is_fresh(read_at: datetime | None, now: datetime) -> bool:
    return read_at is not None and now - read_at <= DETAILS_GOOD_FOR


def _within(known: list[Connection], identifier: str | None, within: Collection[str] | None) -> list[Connection]:
    """Those that a caller may reach. Raises NotAllowed where what was named, or all there is, is beyond them."""
    if within is None:
        return known
    reached = [each for each in known if each.tenant_id in within]
    if not _matching(reached, identifier) and _matching(known, identifier):
        raise NotAllowed("The caller is limited to other organisations.", hint=_choices(reached) if reached else "")
    return reached


def _matching(known: list[Connection], identifier: str | None) -> list[Connection]:
    """Those of that id or whole name; else those in whose name the words begin at a word's start."""
    if identifier is None:
        return known
    requested = " ".join(identifier.casefold().split())
    exact = [each for each in known if requested in {each.tenant_id.casefold(), each.tenant_name.casefold()}]
    if exact or len(requested) < SHORTEST_PART:
        return exact
    return [each for each in known if f" {requested}" in f" {each.tenant_name.casefold()}"]


def _ambiguous(matching: list[Connection]) -> Ambiguous:
    return Ambiguous(
        "More than one organisation fits; name one by its name or id.",
        fields=[FieldError("/organisation", f"is needed. {_choices(matching)}")],
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


def _organisation(connection: Connection, details: dict[str, Any]) -> Organisation:
    record = decode_one(OrganisationRecord, details)
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
