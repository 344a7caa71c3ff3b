"""Plans that move many invoices and bills to another status, each by a step that stands by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from atom_xero_plugin.accounting.chosen_invoices import (
    LeftOut,
    counted,
    duration_warnings,
    left_out_warnings,
    listed_as,
    listed_left,
    only_party,
    only_total,
    planned_row,
    refuse_empty,
    short_name,
    together,
)
from atom_xero_plugin.accounting.documents.document import StoredDocument
from atom_xero_plugin.accounting.documents.inputs import snapshot
from atom_xero_plugin.accounting.kinds.invoices import status_of, stored_invoice
from atom_xero_plugin.accounting.sums import sums_of
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import AskAgain
from atom_xero_plugin.plans.proposal import AlreadyDone, PlanWarning, Proposal, Step, Undo
from atom_xero_plugin.xero.records.invoices import Invoice

Cautions = Mapping[str, list[PlanWarning]]
"""What a person should know of each document, by its id."""


@dataclass(frozen=True)
class BulkMove:
    """What becomes of many."""

    becomes: str
    """The name of the move, such as `approved`."""
    verb: str
    """As a summary begins, such as `Approve`."""
    refuse: Callable[[StoredDocument], None]
    """Raises an AskAgain for one that it cannot be done with."""
    cautions: Callable[[Context, Sequence[StoredDocument]], Awaitable[Cautions]]
    shows: Callable[[StoredDocument], str]
    """Xero's status afterwards."""
    undo: Undo | None = None
    final: str = ""
    """The last words of the summary."""


async def plan_moves(ctx: Context, invoices: Sequence[Invoice], move: BulkMove) -> Proposal | AlreadyDone:
    """The plan that moves those that can be moved; the others are left out, each with its reason.

    Raises Conflict if none can be. Where all are moved already nothing is left to write.
    """
    ready, left, done = list[StoredDocument](), list[LeftOut](), 0
    for each in invoices:
        stored = stored_invoice(ctx, each)
        try:
            move.refuse(stored)
        except AskAgain as error:
            left.append(LeftOut(each, error.message))
            done += stored.status in stored.document.moves[move.becomes].done
        else:
            ready.append(stored)
    if not ready and done == len(invoices):
        return AlreadyDone(list(invoices))
    if not ready:
        raise refuse_empty(left, move.becomes)
    return _proposal(ctx, move, ready, left, await move.cautions(ctx, ready))


def _proposal(
    ctx: Context, move: BulkMove, ready: Sequence[StoredDocument], left: Sequence[LeftOut], cautions: Cautions
) -> Proposal:
    invoices = [each.record for each in ready]
    sums = [snapshot(each) for each in sums_of(ctx, invoices)]
    without = f" {len(left)} more {'is' if len(left) == 1 else 'are'} left out." if left else ""
    return Proposal(
        summary=f"{move.verb} {counted(ctx, invoices)}.{without}{move.final}",
        steps=[_step(each, move) for each in ready],
        before={"statuses": dict(Counter(status_of(each) for each in invoices)), "sums": sums},
        after={
            "invoices": [_row(ctx, each, move, cautions[each.id]) for each in ready],
            "sums": sums,
            **({"left_out": listed_left(left)} if left else {}),
        },
        amount=(amount := only_total(ctx, invoices)),
        several_currencies=amount is None,
        party=only_party(invoices),
        kinds=listed_as(ready),
        warnings=[
            *left_out_warnings(left),
            *together((short_name(each.record), cautions[each.id]) for each in ready),
            *duration_warnings(len(ready)),
        ],
        undo=move.undo,
        independent=True,
    )


def _step(stored: StoredDocument, move: BulkMove) -> Step:
    """Void, by itself, if that document changes meanwhile."""
    asked = stored.document.moves[move.becomes].to[stored.status]
    total = stored.record.total
    expects = {"Status": move.shows(stored)} | ({"Total": f"{total:f}"} if total is not None else {})
    return replace(stored.update({"Status": asked}, expects), label=stored.label)


def _row(ctx: Context, stored: StoredDocument, move: BulkMove, cautions: Sequence[PlanWarning]) -> dict[str, Any]:
    about = {"warnings": [each.code for each in cautions]} if cautions else {}
    return planned_row(ctx, stored.record, status=stored.document.status_word(move.shows(stored)), **about)
