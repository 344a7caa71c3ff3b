"""Gross, fee and net: of three columns of amounts the one that the account moves by, proven row by row."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from atom_xero_plugin.bank_statements import amounts
from atom_xero_plugin.bank_statements.csv.chosen_columns import ChosenColumns
from atom_xero_plugin.bank_statements.csv.layout import DecimalMark
from atom_xero_plugin.bank_statements.csv.table import Row
from atom_xero_plugin.bank_statements.errors import LAYOUT, undecided
from atom_xero_plugin.core.errors import AskAgain
from atom_xero_plugin.core.money import amount_or

_ZERO: Final = Decimal(0)


def settle_net(chosen: ChosenColumns, rows: Sequence[Row], mark: DecimalMark | None) -> None:
    """Take the net amount where it is the gross less the fee on every row. Raises Ambiguous if it is not.

    PayPal, Stripe and Square pay out the net; Revolut calls it the total amount.
    """
    net, gross = chosen.net, chosen.amount
    chosen.net = None
    if net is None or chosen.debit is not None or chosen.credit is not None:
        return
    if gross is not None:
        changes = _changes(rows, gross, chosen.fee, net, mark)
        if changes is None:
            raise undecided(
                f"Columns {gross + 1} and {net + 1} hold amounts that differ by more than a fee.",
                choose=f"{LAYOUT}/columns/amount",
                hint="Give layout.columns.amount: the column by which the balance of the account moves.",
                allowed=[str(gross + 1), str(net + 1)],
            )
        chosen.evidence.append(f"Column {net + 1} is column {gross + 1} less the fee on every row.")
        if changes and (max(changes) < 0 or min(changes) > 0):
            chosen.fees_take = "in_positive" if max(changes) < 0 else "out_positive"
    chosen.amount, chosen.fee = net, None


def _changes(
    rows: Sequence[Row], gross: int, fee: int | None, net: int, mark: DecimalMark | None
) -> list[Decimal] | None:
    """What each fee changes the gross by to make the net; None if something else than the fee stands between them."""
    columns = [gross, net, *([] if fee is None else [fee])]
    stored = [row for row in rows if row.cell(gross) and row.cell(net)]
    printed = {at: [amounts.take_apart(row.cell(at)) for row in stored] for at in columns}
    cells = [
        (row.line, parts) for column in printed.values() for row, parts in zip(stored, column, strict=True) if parts
    ]
    try:
        found, _ = amounts.decimal_mark(cells, mark)
    except AskAgain:  # the columns contradict each other; the caller asks which of them counts
        return None
    values = {at: [_value(parts, found) for parts in column] for at, column in printed.items()}
    fees = values[fee] if fee is not None else [_ZERO] * len(stored)
    changes = [after - before for before, after in zip(values[gross], values[net], strict=True)]
    fitting = any(
        all(change == way * charged for change, charged in zip(changes, fees, strict=True)) for way in (-1, 1)
    )
    return [change for change in changes if change] if stored and fitting else None


def _value(parts: amounts.ParsedCell | None, mark: DecimalMark) -> Decimal:
    return amount_or(amounts.signed(parts, mark) if parts else None)
