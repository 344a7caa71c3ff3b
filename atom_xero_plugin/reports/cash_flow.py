"""Cash in and out of the bank accounts, by what it was for, month by month, proven by the bank summary.

The direct method, from payments and money spent and received; a transfer between bank accounts is none. Activities are
those of Xero's own statement of cash flows by the account's type: fixed and other long-lived assets are investing,
equity and long-term liabilities financing. What no such record explains, such as a revaluation of a foreign account, is
the difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from atom_xero_plugin.accounting.pricing import amounts_word
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import UnexpectedAnswer
from atom_xero_plugin.core.money import ZERO, amount_or
from atom_xero_plugin.core.periods import ONE_DAY, Period, month_end
from atom_xero_plugin.reports import posting_documents
from atom_xero_plugin.reports.ageing import amounts
from atom_xero_plugin.reports.collected import Books
from atom_xero_plugin.reports.open_balances import in_base
from atom_xero_plugin.reports.tables import Table, TableRow, table_of
from atom_xero_plugin.reports.taxed_lines import AccountsOfLines, shares
from atom_xero_plugin.xero import reports
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.bank_transactions import BankTransaction
from atom_xero_plugin.xero.records.payments import Payment

Activity = Literal["operating", "investing", "financing"]
_TITLES: Final[dict[Activity, str]] = {
    "operating": "Operating activities",
    "investing": "Investing activities",
    "financing": "Financing activities",
}
_INVESTING: Final = frozenset({"FIXED", "NONCURRENT"})
_FINANCING: Final = frozenset({"EQUITY", "TERMLIAB", "LIABILITY"})
_CUSTOMERS: Final = "Customers"
_SUPPLIERS: Final = "Suppliers"


class CashMovement(NamedTuple):
    """Money in, above zero, or out."""

    day: date
    activity: Activity
    label: str
    account_id: str | None
    amount: Decimal
    """In the organisation's currency."""


class CashFlow(NamedTuple):
    """The cash flow of some days."""

    table: Table
    opening: Decimal
    cash_in: Decimal
    cash_out: Decimal
    closing: Decimal
    """Opening, and all that came and went."""
    bank_summary: Decimal
    """What the bank accounts hold at the end, by Xero's bank summary."""


def months_of(days: Period) -> list[Period]:
    """The months that the days are in, each as far as it is within them; the first first."""
    found, first = [], days.first
    while first <= days.last:
        found.append(Period(first, min(month_end(first), days.last)))
        first = found[-1].last + ONE_DAY
    return found


async def cash_flow(ctx: Context, books: Books, columns: Sequence[Period], accounts: Sequence[Account]) -> CashFlow:
    """The cash flow of periods that follow each other. Raises UnexpectedAnswer for a bank account without an amount."""
    days, known = Period(columns[0].first, columns[-1].last), AccountsOfLines(accounts)
    movements: list[CashMovement] = []
    for payment in await books.records(posting_documents.payments(days)):
        movements += _of_payment(payment, known)
    for record in await books.records(posting_documents.bank_transactions(days)):
        movements += _of_bank_transaction(record, known)
    opening, closing = await _bank_balances(ctx, days)
    rows, net = _rows(movements, columns), [_sum(movements, each) for each in columns]
    balances = [opening + sum(net[: place + 1], ZERO) for place in range(len(net))]
    starts = [opening, *balances[:-1]]
    rows += [
        TableRow("Net cash movement", amounts(net), kind="total"),
        TableRow("Opening cash", amounts(starts)),
        TableRow("Closing cash", amounts(balances), kind="total"),
    ]
    table = Table(["Cash flow", f"{days.first} to {days.last}"], [_head(each) for each in columns], rows)
    cash_in = sum((each.amount for each in movements if each.amount > 0), ZERO)
    cash_out = sum((each.amount for each in movements if each.amount < 0), ZERO)
    return CashFlow(table, opening, cash_in, cash_out, balances[-1], closing)


def _rows(movements: Sequence[CashMovement], columns: Sequence[Period]) -> list[TableRow]:
    rows: list[TableRow] = []
    for activity, title in _TITLES.items():
        groups: dict[tuple[str, str | None], list[CashMovement]] = defaultdict(list)
        for each in movements:
            if each.activity == activity:
                groups[each.label, each.account_id].append(each)
        if not groups:
            continue
        order = sorted(
            groups, key=lambda key: (key[1] is not None, -sum((m.amount for m in groups[key]), ZERO), key[0])
        )
        for label, account_id in order:
            mine = groups[label, account_id]
            values = amounts([_sum(mine, column) for column in columns])
            rows.append(TableRow(label, values, section=title, account_id=account_id))
        whole = [movement for group in groups.values() for movement in group]
        values = amounts([_sum(whole, column) for column in columns])
        rows.append(TableRow(f"Net cash from {title.lower()}", values, section=title, kind="total"))
    return rows


def _sum(movements: Sequence[CashMovement], column: Period) -> Decimal:
    return sum((each.amount for each in movements if column.first <= each.day <= column.last), ZERO)


def _of_payment(payment: Payment, accounts: AccountsOfLines) -> Iterator[CashMovement]:
    bank = accounts.of(payment.account.code, payment.account.account_id) if payment.account else None
    if payment.date is None or bank is None or not bank.is_bank:
        return
    customer = (payment.payment_type or "").startswith(("ACCREC", "AR"))
    amount = in_base(amount_or(payment.amount), payment.currency_rate)
    label = _CUSTOMERS if customer else _SUPPLIERS
    yield CashMovement(payment.date, "operating", label, None, amount if payment.is_money_in else -amount)


def _of_bank_transaction(record: BankTransaction, accounts: AccountsOfLines) -> Iterator[CashMovement]:
    kind, sign = record.type or "", 1 if record.is_money_in else -1
    if record.date is None or kind.endswith("-TRANSFER"):
        return
    total = in_base(amount_or(record.total), record.currency_rate)
    if "-" in kind:  # an overpayment or a prepayment: money of a customer, or to a supplier
        label = _CUSTOMERS if record.is_money_in else _SUPPLIERS
        yield CashMovement(record.date, "operating", label, None, sign * total)
        return
    lines = record.line_items or ()
    inclusive = amounts_word(record.line_amount_types) == "inclusive"
    gross = [amount_or(line.line_amount) + (ZERO if inclusive else amount_or(line.tax_amount)) for line in lines]
    for line, amount in zip(lines, shares(gross, total, record.currency_rate), strict=True):
        account = accounts.of(line.account_code, line.account_id)
        label = f"{account.code or ''} {account.name or ''}".strip() if account else "No account"
        account_id = account.account_id if account else None
        yield CashMovement(record.date, _activity(account), label, account_id, sign * amount)


def _activity(account: Account | None) -> Activity:
    kind = account.type if account else None
    return "investing" if kind in _INVESTING else "financing" if kind in _FINANCING else "operating"


async def _bank_balances(ctx: Context, days: Period) -> tuple[Decimal, Decimal]:
    """What all bank accounts held before the first day, and at the end of the last. One call."""
    table = table_of(await reports.bank_summary(ctx.xero, from_date=days.first, to_date=days.last))
    rows = [row for row in table.rows if row.kind == "row" and row.account_id is not None]
    if any(row.values[0] is None or row.values[-1] is None for row in rows):
        raise UnexpectedAnswer("Xero gives no balance of a bank account.")
    return (
        sum((Decimal(row.values[0] or 0) for row in rows), ZERO),
        sum((Decimal(row.values[-1] or 0) for row in rows), ZERO),
    )


def _head(column: Period) -> str:
    whole = column.first.day == 1 and column.last == month_end(column.first)
    return f"{column.last:%b %Y}" if whole else f"{column.first} to {column.last}"
