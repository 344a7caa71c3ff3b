"""A new document that is made of one that is there: an order billed, a quote invoiced, any of them copied.

Its lines are those of the other one, with their own accounts, tax rates, tracking and discounts, so it comes to the
same. What the new one cannot have, or Xero would take no more, is refused before anything is sent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import msgspec
from msgspec import Struct

from atom_xero_plugin.accounting.documents.create import propose_with_lines
from atom_xero_plugin.accounting.documents.document import Document, StoredDocument
from atom_xero_plugin.accounting.documents.inputs import LineInput
from atom_xero_plugin.accounting.documents.line_changes import unchanged_body, worth_now
from atom_xero_plugin.accounting.documents.lines import (
    NOTHING,
    DraftLine,
    LineBooks,
    account_for_lines,
    tax_rate_for_lines,
)
from atom_xero_plugin.accounting.documents.preconditions import unchanged
from atom_xero_plugin.accounting.pricing import AmountsAre, priced
from atom_xero_plugin.accounting.resolve import chart
from atom_xero_plugin.core.money import ONE, amount_or, cents
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import PlanWarning, Proposal
from atom_xero_plugin.xero.records.parts import LineItem

_NO_TAX: Final = "NONE"
"""The tax type of every country's no tax."""


class LikeAnother(Struct, kw_only=True):
    """What of a new document is not as the other one's; a DocumentRequest."""

    contact: str
    amounts_are: AmountsAre
    currency: str | None
    currency_rate: Decimal | None = None
    date: dt.date | None = None
    due_date: dt.date | None = None
    due_in_days: int | None = None
    approve: bool = False
    lines: tuple[LineInput, ...] = ()


async def propose_like(
    stored: StoredDocument,
    target: Document,
    *,
    contact: str | None = None,
    day: dt.date | None = None,
    due: dt.date | None = None,
    number: str | None = None,
    texts: Mapping[str, str | None] | None = None,
    also: Mapping[str, Any] | None = None,
    words: str | None = None,
) -> Proposal:
    """The plan that creates a draft with the lines of a document.

    Args:
        stored: The document that is there.
        target: What is created.
        contact: Whose it is; left out, the same.
        day: Its day; left out, today.
        due: Its due day; left out, by payment terms if it has such.
        number: Its number.
        texts: Its other fields of text, by their names.
        also: What else is sent, in Xero's names.
        words: A line of words before the others.

    Raises InvalidArguments, NotFound, Ambiguous or Conflict for what Xero would refuse.
    """
    theirs = stored.contact.contact_id if stored.contact else ""
    requested = LikeAnother(
        contact=contact or theirs, amounts_are=stored.amounts_are, currency=stored.currency, date=day, due_date=due
    )

    async def lines() -> list[DraftLine]:
        first = [DraftLine({"Description": words}, NOTHING, None, taxed=True)] if words else []
        return first + await lines_like(stored, target)

    return await propose_with_lines(stored.ctx, target, requested, lines, number=number, texts=texts or {}, also=also)


async def lines_like(stored: StoredDocument, target: Document) -> list[DraftLine]:
    """The lines of a document, as those of a new one. Raises NotFound or Conflict for what Xero takes no more."""
    xero, there = stored.ctx.xero, stored.lines
    items = await chart.items(xero) if any(line.item_code for line in there) else None
    books = LineBooks(await chart.chart(xero), await chart.tax_rates(xero), items)
    return [_line(books, stored, target, line) for line in there]


async def propose_copy(
    stored: StoredDocument, *, contact: str | None, day: dt.date | None, due: dt.date | None, number: str | None
) -> Proposal:
    """The plan that creates a draft of the same kind with all that a document says. Raises as propose_like."""
    proposal = await propose_like(
        stored,
        stored.document,
        contact=contact,
        day=day,
        due=due,
        number=number,
        texts=stored.texts,
        also=stored.look,
    )
    total = f" over {proposal.totals.total}" if proposal.totals is not None else ""
    party = f" for {in_sentence(proposal.party)}" if proposal.party else ""
    return msgspec.structs.replace(proposal, summary=f"Copy the {stored.label} to a new draft{party}{total}.")


def then_move(
    proposal: Proposal, stored: StoredDocument, becomes: str, *, summary: str, warnings: Sequence[PlanWarning] = ()
) -> Proposal:
    """The plan that first creates a document, then moves the one that it was made of; void if that one changes."""
    status = stored.document.moves[becomes].to[stored.status]
    expects = {"Status": status} | ({"Total": f"{stored.record.total:f}"} if stored.record.total is not None else {})
    made = msgspec.structs.replace(
        proposal.steps[0], precondition=unchanged(stored), label=f"draft made of the {stored.label}"
    )
    moved = msgspec.structs.replace(stored.update({"Status": status}, expects), label=stored.label)
    kind = stored.document.record_kind

    def shown(status: str) -> dict[str, Any]:
        return {kind: {"number": stored.number, "status": stored.document.status_word(status)}}

    return msgspec.structs.replace(
        proposal,
        summary=summary,
        steps=[made, moved],
        before=shown(stored.status),
        after={**proposal.after, **shown(status)},
        warnings=[*proposal.warnings, *warnings],
    )


def _line(books: LineBooks, stored: StoredDocument, target: Document, there: LineItem) -> DraftLine:
    """One line, as one of a new document."""
    worth, path = worth_now(there), f"/{stored.document.record_kind}"
    if there.unit_amount is None and worth.amount == 0:
        return DraftLine({"Description": there.description}, NOTHING, None, taxed=True)
    body = {name: value for name, value in unchanged_body(there).items() if name != "LineItemID"}
    account = account_for_lines(books, there.account_code, path=path) if there.account_code else None
    if books.items is not None and there.item_code:
        books.items.one(there.item_code, path=path)
    body |= _tax(books, stored, target, there, path)
    if there.unit_amount is None or not target.discounts:
        body = _without_discount(body, worth.amount)
    if not target.in_ledger and stored.amounts_are != "no_tax":
        body.pop("TaxAmount", None)
        rate = books.rates.by_type(body.get("TaxType"))
        worth = priced(
            body["Quantity"], body["UnitAmount"], amount_or(rate.effective_rate if rate else None), stored.amounts_are,
            body.get("DiscountRate"), body.get("DiscountAmount"),
        )  # fmt: skip
    return DraftLine(body, worth, account, taxed=True)


def _tax(books: LineBooks, stored: StoredDocument, target: Document, there: LineItem, path: str) -> dict[str, Any]:
    """The tax type and amount of a line. Raises Conflict for a tax rate that is no longer in use."""
    if stored.amounts_are == "no_tax":
        return {}
    tax_type = there.tax_type
    if tax_type and tax_type != _NO_TAX:
        tax_rate_for_lines(books, tax_type, path=path)
    if not tax_type and target.tax_from_account:
        tax_type = _NO_TAX  # the line was without tax, and Xero would give it that of its account
    amounts = {"TaxAmount": there.tax_amount if target.in_ledger and worth_now(there).amount != 0 else None}
    given = {"TaxType": tax_type, **amounts}
    return {name: value for name, value in given.items() if value is not None}


def _without_discount(body: Mapping[str, Any], amount: Decimal) -> dict[str, Any]:
    """A line of the same amount without a discount: at a lower price where that has up to four places, else as one."""
    rest = {name: value for name, value in body.items() if name not in {"DiscountRate", "DiscountAmount"}}
    quantity: Decimal = amount_or(body.get("Quantity"), ONE)
    plainly = body.get("UnitAmount")
    if plainly is not None and cents(quantity * plainly) == amount:
        return rest
    unit = (amount / quantity).quantize(Decimal("0.0001")) if quantity != 0 else amount
    if cents(unit * quantity) != amount:
        unit, quantity = amount, ONE
    return {**rest, "Quantity": quantity, "UnitAmount": unit}
