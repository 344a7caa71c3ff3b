"""Every organisation of the workspace in one list, grouped by what it needs from a person; one click in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Response
from msgspec import Struct

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import ErrorBody
from atom_xero_plugin.interfaces.web.organisations import ShownOrganisation
from atom_xero_plugin.interfaces.web.overview_work import by_kind
from atom_xero_plugin.interfaces.web.page import Visitor, WebPage
from atom_xero_plugin.interfaces.web.rail import Freshness, freshness
from atom_xero_plugin.interfaces.web.router import Pages

Need = Literal["today", "work", "nothing"]
Show = Annotated[Literal["all", "today", "work"], Query()]
Text = Annotated[str, Query(max_length=200)]
GROUPS: Final[Mapping[Need, str]] = {
    "today": "Needs you today", "work": "Work waits", "nothing": "Nothing waits",
}  # fmt: skip
_PERIODS: Final[Mapping[str, str]] = {
    "MONTHLY": "monthly", "1MONTHLY": "monthly", "ONEMONTHS": "monthly", "2MONTHLY": "2-monthly",
    "TWOMONTHS": "2-monthly", "3MONTHLY": "quarterly", "SIXMONTHS": "6-monthly",
    "QUARTERLY1": "quarterly", "QUARTERLY2": "quarterly", "QUARTERLY3": "quarterly", "QUARTERLY": "quarterly",
    "6MONTHLY": "6-monthly", "ANNUALLY": "yearly", "YEARLY": "yearly", "NONE": "",
}  # fmt: skip
"""Xero's words for how often tax is filed. Source: developer.xero.com, Types, Sales Tax Periods."""


class OrganisationRow(Struct, frozen=True):
    """One organisation and what waits in it; None for what is not known."""

    place: ShownOrganisation
    fresh: Freshness | None
    approvals: int
    work: Mapping[str, Any] | None

    @property
    def drafts(self) -> int | None:
        """Documents that nobody finished."""
        return None if self.work is None else self._count("draft") + self._count("to_approve")

    @property
    def late(self) -> Sequence[Mapping[str, Any]]:
        """What customers owe too long, one sum a currency."""
        return [] if self.work is None else by_kind(self.work)["invoice", "late"]["sums"]

    @property
    def late_bills(self) -> Sequence[Mapping[str, Any]]:
        """What suppliers wait for too long."""
        return [] if self.work is None else by_kind(self.work)["bill", "late"]["sums"]

    @property
    def locked_until(self) -> str | None:
        """The last day that is closed."""
        return self.work.get("locked_until") if self.work else None

    @property
    def tax(self) -> str:
        """How often it files sales tax, in words; Xero's own for one that has none here."""
        period = (self.work or {}).get("tax_period") or ""
        return _PERIODS.get(period, period.lower())

    @property
    def need(self) -> Need:
        """The group that it stands in: a login that ended, lists that fail and plans that expire cannot wait."""
        if not self.place.works or (self.fresh is not None and self.fresh.failing) or self.approvals:
            return "today"
        return "work" if self.drafts or self.late or self.late_bills else "nothing"

    def _count(self, what: str) -> int:
        found = by_kind(self.work or {"waiting": ()})
        return sum(int(found[kind, what]["count"]) for kind in ("invoice", "bill"))


class OrganisationGroup(Struct, frozen=True):
    """Organisations that need the same."""

    title: str
    rows: Sequence[OrganisationRow]


def routes(registry: Registry) -> APIRouter:
    """The route of the list."""
    del registry
    pages = Pages()
    pages.shows("/organisations", "practice", practice)
    return pages.router


async def practice(page: Visitor, q: Text = "", show: Show = "all") -> Response:
    """List the organisations, those that need somebody first."""
    page.here, page.title = "practice", "All organisations"
    waiting = await _waiting(page)
    fresh = await freshness(page.service.runtime, page.caller.workspace_id, [place.id for place in page.organisations])
    every = [await _row(page, place, fresh.get(place.id), waiting.get(place.id, ())) for place in page.organisations]
    named = [each for each in every if q.strip().casefold() in each.place.name.casefold()]
    rows = [each for each in named if show in ("all", each.need)]
    return await page.render(
        "pages/practice.html", every=every, groups=_groups(rows), q=q, show=show, sums=_sums(every),
        today=sum(each.need == "today" for each in every), shown=len(rows),
    )  # fmt: skip


async def _row(
    page: WebPage, place: ShownOrganisation, fresh: Freshness | None, expiries: Iterable[datetime]
) -> OrganisationRow:
    """What the local copy knows of it. One that cannot be asked about is listed without figures."""
    answer = await page.service.dispatcher.call("show_workload", {}, page.caller, organisation=place.id)
    work = None if isinstance(answer.error, ErrorBody) else dict(answer.plain()["result"])
    known = work if work is not None and work["local_copy"].get("synced_at") else None
    return OrganisationRow(place, fresh, len(list(expiries)), known)


def _groups(rows: Sequence[OrganisationRow]) -> list[OrganisationGroup]:
    found = []
    for need, title in GROUPS.items():
        mine = [each for each in rows if each.need == need]
        mine.sort(key=lambda each: (each.place.works, -each.approvals, -(each.drafts or 0), each.place.name.casefold()))
        if mine:
            found.append(OrganisationGroup(title, mine))
    return found


def _sums(rows: Sequence[OrganisationRow]) -> dict[str, Any]:
    """What waits in all of them together; amounts of different currencies are never added up."""
    late: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        for each in row.late:
            late[each["currency"]] += Decimal(each["amount"])
    return {
        "plans": sum(each.approvals for each in rows),
        "drafts": sum(each.drafts or 0 for each in rows),
        "late": [{"amount": value, "currency": code} for code, value in sorted(late.items(), key=lambda one: -one[1])],
    }


async def _waiting(page: WebPage) -> dict[str, list[datetime]]:
    """When plans that wait expire, by organisation."""
    found: dict[str, list[datetime]] = defaultdict(list)
    cursor = None
    while True:
        listed = await page.service.runtime.plan_lists.page(
            page.caller.workspace_id, states=("proposed",), within=page.caller.limits.organisations, limit=500,
            cursor=cursor,
        )  # fmt: skip
        for each in listed.items:
            if each.expires_at > page.now:
                found[each.tenant_id].append(each.expires_at)
        cursor = listed.next_cursor
        if cursor is None:
            return found
