"""Ids of bank lines next to the lines seen before: an id that a bank gives again is of another line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from atom_xero_plugin.bank_statements.errors import line_list
from atom_xero_plugin.bank_statements.line_ids import repeated_id
from atom_xero_plugin.bank_statements.statement import StatementLine
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.reconciliation.line_store import Held, StatementLines


async def identified(
    ctx: Context, account_id: str, lines: Sequence[StatementLine]
) -> tuple[list[StatementLine], dict[str, Held], list[str]]:
    """The lines with ids of their own, what is known of them from before, and what a person should know of it.

    Banks give an id again, as FITID 1 in each month: a line of another day or amount than the one known by its id is
    another line. One of the same day with the opposite sign is the same line, read the other way round before.
    """
    known = await ctx.services.get(StatementLines).states(
        ctx.organisation.id, account_id, [line.line_id for line in lines]
    )
    again = [line for line in lines if _is_other(line, known)]
    own = {line.line_id: replace(line, line_id=repeated_id(line.line_id, line.day, line.amount)) for line in again}
    found = [own.get(line.line_id, line) for line in lines]
    notes = [_other_way(line) for line in lines if line.line_id not in own and _is_opposite(line, known)]
    if again:
        notes.insert(0, f"The bank gave ids of earlier lines again ({line_list([line.row for line in again])}).")
        ids = [line.line_id for line in own.values()]
        known |= await ctx.services.get(StatementLines).states(ctx.organisation.id, account_id, ids)
    stored = {line.line_id for line in found}
    return found, {line_id: held for line_id, held in known.items() if line_id in stored}, notes


def _is_other(line: StatementLine, known: Mapping[str, Held]) -> bool:
    held = known.get(line.line_id)
    if held is None:
        return False
    return (held.day, abs(held.amount)) != (line.day.isoformat(), abs(line.amount))


def _is_opposite(line: StatementLine, known: Mapping[str, Held]) -> bool:
    held = known.get(line.line_id)
    return held is not None and held.state != "open" and held.amount == -line.amount


def _other_way(line: StatementLine) -> str:
    return f"Row {line.row} was read with the opposite sign when it was recorded or planned before: check that record."
