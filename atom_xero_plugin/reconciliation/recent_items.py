"""What is in the books around bank lines, of a short while ago where that will do, with what plans recorded since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from atom_xero_plugin.accounting.movements import movement_of
from atom_xero_plugin.accounting.recent_reads import RecentRead, RecentReads
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.money import ZERO
from atom_xero_plugin.reconciliation.matching.targets import Booked, OpenDocument
from atom_xero_plugin.reconciliation.open_items import (
    AHEAD,
    AROUND,
    OLDEST,
    OpenItems,
    booked_on,
    booked_payments,
    booked_transaction,
    gather,
)
from atom_xero_plugin.xero.decoding.base import XeroRecord
from atom_xero_plugin.xero.records.bank_transactions import BankTransaction
from atom_xero_plugin.xero.records.payments import Payment

_MADE_OF: Final = ("Invoices", "Payments", "BankTransactions")


class _Items(Struct, frozen=True):
    """What was read for lines of some days and ways."""

    first: date
    last: date
    ways: frozenset[bool]
    items: OpenItems


async def recent_items(
    ctx: Context, account_id: str, currency: str, first: date, last: date, directions: Iterable[bool]
) -> RecentRead[OpenItems]:
    """As `gather`, and when it was read."""
    ways = frozenset(directions)

    async def read() -> _Items:
        return _Items(first, last, ways, await gather(ctx, account_id, currency, first, last, ways))

    def carry(held: _Items, made: Sequence[XeroRecord]) -> _Items | None:
        items = _with_recorded(held.items, made, account_id)
        return None if items is None else replace(held, items=items)

    def fits(held: _Items) -> bool:
        return held.first <= first and last <= held.last and ways <= held.ways

    found = await ctx.services.get(RecentReads).get(
        (ctx.organisation.id, "items", account_id, currency), read, lists=_MADE_OF, carry=carry, fits=fits
    )
    return RecentRead(_within(found.value.items, first, last, ways), found.at)


async def with_booked_now(ctx: Context, items: OpenItems, account_id: str, first: date, last: date) -> OpenItems:
    """The same with what stands on the account around some days by now: somebody may have booked a line in Xero."""
    if not ctx.services.get(RecentReads).may_be_held:
        return items
    known = {each.id for each in items.booked}
    now = await booked_on(ctx, account_id, first, last)
    return replace(items, booked=[*items.booked, *(each for each in now if each.id not in known)])


def _with_recorded(items: OpenItems, made: Sequence[XeroRecord], account_id: str) -> OpenItems | None:
    """None where a plan created something else than payments of documents, and bank transactions."""
    paid: dict[str, Decimal] = {}
    booked = list(items.booked)
    for each in made:
        if isinstance(each, Payment) and each.invoice is not None and each.amount is not None:
            identity = each.invoice.invoice_id
            paid[identity] = paid.get(identity, ZERO) + each.amount
        elif not isinstance(each, BankTransaction):
            return None
        booked += _booked(each, account_id)
    documents = [_less(each, paid[each.id]) if each.id in paid else each for each in items.documents]
    return replace(items, documents=[each for each in documents if each.amount_due > 0], booked=booked)


def _booked(record: XeroRecord, account_id: str) -> list[Booked]:
    movement = movement_of(record)
    if movement is None or movement.account_id != account_id:
        return []
    if isinstance(record, Payment):
        return booked_payments([record])
    found = booked_transaction(record) if isinstance(record, BankTransaction) else None
    return [] if found is None else [found]


def _less(document: OpenDocument, paid: Decimal) -> OpenDocument:
    return replace(document, amount_due=document.amount_due - paid)


def _within(items: OpenItems, first: date, last: date, ways: frozenset[bool]) -> OpenItems:
    """Without what lines of other days or ways were compared with."""
    documents = [
        each
        for each in items.documents
        if (each.kind == "sales") in ways and (each.date is None or first - OLDEST <= each.date <= last + AHEAD)
    ]
    booked = [each for each in items.booked if first - AROUND <= each.day <= last + AROUND]
    return replace(items, documents=documents, booked=booked)
