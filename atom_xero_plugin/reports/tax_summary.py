"""Sales, purchases and tax of some days by tax rate, from the documents, proven by the movement of the tax account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Final, NamedTuple

from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Conflict
from atom_xero_plugin.core.money import ZERO
from atom_xero_plugin.core.periods import ONE_DAY, Period
from atom_xero_plugin.reports import posting_documents, taxed_lines
from atom_xero_plugin.reports.account_postings import TAX
from atom_xero_plugin.reports.account_transactions import balance_on
from atom_xero_plugin.reports.ageing import amounts
from atom_xero_plugin.reports.collected import Books
from atom_xero_plugin.reports.tables import Table, TableRow
from atom_xero_plugin.reports.taxed_lines import AccountsOfLines, TaxedLine, TaxSide
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.tax_rates import TAX_RATES

_SECTIONS: Final[tuple[tuple[TaxSide, str], ...]] = (("sales", "Sales"), ("purchases", "Purchases"))


class TaxFigures(NamedTuple):
    """What the tax of some days comes to."""

    table: Table
    on_sales: Decimal
    on_purchases: Decimal
    to_pay: Decimal
    """Tax on sales less tax on purchases; below zero for a refund."""
    settled: Decimal
    """Booked on the tax account itself: paid to the tax office, less what it refunded."""
    movement: Decimal
    """By which the tax owed rose, by the trial balance."""

    @property
    def difference(self) -> Decimal:
        """What no document explains."""
        return self.movement - (self.to_pay - self.settled)


async def tax_figures(ctx: Context, books: Books, days: Period) -> TaxFigures:
    """The tax of some days, by the dates of documents. Raises Conflict for books without a tax account."""
    accounts = (await chart(ctx.xero)).accounts
    account = next((each for each in accounts if each.system_account == TAX), None)
    if account is None:
        raise Conflict("The chart of accounts has no tax account.", hint="Turn on sales tax in Xero.")
    names = {each.tax_type: each.name or each.tax_type for each in (await list_of(ctx.xero, TAX_RATES)).items}
    lines = await _lines(books, days, AccountsOfLines(accounts))
    sums: dict[tuple[TaxSide, str], tuple[Decimal, Decimal]] = defaultdict(lambda: (ZERO, ZERO))
    for line in lines:
        net, tax = sums[line.side, line.tax_type]
        sums[line.side, line.tax_type] = (net + line.net, tax + line.tax)
    before, after = [await balance_on(ctx, account, day) for day in (days.first - ONE_DAY, days.last)]
    on_sales, on_purchases = (
        sum((tax for (found, _), (_, tax) in sums.items() if found == side), ZERO) for side, _ in _SECTIONS
    )
    settled = sum((net for (found, _), (net, _) in sums.items() if found == "settled"), ZERO)
    to_pay = on_sales - on_purchases
    rows = [row for side, title in _SECTIONS for row in _rows(side, title, sums, names)]
    rows.append(TableRow("Tax to pay", [None, *amounts([to_pay])], kind="total"))
    table = Table([f"Tax summary, {days.first} to {days.last}", "by the dates of documents"], ["net", "tax"], rows)
    return TaxFigures(table, on_sales, on_purchases, to_pay, settled, before - after)


async def _lines(books: Books, days: Period, accounts: AccountsOfLines) -> list[TaxedLine]:
    found: list[TaxedLine] = []
    for invoice in await books.records(posting_documents.invoices(days)):
        found += taxed_lines.of_invoice(invoice, accounts)
    for note in await books.records(posting_documents.credit_notes(days)):
        found += taxed_lines.of_credit_note(note, accounts)
    for spent in await books.records(posting_documents.bank_transactions(days)):
        found += taxed_lines.of_bank_transaction(spent, accounts)
    for journal in await books.records(posting_documents.manual_journals(days)):
        found += taxed_lines.of_manual_journal(journal, accounts)
    return found


def _rows(
    side: TaxSide, title: str, sums: dict[tuple[TaxSide, str], tuple[Decimal, Decimal]], names: dict[str, str]
) -> Iterable[TableRow]:
    mine = {kind: figures for (found, kind), figures in sums.items() if found == side and any(figures)}
    for kind in sorted(mine, key=lambda each: (-abs(mine[each][1]), names.get(each, each))):
        yield TableRow(names.get(kind, kind), amounts(mine[kind]), section=title)
    totals = [sum((figures[place] for figures in mine.values()), ZERO) for place in range(2)]
    yield TableRow(f"Total {title.lower()}", amounts(totals), section=title, kind="total")
