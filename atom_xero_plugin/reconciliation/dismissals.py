"""What a person said that an imported line is not: it is not offered again until it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.reconciliation import statement_input
from atom_xero_plugin.reconciliation.imported_lines import ImportedLines
from atom_xero_plugin.reconciliation.importing import require_write
from atom_xero_plugin.reconciliation.matching.targets import records_key

_RecordId = Annotated[str, Meta(description="Xero's id.", min_length=1, max_length=64)]


class Dismissal(Struct, forbid_unknown_fields=True):
    """A kept line, or one match of it."""

    row: Annotated[int, Meta(description="As suggest_matches shows it.", ge=1, le=10_000_000)]
    match_ids: Annotated[
        list[_RecordId],
        Meta(
            description="Ids of all that the match pays or is in the books; none for the line itself.",
            max_length=100,
            extra=also("documents ids pays in_books records"),
        ),
    ] = []
    offer_again: Annotated[bool, Meta(description="Offer it again.", extra=also("restore") | OBVIOUS)] = False


Dismissals = Annotated[
    list[Dismissal],
    Meta(
        description="Kept lines, or matches of them, that are not to be offered again.",
        max_length=100,
        extra=also("not_these rule_out reject"),
    ),
]


async def dismiss(ctx: Context, account_named: str, requested: Sequence[Dismissal]) -> None:
    """Remember, or forget, what kept lines of an account are not.

    Raises NotAllowed for who may not write, InvalidArguments for a row that is not kept.
    """
    require_write(ctx, "Putting a line or match aside")
    account = await statement_input.bank_account(ctx, account_named)
    kept, about = ctx.services.get(ImportedLines), (ctx.organisation.id, account.account_id)
    by_row = {each.line.row: each.line for each in await kept.lines(*about)}
    for number, each in enumerate(requested):
        if each.row not in by_row:
            raise invalid_argument(f"/dismiss/{number}/row", f"{each.row} is no kept line", hint=AFTER_READING)
    for again in (False, True):
        mine = [each for each in requested if each.offer_again is again]
        rows = [each.row for each in mine if not each.match_ids]
        pairs = {(by_row[each.row].line_id, records_key(each.match_ids)) for each in mine if each.match_ids}
        if rows:
            await kept.dismiss(*about, rows, dismissed=not again)
        if pairs:
            await kept.rule_out(*about, pairs, offer_again=again)
