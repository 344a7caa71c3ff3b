"""What a person chose for single lines: which documents they pay, what they are booked to, or to leave them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.documents.lines import takes_lines
from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument
from atom_xero_plugin.accounting.resolve import chart, contacts
from atom_xero_plugin.bank_statements import text as words
from atom_xero_plugin.bank_statements.statement import StatementLine
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.core.errors import Ambiguous, Conflict, FieldError, NotFound
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.reconciliation.matching.match import Paid
from atom_xero_plugin.reconciliation.matching.targets import OpenDocument
from atom_xero_plugin.reconciliation.review import StatementReview
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.records.tax_rates import TaxRate
from atom_xero_plugin.xero.where_clause import checked_text

_SHOWN: Final = 5
DocumentName = Annotated[str, Meta(description="Number or id.", min_length=1, max_length=255)]


class Choice(Struct, forbid_unknown_fields=True):
    """One of pays, account (with contact) and leave."""

    row: Annotated[
        int,
        Meta(description="As suggest_matches shows it.", ge=1, le=10_000_000, extra=also("line line_number number id")),
    ]
    pays: Annotated[
        list[DocumentName],
        Meta(
            description="Invoices or bills it pays, by number or id. They are paid in this order.",
            max_length=20,
            extra=also("invoice invoices bill bills invoice_number document documents"),
        ),
    ] = []
    account: (
        Annotated[
            str,
            Meta(
                description="Account it is booked to: code or name.",
                min_length=1,
                max_length=150,
                extra=also("account_code code category gl_account"),
            ),
        ]
        | None
    ) = None
    contact: (
        Annotated[
            str,
            Meta(
                description="Whom it came from or went to: name or id.",
                min_length=1,
                max_length=255,
                extra=also("customer supplier vendor client payee payer contact_name"),
            ),
        ]
        | None
    ) = None
    tax: (
        Annotated[
            str,
            Meta(
                description="Tax rate; else the account's.",
                min_length=1,
                max_length=150,
                extra=also("gst vat tax_type tax_rate tax_code"),
            ),
        ]
        | None
    ) = None
    description: (
        Annotated[
            str,
            Meta(
                description="What it was for.",
                min_length=1,
                max_length=255,
                extra=also("memo note notes desc details text narration reference") | OBVIOUS,
            ),
        ]
        | None
    ) = None
    leave: Annotated[bool, Meta(description="Leave it out.", extra=also("skip ignore omit exclude") | OBVIOUS)] = False


class EntryDecision(Struct, frozen=True):
    """Money in or out without an invoice or bill, worked out."""

    account: Account
    contact: Contact
    rate: TaxRate | None
    description: str


class LineDecision(Struct, frozen=True):
    """What a person decided of a line."""

    line: StatementLine
    pays: tuple[Paid, ...] = ()
    entry: EntryDecision | None = None


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


def check_alone(choices: Sequence[Choice]) -> None:
    """What is wrong with choices by themselves; nothing is asked of Xero for it. Raises InvalidArguments."""
    rows: set[int] = set()
    for number, choice in enumerate(choices):
        path = f"/choices/{number}"
        for place, name in enumerate(choice.pays):
            checked_text(name, f"{path}/pays/{place}")
        for field in ("account", "contact", "tax", "description"):
            if getattr(choice, field) is not None:
                checked_text(getattr(choice, field), f"{path}/{field}")
        given = [bool(choice.pays), choice.account is not None, choice.leave]
        if given.count(True) != 1:
            raise invalid_argument(path, "needs one of pays, account and leave")
        if choice.account is not None and choice.contact is None:
            raise invalid_argument(f"{path}/contact", "is required with account: Xero books no money without it")
        if choice.row in rows:
            raise invalid_argument(f"{path}/row", f"{choice.row} was chosen before; choose for each line once")
        rows.add(choice.row)


async def decide(ctx: Context, review: StatementReview, choices: Sequence[Choice]) -> Choices:
    """What the choices mean. Raises the errors of wrong arguments with the path of each."""
    by_row: dict[int, StatementLine] = {line.row: line for line in review.statement.lines}
    left, known, chosen = set[str](), list[str](), list[LineDecision]()
    due = {each.id: each.amount_due for each in review.books.documents}
    desk = _Lookups(ctx)
    for number, choice in enumerate(choices):
        path = f"/choices/{number}"
        line = _line(by_row, choice, path)
        held = review.held.get(line.line_id)
        if choice.leave:
            left.add(line.line_id)
        elif held is not None and not review.is_open(line, but_proposed=True):
            left.add(line.line_id)
            known.append(f"Row {line.row} is {held.state.replace('_', ' ')} already, by the plan {held.plan_id}.")
        elif choice.pays:
            chosen.append(LineDecision(line, pays=_pays(review, line, choice.pays, due, path)))
        else:
            chosen.append(LineDecision(line, entry=await desk.entry(choice, line, path)))
    return Choices(chosen, frozenset(left), known)


def _line(by_row: Mapping[int, StatementLine], choice: Choice, path: str) -> StatementLine:
    line = by_row.get(choice.row)
    if line is None:
        raise invalid_argument(f"{path}/row", f"{choice.row} is no movement of the statement", hint=AFTER_READING)
    return line


def _pays(
    review: StatementReview, line: StatementLine, names: Sequence[str], due: dict[str, Decimal], path: str
) -> tuple[Paid, ...]:
    """The line's amount, spread over the documents in the order given; what other choices pay is off them already."""
    left, paid = abs(line.amount), list[Paid]()
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
            hint="List every document that it pays; record an overpayment in Xero itself.",
        )
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


class _Lookups:
    """Where accounts, contacts and tax rates are looked up, each once."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._chart: chart.Chart | None = None
        self._rates: chart.TaxRates | None = None
        self._contacts: dict[str, Contact] = {}

    async def entry(self, choice: Choice, line: StatementLine, path: str) -> EntryDecision:
        """Money in or out without an invoice or bill."""
        self._chart = self._chart or await chart.chart(self._ctx.xero)
        account = self._chart.one(choice.account or "", path=f"{path}/account", only=takes_lines)
        if not takes_lines(account):
            why = "is a bank account, and a transfer between accounts" if account.is_bank else "is one that"
            raise Conflict(
                f"The account {account.code or ''} {account.name} {why} cannot be recorded so.",
                fields=[FieldError(f"{path}/account", "takes no money directly")],
                hint="Choose another; find_accounts lists them. Make transfers in Xero.",
            )
        words = (choice.description or "").strip() or text(line)
        return EntryDecision(
            account, await self._contact(choice.contact or "", path), await self._rate(choice, account, path), words
        )

    async def _contact(self, named: str, path: str) -> Contact:
        if named not in self._contacts:
            found = await contacts.one_contact(self._ctx.xero, named, path=f"{path}/contact")
            await contacts.refuse_archived(self._ctx.xero, found, "nothing can be booked on it", path=f"{path}/contact")
            self._contacts[named] = found
        return self._contacts[named]

    async def _rate(self, choice: Choice, account: Account, path: str) -> TaxRate | None:
        if self._rates is None:
            self._rates = await chart.tax_rates(self._ctx.xero)
        if choice.tax is not None:
            return self._rates.one(choice.tax, path=f"{path}/tax")
        return self._rates.by_type(account.tax_type)


def text(line: StatementLine) -> str:
    """The bank's words for a line, fit to be sent: one line without control characters."""
    from atom_xero_plugin.reconciliation.matching.line_readings import text_of

    clean = "".join(letter if letter.isprintable() else " " for letter in text_of(line))
    return " ".join(clean.split())[:255] or "Bank line"
