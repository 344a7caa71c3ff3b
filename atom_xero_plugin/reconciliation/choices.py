"""What a person chose for single lines: which documents they pay, what they are booked to, or to leave them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct

from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument
from atom_xero_plugin.accounting.kinds.bank_transfers import TransferStep
from atom_xero_plugin.bank_statements import text as words
from atom_xero_plugin.bank_statements.statement import StatementLine
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Ambiguous, Conflict, FieldError, NotFound
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.reconciliation.choice_input import Choice
from atom_xero_plugin.reconciliation.entries import EntryDecision, Lookups, RefundDecision
from atom_xero_plugin.reconciliation.matching.match import Paid
from atom_xero_plugin.reconciliation.matching.targets import OpenDocument
from atom_xero_plugin.reconciliation.review import StatementReview

_SHOWN: Final = 5


class LineDecision(Struct, frozen=True):
    """What a person decided of a line."""

    line: StatementLine
    pays: tuple[Paid, ...] = ()
    entry: EntryDecision | None = None
    transfer: TransferStep | None = None
    refund: RefundDecision | None = None

    @property
    def steps(self) -> int:
        """How many writes it takes."""
        return len(self.pays) + sum(1 for each in (self.entry, self.transfer, self.refund) if each is not None)


class Choices(Struct, frozen=True):
    """All that was decided."""

    chosen: list[LineDecision]
    left: frozenset[str]
    """Ids of lines to leave out."""
    known: list[str]
    """Of chosen lines that were recorded before, or stand in a plan: why they are left out, a sentence each."""

    @property
    def lines(self) -> frozenset[str]:
        """Ids of all lines decided about."""
        return self.left | {each.line.line_id for each in self.chosen}


async def decide(ctx: Context, review: StatementReview, choices: Sequence[Choice]) -> Choices:
    """What the choices mean. Raises the errors of wrong arguments with the path of each."""
    by_row: dict[int, StatementLine] = {line.row: line for line in review.statement.lines}
    left, known, chosen = set[str](), list[str](), list[LineDecision]()
    due = {each.id: each.amount_due for each in review.books.documents}
    desk = Lookups(ctx, review.account, review.currency)
    for number, choice in enumerate(choices):
        path = f"/choices/{number}"
        line = _line(by_row, choice, path)
        held = review.held.get(line.line_id)
        if choice.leave:
            left.add(line.line_id)
        elif held is not None and not review.is_open(line, but_proposed=True):
            left.add(line.line_id)
            known.append(f"Row {line.row} is {held.state.replace('_', ' ')} already, by the plan {held.plan_id}.")
        else:
            chosen.append(await _decided(review, desk, line, choice, due, path))
    return Choices(chosen, frozenset(left), known)


async def _decided(
    review: StatementReview, desk: Lookups, line: StatementLine, choice: Choice, due: dict[str, Decimal], path: str
) -> LineDecision:
    if choice.transfer is not None:
        return LineDecision(line, transfer=await desk.transfer(choice.transfer, line, path))
    if choice.refunds is not None:
        return LineDecision(line, refund=await desk.refund(choice.refunds, line, path))
    if choice.fee_account is not None:
        paid = _settles(review, line, choice.pays, due, path)
        return LineDecision(line, pays=paid, entry=await desk.fee(choice, line, paid, path))
    rest = sum((part.amount for part in choice.parts), Decimal(0)) if choice.pays else Decimal(0)
    paid = _pays(review, line, choice.pays, due, path, rest=rest) if choice.pays else ()
    if choice.pays and not choice.parts:
        return LineDecision(line, pays=paid)
    left = abs(line.amount) - sum((each.amount for each in paid), Decimal(0))
    return LineDecision(line, pays=paid, entry=await desk.entry(choice, line, left, path))


def _line(by_row: Mapping[int, StatementLine], choice: Choice, path: str) -> StatementLine:
    line = by_row.get(choice.row)
    if line is None:
        raise invalid_argument(f"{path}/row", f"{choice.row} is no movement of the statement", hint=AFTER_READING)
    return line


def _pays(
    review: StatementReview, line: StatementLine, names: Sequence[str], due: dict[str, Decimal], path: str, *,
    rest: Decimal,
) -> tuple[Paid, ...]:  # fmt: skip
    """The line's amount less what is booked otherwise, spread over the documents in the order given.

    What other choices pay is off them already.
    """
    left, paid = abs(line.amount) - rest, list[Paid]()
    if left <= 0:
        raise invalid_argument(f"{path}/parts", "leave nothing for what it is to pay")
    for place, name in enumerate(names):
        document = _document(review, line, name, f"{path}/pays/{place}")
        amount = min(left, due[document.id])
        if amount == 0:
            words = (
                "is paid by the lines before it" if due[document.id] == 0 else "is one too many: nothing is left for it"
            )
            raise invalid_argument(f"{path}/pays/{place}", words, hint=AFTER_READING)
        paid.append(Paid(document, amount))
        left -= amount
        due[document.id] -= amount
    if left:
        over = Money.of(left, review.currency)
        raise Conflict(
            f"Row {line.row} is {over} more than is due on what it is to pay.",
            fields=[FieldError(f"{path}/pays", f"is {over} less than the line")],
            hint="List every document that it pays, or give parts for the rest; record an overpayment in Xero itself.",
        )
    return tuple(paid)


def _settles(
    review: StatementReview, line: StatementLine, names: Sequence[str], due: dict[str, Decimal], path: str
) -> tuple[Paid, ...]:
    """All that is due on the documents, whatever the line comes to."""
    paid = list[Paid]()
    for place, name in enumerate(names):
        document = _document(review, line, name, f"{path}/pays/{place}")
        if due[document.id] == 0:
            raise invalid_argument(f"{path}/pays/{place}", "is paid by the lines before it", hint=AFTER_READING)
        paid.append(Paid(document, due[document.id]))
        due[document.id] = Decimal(0)
    return tuple(paid)


def _document(review: StatementReview, line: StatementLine, name: str, path: str) -> OpenDocument:
    kind = "sales" if line.amount > 0 else "bill"
    what = "sales invoice" if kind == "sales" else "bill"
    requested = words.number(name)
    there = [each for each in review.books.documents if each.kind == kind]
    fitting = [each for each in there if each.id == name.strip().lower()]
    fitting = fitting or [each for each in there if requested and words.number(each.number) == requested]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        shown = "; ".join(f"{each.words} ({each.id})" for each in fitting[:_SHOWN])
        raise Ambiguous(
            f"More than one open {what} has the number {name[:60]!r}.",
            fields=[FieldError(path, f"could be: {shown}")],
            hint="Give the id of one.",
        )
    message = f"No open {what} in {review.currency} has the number or id {name[:60]!r}."
    raise NotFound(message, fields=[FieldError(path, message)], hint="suggest_matches and find_invoices show them.")
