"""Rows worded as a balance that hold an amount: a balance, or a movement that a payer called so."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from atom_xero_plugin.bank_statements.balance_words import are_totals, is_balance, of_statement
from atom_xero_plugin.bank_statements.csv.chosen_columns import ChosenColumns
from atom_xero_plugin.bank_statements.csv.money import ZERO, AmountColumns
from atom_xero_plugin.bank_statements.csv.rows import Lines, moves
from atom_xero_plugin.bank_statements.csv.table import column
from atom_xero_plugin.bank_statements.errors import line_list


def settle_balances(lines: Lines, chosen: ChosenColumns, money: AmountColumns) -> Lines:
    """The lines, with those that the account moved by taken for what they are.

    The running balance decides where there is one. Else a row that names a payee is a movement, and so is one between
    others, or one worded as a statement's balance whose amount is not what the others come to.
    """
    amounts = _amounts(lines, chosen, money)
    alone = list(lines.balance_only)
    unproven: list[int] = []
    for at, row in enumerate(lines.rows):
        if alone[at] and moves(row, chosen):
            proven = _by_balance(at, amounts, money.balances)
            if proven is None and not _is_balance(at, lines, chosen, amounts):
                unproven.append(row.line)
                proven = True
            alone[at] = not proven
    notes = list(lines.notes)
    sums = _sums(lines, chosen, amounts, alone)
    if sums:
        notes.append(f"Sums were left out ({line_list([lines.rows[at].line for at in sums])}).")
    reported = [row.line for row, left in zip(lines.rows, alone, strict=True) if left and moves(row, chosen)]
    if reported:
        notes.append(f"Balances that stand as an amount were left out ({line_list(reported)}).")
    for at in sums:
        alone[at] = True
    if unproven:
        notes.append(f"Worded as balances, but read as movements ({line_list(unproven)}).")
    return Lines(lines.rows, alone, notes)


def _amounts(lines: Lines, chosen: ChosenColumns, money: AmountColumns) -> list[Decimal]:
    if chosen.amount is not None:
        return money.amounts[chosen.amount]
    none = [ZERO] * len(lines.rows)
    out = none if chosen.debit is None else money.amounts[chosen.debit]
    into = none if chosen.credit is None else money.amounts[chosen.credit]
    return [credit - abs(debit) for debit, credit in zip(out, into, strict=True)]


def _sums(lines: Lines, chosen: ChosenColumns, amounts: Sequence[Decimal], alone: Sequence[bool]) -> list[int]:
    """Rows worded as a sum whose amount is what the other lines come to, all of them or those of one way."""
    totals = are_totals(column(lines.rows, at) for at in (*chosen.payee, *chosen.description))
    worded = sorted(at for at in totals if not alone[at])
    if not worded:
        return []
    signed = [
        amount * chosen.ways.get(row.cell(chosen.direction), 1) for amount, row in zip(amounts, lines.rows, strict=True)
    ]
    others = [each for at, each in enumerate(signed) if at not in worded and not alone[at]]
    into, out = sum((each for each in others if each > 0), ZERO), -sum((each for each in others if each < 0), ZERO)
    return [at for at in worded if abs(amounts[at]) in {into, out, abs(into - out)}]


def _by_balance(at: int, amounts: Sequence[Decimal], balances: Sequence[Decimal | None]) -> bool | None:
    """Whether the balance moves by a row; None if there is none to show it.

    A row that says a balance repeats its own, or the one next to it. Of a movement at an end of the file the balance
    next to it may say nothing, but it is neither.
    """
    own = balances[at]
    if own is None:
        return None
    near = (*reversed(balances[:at]), None)[0], (*balances[at + 1 :], None)[0]
    if any(other is not None and abs(own - other) == abs(amounts[at]) for other in near):
        return True
    return abs(own) != abs(amounts[at]) and own not in near


def _is_balance(at: int, lines: Lines, chosen: ChosenColumns, amounts: Sequence[Decimal]) -> bool:
    row = lines.rows[at]
    if any(cell and not is_balance(cell) for cell in (row.cell(column) for column in chosen.payee)):
        return False
    if any(of_statement(row.cell(column)) for column in (*chosen.payee, *chosen.description)):
        others = sum((each for other, each in enumerate(amounts) if not lines.balance_only[other]), ZERO)
        return abs(amounts[at]) == abs(others)
    inside = [other for other in range(len(lines.rows)) if not lines.balance_only[other]]
    return not inside or not inside[0] < at < inside[-1]
