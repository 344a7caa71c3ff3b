"""The taxed lines of documents, in the organisation's currency, so that they add up to what Xero posts of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from atom_xero_plugin.accounting.pricing import amounts_word
from atom_xero_plugin.core.money import ZERO, amount_or
from atom_xero_plugin.reports.account_postings import TAX
from atom_xero_plugin.reports.open_balances import in_base
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.bank_transactions import BankTransaction
from atom_xero_plugin.xero.records.credit_notes import CreditNote
from atom_xero_plugin.xero.records.invoices import Invoice
from atom_xero_plugin.xero.records.manual_journals import ManualJournal
from atom_xero_plugin.xero.records.parts import LineItem

TaxSide = Literal["sales", "purchases", "settled"]
_WITHOUT_LINES: Final = ("-TRANSFER", "-OVERPAYMENT")


class TaxedLine(NamedTuple):
    """What one line comes to."""

    side: TaxSide
    """settled: booked on the tax account itself, such as what was paid to the tax office."""
    tax_type: str
    net: Decimal
    """Above zero for a sale, and for a purchase."""
    tax: Decimal


class AccountsOfLines:
    """Accounts by the codes and ids that lines name."""

    def __init__(self, accounts: Sequence[Account]) -> None:
        """Know these accounts."""
        self._by_name = {each.code: each for each in accounts if each.code}
        self._by_name |= {each.account_id.lower(): each for each in accounts}

    def of(self, code: str | None, account_id: str | None) -> Account | None:
        """The account that a line is booked to, by its id where there is one."""
        by_id = self._by_name.get(account_id.lower()) if account_id else None
        return by_id or (self._by_name.get(code) if code else None)


def of_invoice(invoice: Invoice, accounts: AccountsOfLines) -> Iterator[TaxedLine]:
    """Lines of a sales invoice or bill."""
    side: TaxSide = "purchases" if invoice.is_bill else "sales"
    return _lines(invoice.line_items or (), side, 1, invoice.line_amount_types, invoice.currency_rate,
                  invoice.total_tax, accounts)  # fmt: skip


def of_credit_note(note: CreditNote, accounts: AccountsOfLines) -> Iterator[TaxedLine]:
    """Lines of a credit note, which lessen sales or purchases."""
    side: TaxSide = "purchases" if note.type == "ACCPAYCREDIT" else "sales"
    return _lines(note.line_items or (), side, -1, note.line_amount_types, note.currency_rate, note.total_tax,
                  accounts)  # fmt: skip


def of_bank_transaction(record: BankTransaction, accounts: AccountsOfLines) -> Iterator[TaxedLine]:
    """Lines of money received, as sales, or spent, as purchases; transfers and overpayments have no tax."""
    if (record.type or "").endswith(_WITHOUT_LINES):
        return iter(())
    side: TaxSide = "sales" if record.is_money_in else "purchases"
    return _lines(record.line_items or (), side, 1, record.line_amount_types, record.currency_rate, record.total_tax,
                  accounts)  # fmt: skip


def of_manual_journal(journal: ManualJournal, accounts: AccountsOfLines) -> Iterator[TaxedLine]:
    """Lines of a manual journal: those of revenue as sales, all others as purchases."""
    inclusive = amounts_word(journal.line_amount_types) == "inclusive"
    for line in journal.journal_lines or ():
        tax = amount_or(line.tax_amount)
        net = amount_or(line.line_amount) - (tax if inclusive else ZERO)
        account = accounts.of(line.account_code, line.account_id)
        if account is not None and account.system_account == TAX:
            yield TaxedLine("settled", line.tax_type or "NONE", net, ZERO)
        elif account is not None and account.class_ == "REVENUE":
            yield TaxedLine("sales", line.tax_type or "NONE", -net, -tax)
        else:
            yield TaxedLine("purchases", line.tax_type or "NONE", net, tax)


def _lines(
    lines: Sequence[LineItem],
    side: TaxSide,
    sign: int,
    line_amount_types: str | None,
    rate: Decimal | None,
    total_tax: Decimal | None,
    accounts: AccountsOfLines,
) -> Iterator[TaxedLine]:
    inclusive = amounts_word(line_amount_types) == "inclusive"
    taxes = shares([amount_or(line.tax_amount) for line in lines], in_base(amount_or(total_tax), rate), rate)
    for line, tax in zip(lines, taxes, strict=True):
        net = amount_or(line.line_amount) - (amount_or(line.tax_amount) if inclusive else ZERO)
        account = accounts.of(line.account_code, line.account_id)
        kind = line.tax_type or "NONE"
        if account is not None and account.system_account == TAX:
            paid = 1 if side == "purchases" else -1
            yield TaxedLine("settled", kind, sign * paid * in_base(net, rate), ZERO)
            if tax == 0:
                continue
            net = ZERO
        yield TaxedLine(side, kind, sign * in_base(net, rate), sign * tax)


def shares(amounts: Sequence[Decimal], total: Decimal, rate: Decimal | None) -> list[Decimal]:
    """Amounts in the organisation's currency that add up to their total there; the largest takes what rounding left."""
    found = [in_base(each, rate) for each in amounts]
    left = total - sum(found, ZERO)
    if left != 0 and found:
        largest = max(range(len(found)), key=lambda place: abs(found[place]))
        found[largest] += left
    return found
