"""What a line is booked to where it pays no invoice or bill: accounts, a transfer, a refund; worked out from names."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from atom_xero_plugin.accounting.documents.lines import takes_lines
from atom_xero_plugin.accounting.inputs import invalid_argument
from atom_xero_plugin.accounting.kinds.bank_transfers import TransferStep, transfer_step
from atom_xero_plugin.accounting.kinds.credit_notes import credit_of
from atom_xero_plugin.accounting.kinds.credits import StoredCredit
from atom_xero_plugin.accounting.recent_lists import chart_of, contact_named, tax_rates_of
from atom_xero_plugin.accounting.resolve import chart, contacts
from atom_xero_plugin.accounting.resolve.credits import one_credit_note
from atom_xero_plugin.bank_statements.statement import StatementLine
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Conflict, FieldError
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.reconciliation.choice_input import Choice
from atom_xero_plugin.reconciliation.matching.line_readings import text_of
from atom_xero_plugin.reconciliation.matching.match import Paid
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.records.tax_rates import TaxRate


class EntryLine(Struct, frozen=True):
    """So much on one account."""

    account: Account
    rate: TaxRate | None
    amount: Decimal
    """With tax, above zero."""
    description: str


class EntryDecision(Struct, frozen=True):
    """Money in or out without an invoice or bill, worked out."""

    contact: Contact
    lines: tuple[EntryLine, ...]
    money_in: bool

    @property
    def total(self) -> Decimal:
        """With tax, above zero."""
        return sum((each.amount for each in self.lines), Decimal(0))

    @property
    def signed(self) -> Decimal:
        """What it moves on the bank account."""
        return self.total if self.money_in else -self.total

    @property
    def taxed(self) -> bool:
        """Whether a line of it has a tax rate."""
        return any(each.rate is not None for each in self.lines)


class RefundDecision(Struct, frozen=True):
    """A credit note that a line pays back."""

    credit: StoredCredit
    amount: Decimal


class Lookups:
    """Where accounts, contacts, tax rates and credit notes are looked up, each once."""

    def __init__(self, ctx: Context, account: Account, currency: str) -> None:
        """Of lines on one bank account, in its currency."""
        self._ctx = ctx
        self._bank = account
        self._currency = currency
        self._chart: chart.Chart | None = None
        self._rates: chart.TaxRates | None = None
        self._contacts: dict[str, Contact] = {}

    async def entry(self, choice: Choice, line: StatementLine, amount: Decimal, path: str) -> EntryDecision:
        """So much of a line on one account, or on those that it is split over. Raises InvalidArguments, too."""
        contact = await self._contact(choice.contact or "", f"{path}/contact")
        if choice.parts:
            _refuse_other_sum(choice, amount, self._currency, path)
            lines = [
                await self._entry_line(part.account, part.tax, part.description, part.amount, line, f"{path}/parts/{n}")
                for n, part in enumerate(choice.parts)
            ]
        else:
            lines = [await self._entry_line(choice.account or "", choice.tax, choice.description, amount, line, path)]
        return EntryDecision(contact, tuple(lines), line.amount > 0)

    async def fee(self, choice: Choice, line: StatementLine, paid: tuple[Paid, ...], path: str) -> EntryDecision:
        """What a payment service or bank kept of a payment, or charged on top of one."""
        whole = sum((each.amount for each in paid), Decimal(0))
        fee = whole - line.amount if line.amount > 0 else -line.amount - whole
        if fee <= 0:
            due = Money.of(whole, self._currency)
            raise invalid_argument(f"{path}/fee_account", f"is for a difference, and {due} due leaves no fee")
        contact = await self._contact(choice.contact or paid[0].document.contact, f"{path}/contact")
        entry = await self._entry_line(
            choice.fee_account or "", choice.tax, choice.description, fee, line, path, field="fee_account"
        )
        return EntryDecision(contact, (entry,), money_in=False)

    async def transfer(self, named: str, line: StatementLine, path: str) -> TransferStep:
        """The other bank account, and the step that records the transfer. Raises as `transfer_step` does."""
        other = (await self._accounts()).bank_account(named, path=f"{path}/transfer")
        left, reached = (other, self._bank) if line.amount > 0 else (self._bank, other)
        return await transfer_step(
            self._ctx, left, reached, amount=abs(line.amount), day=line.day, reference=text(line),
            paths=(f"{path}/transfer", f"{path}/transfer"),
        )  # fmt: skip

    async def refund(self, named: str, line: StatementLine, path: str) -> RefundDecision:
        """The credit note that a line pays back. Raises Conflict for one that it cannot."""
        credit, amount = credit_of(await one_credit_note(self._ctx, named)), abs(line.amount)
        why = ""
        if (credit.settles == "sales") is (line.amount > 0):
            way = "paid out" if credit.settles == "sales" else "received"
            why = f"is refunded by money {way}"
        elif credit.currency != self._currency:
            why = f"is in {credit.currency}"
        elif credit.record.status != "AUTHORISED" or credit.remaining < amount:
            why = f"is {credit.state}, with {credit.money(credit.remaining)} left"
        if why:
            raise Conflict(
                f"The {credit.label} {why}: row {line.row} is no refund of it.",
                fields=[FieldError(f"{path}/refunds", why)],
                hint="find_credit_notes lists those with something left.",
            )
        return RefundDecision(credit, amount)

    async def _entry_line(
        self, named: str, tax: str | None, description: str | None, amount: Decimal, line: StatementLine, path: str,
        field: str = "account",
    ) -> EntryLine:  # fmt: skip
        account = (await self._accounts()).one(named, path=f"{path}/{field}", only=takes_lines)
        if not takes_lines(account):
            why = "is a bank account, and a transfer between accounts" if account.is_bank else "is one that"
            raise Conflict(
                f"The account {account.code or ''} {account.name} {why} cannot be recorded so.",
                fields=[FieldError(f"{path}/{field}", "takes no money directly")],
                hint="Choose another; find_accounts lists them. Record a transfer with transfer.",
            )
        words = (description or "").strip() or text(line)
        return EntryLine(account, await self._rate(tax, account, path), amount, words)

    async def _accounts(self) -> chart.Chart:
        self._chart = self._chart or await chart_of(self._ctx)
        return self._chart

    async def _contact(self, named: str, path: str) -> Contact:
        if named not in self._contacts:
            found = await contact_named(self._ctx, named, path=path)
            await contacts.refuse_archived(self._ctx.xero, found, "nothing can be booked on it", path=path)
            self._contacts[named] = found
        return self._contacts[named]

    async def _rate(self, tax: str | None, account: Account, path: str) -> TaxRate | None:
        if self._rates is None:
            self._rates = await tax_rates_of(self._ctx)
        if tax is not None:
            return self._rates.one(tax, path=f"{path}/tax")
        return self._rates.by_type(account.tax_type)


def _refuse_other_sum(choice: Choice, amount: Decimal, currency: str, path: str) -> None:
    whole = sum((part.amount for part in choice.parts), Decimal(0))
    if whole != amount:
        reported = f"come to {Money.of(whole, currency)}, and {Money.of(amount, currency)} is to be split"
        raise invalid_argument(f"{path}/parts", reported)


def entry_label(entry: EntryDecision, currency: str) -> str:
    """`NZD 12.50 spent at Capital Power, booked to 404 Bank Fees, No GST`, account by account."""
    way = "received from" if entry.money_in else "spent at"
    booked = []
    for each in entry.lines:
        tax = f", {each.rate.name}" if each.rate else ""
        own = f"{Money.of(each.amount, currency)} to " if len(entry.lines) > 1 else "to "
        booked.append(f"{own}{each.account.code} {in_sentence(each.account.name)}{tax}")
    whole = Money.of(entry.total, currency)
    return f"{whole} {way} {in_sentence(entry.contact.name)}, booked {'; '.join(booked)}"


def text(line: StatementLine) -> str:
    """The bank's words for a line, fit to be sent: one line without control characters."""
    clean = "".join(letter if letter.isprintable() else " " for letter in text_of(line))
    return " ".join(clean.split())[:255] or "Bank line"
