"""What waits to be done with invoices and bills, counted and added up by the local copy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Final, Literal, get_args

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kinds import kind_by_name
from atom_xero_plugin.accounting.kinds.organisation import OrganisationDetails, organisation_details
from atom_xero_plugin.accounting.lists.columns import amount_of
from atom_xero_plugin.accounting.lists.question import ListQuestion
from atom_xero_plugin.accounting.lists.record_lists import RecordLists
from atom_xero_plugin.accounting.lists.sums import ListGroup, ListGroups
from atom_xero_plugin.accounting.lists.view import CopyState
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.xero.decoding.base import decode_one
from atom_xero_plugin.xero.records.organisation import OrganisationRecord

What = Literal["late", "to_approve", "draft", "unpaid"]
DOCUMENTS: Final = ("invoice", "bill")
COUNTED: Final = ("invoice", "bill", "contact")
_STATUS: Final[dict[What, str]] = {
    "late": "overdue", "to_approve": "awaiting_approval", "draft": "draft", "unpaid": "unpaid",
}  # fmt: skip
"""The word of lists for each."""
_LONG: Final = timedelta(days=91)


class WaitingDocuments(Struct):
    """Documents that wait for the same."""

    kind: Annotated[Literal["invoice", "bill"], Meta(description="invoice or bill.")]
    what: Annotated[
        What, Meta(description="late: overdue. to_approve: submitted. draft: unfinished. unpaid: all that is open.")
    ]
    count: Annotated[int, Meta(description="How many.")]
    sums: Annotated[list[Money], Meta(description="What is owed on them, or their totals; one a currency.")]
    over_90_days: Annotated[int, Meta(description="How many of them are late by more than 90 days.")]
    over_90_days_sums: Annotated[list[Money], Meta(description="What is owed on those, one a currency.")]


class KindCount(Struct):
    """How many records there are."""

    kind: Annotated[str, Meta(description="Kind of the records.")]
    count: Annotated[int, Meta(description="How many, without those that are voided, deleted or archived.")]


async def waiting_documents(ctx: Context, lists: RecordLists) -> list[WaitingDocuments]:
    """Each kind of document and each thing it can wait for, whether any does or not."""
    found = []
    for kind in DOCUMENTS:
        question = _question(ctx, kind)
        groups = await lists.groups(question, every_status=True)
        old = await lists.groups(_question(ctx, kind, old=True).in_statuses(("overdue",)), every_status=False)
        found += [_waiting(kind, what, question, groups, old) for what in get_args(What)]
    return found


async def kind_counts(ctx: Context, lists: RecordLists) -> list[KindCount]:
    """How many invoices, bills and contacts there are."""
    found = []
    for kind in COUNTED:
        question = _question(ctx, kind)
        groups = await lists.groups(question, every_status=True)
        found.append(KindCount(kind, sum(each.records for each in groups.of(question))))
    return found


def last_read(ctx: Context) -> OrganisationDetails | None:
    """The organisation as Xero last described it, without asking; None where it never did."""
    mine = (each.details for each in ctx.connections if each.tenant_id == ctx.organisation.id and each.details)
    details = next(mine, None)
    return None if details is None else organisation_details(decode_one(OrganisationRecord, details), None)


def locked_until(organisation: OrganisationDetails | None) -> date | None:
    """The last day that is closed to anybody at all."""
    days = (organisation.locked_until, organisation.locked_to_all_until) if organisation else ()
    return max((each for each in days if each is not None), default=None)


async def copy_state(ctx: Context, lists: RecordLists, kinds: Sequence[str]) -> CopyState:
    """How much of Xero the local copy holds of these kinds."""
    list_names = {name: kind_by_name(name).list_name for name in kinds}
    fresh = await lists.freshness(ctx.organisation.id, list(dict.fromkeys(list_names.values())))
    return CopyState(
        complete=not fresh.not_synced,
        synced_at=fresh.synced_at,
        not_synced=[name for name, list_name in list_names.items() if list_name in fresh.not_synced],
    )


def _question(ctx: Context, kind: str, *, old: bool = False) -> ListQuestion:
    return ListQuestion(
        workspace_id=ctx.caller.workspace_id,
        tenant_id=ctx.organisation.id,
        today=ctx.today,
        base_currency=ctx.organisation.base_currency,
        kinds=(kind_by_name(kind),),
        last_due_day=ctx.today - _LONG if old else None,
    )


def _waiting(kind: str, what: What, question: ListQuestion, groups: ListGroups, old: ListGroups) -> WaitingDocuments:
    fitting = groups.of(question.in_statuses((_STATUS[what],)))
    oldest = old.of(question.in_statuses((_STATUS[what],))) if what == "late" else []
    owed = what in {"late", "unpaid"}
    return WaitingDocuments(
        kind=kind,  # type: ignore[arg-type]  # one of DOCUMENTS
        what=what,
        count=sum(each.records for each in fitting),
        sums=_sums(fitting, owed=owed),
        over_90_days=sum(each.records for each in oldest),
        over_90_days_sums=_sums(oldest, owed=True),
    )


def _sums(groups: Sequence[ListGroup], *, owed: bool) -> list[Money]:
    """One sum a currency, the largest first: amounts of different ones are never added up."""
    found: dict[str, int] = {}
    for each in groups:
        found[each.currency] = found.get(each.currency, 0) + (each.still_owed if owed else each.total)
    return [Money.of(amount_of(units), currency) for currency, units in sorted(found.items(), key=lambda one: -one[1])]
