"""How records in lists appear in answers, whatever their kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct
from sqlalchemy import Row

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.accounting.kinds import kind_by_name
from atom_xero_plugin.accounting.kinds.contacts import ContactRef
from atom_xero_plugin.accounting.lists.columns import amount_of
from atom_xero_plugin.accounting.lists.question import in_lists
from atom_xero_plugin.accounting.lists.record_lists import ListFreshness
from atom_xero_plugin.accounting.lists.sums import ListGroup
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.xero.decoding.base import decode_one


class ListedRecord(Struct, omit_defaults=True):
    """A record in a list."""

    id: Annotated[str, Meta(description="Xero's id.")]
    kind: Annotated[str, Meta(description="What it is: invoice, bill, payment …")]
    title: Annotated[str, Meta(description="What a person calls it.")]
    status: Annotated[str, Meta(description="Its status, in the words that its own skills use.")]
    url: Annotated[str, Meta(description="Its page in Xero.")]
    number: Annotated[str | None, Meta(description="Its number; of a payment, that of what it settles.")] = None
    contact: Annotated[ContactRef | None, Meta(description="Customer or supplier.")] = None
    reference: Annotated[str | None, Meta(description="Reference.")] = None
    day: Annotated[dt.date | None, Meta(description="Its day: of issue, of payment.")] = None
    due_day: Annotated[dt.date | None, Meta(description="When it is due, expires or is to be delivered.")] = None
    days_late: Annotated[int | None, Meta(description="Days since then, if it is late.")] = None
    total: Annotated[Money | None, Meta(description="Its total.")] = None
    still_owed: Annotated[Money | None, Meta(description="What is still to be paid, or used of a credit.")] = None
    direction: Annotated[Literal["in", "out"] | None, Meta(description="Whether money comes in or goes out.")] = None
    account: Annotated[str | None, Meta(description="The bank account.")] = None
    reconciled: Annotated[bool | None, Meta(description="Whether it is marked as matched with the bank.")] = None
    sent: Annotated[bool | None, Meta(description="Whether Xero marked it as sent.")] = None
    email: Annotated[str | None, Meta(description="E-mail address of a contact.")] = None
    has_attachments: Annotated[bool, Meta(description="Whether files are attached.")] = False


class RecordSum(Struct, omit_defaults=True):
    """What the records of one kind, currency and direction come to."""

    kind: Annotated[str, Meta(description="Kind of the records.")]
    count: Annotated[int, Meta(description="How many.")]
    total: Annotated[Money, Meta(description="Sum of their totals.")]
    still_owed: Annotated[Money, Meta(description="Sum of what is still to be paid.")]
    direction: Annotated[Literal["in", "out"] | None, Meta(description="Whether money comes in or goes out.")] = None


class StatusCount(Struct):
    """How many are in a status."""

    status: Annotated[str, Meta(description="A status that can be asked for; all is what a list without one holds.")]
    count: Annotated[int, Meta(description="How many.")]


class CopyState(Struct, omit_defaults=True):
    """How much of Xero the local copy holds."""

    complete: Annotated[bool, Meta(description="Whether every list asked for was synced whole. Else records lack.")]
    synced_at: Annotated[dt.datetime | None, Meta(description="When, UTC; that of the oldest of several lists.")] = None
    not_synced: Annotated[list[str], Meta(description="Kinds that were not synced yet.")] = []


def copy_state(kinds: Iterable[RecordKind[Any]], fresh: ListFreshness) -> CopyState:
    """How much of these kinds the local copy holds."""
    missing = [kind.name for kind in kinds if kind.list_name in fresh.not_synced]
    return CopyState(complete=not missing, synced_at=fresh.synced_at, not_synced=missing)


def listed_record(ctx: Context, row: Row[Any]) -> ListedRecord:
    """A row of the local copy."""
    kind = kind_by_name(row.kind_name)
    rules = in_lists(kind)
    record = decode_one(kind.record, row.body)
    listed = rules.listed_by(record)
    currency = listed.currency or ctx.organisation.base_currency
    late = row.status in rules.late_in and listed.due_day is not None and listed.due_day < ctx.today
    return ListedRecord(
        id=row.record_id,
        kind=kind.name,
        title=row.title,
        status=rules.status_word(row.status),
        url=ctx.link(kind.page, row.record_id),
        number=listed.number,
        contact=ContactRef(listed.contact_id, listed.contact_name or "") if listed.contact_id else None,
        reference=listed.reference,
        day=listed.day,
        due_day=listed.due_day,
        days_late=(ctx.today - listed.due_day).days if late and listed.due_day else None,
        total=Money.of(listed.total, currency) if listed.total is not None else None,
        still_owed=Money.of(listed.still_owed, currency) if listed.still_owed is not None else None,
        direction=listed.direction,
        account=listed.account,
        reconciled=listed.reconciled,
        sent=listed.sent,
        email=listed.email,
        has_attachments=listed.has_attachments,
    )


def record_sums(groups: Iterable[ListGroup]) -> list[RecordSum]:
    """One sum a kind, currency and direction; amounts of different ones are never added up."""
    found: dict[tuple[str, str, str], list[ListGroup]] = {}
    for group in groups:
        found.setdefault((group.kind, group.currency, group.direction or ""), []).append(group)
    return [
        RecordSum(
            kind=kind,
            count=sum(each.records for each in same),
            total=Money.of(amount_of(sum(each.total for each in same)), currency),
            still_owed=Money.of(amount_of(sum(each.still_owed for each in same)), currency),
            direction=same[0].direction,  # type: ignore[arg-type]  # the column holds nothing else
        )
        for (kind, currency, _), same in sorted(found.items(), key=lambda each: each[0])
    ]
