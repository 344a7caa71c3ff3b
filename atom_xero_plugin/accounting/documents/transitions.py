"""Plans that move a document from one status to another, as Xero allows it.

Source: developer.xero.com, Invoices and Quotes, "Status codes".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from atom_xero_plugin.accounting.documents.document import GONE, StoredDocument
from atom_xero_plugin.accounting.documents.inputs import snapshot
from atom_xero_plugin.core.errors import Conflict
from atom_xero_plugin.plans.proposal import PlanWarning, Proposal, Undo

_SHOWN: Final = (
    "id",
    "number",
    "kind",
    "status",
    "contact",
    "date",
    "due_date",
    "expiry_date",
    "reference",
    "total",
    "amount_due",
    "url",
)


def refuse_unless(stored: StoredDocument, becomes: str) -> None:
    """Raises Conflict if a document in its status cannot become what a move leads to, for example `voided`."""
    move, state = stored.document.moves[becomes], stored.state
    if stored.status in move.to:
        return
    if stored.status in move.done:
        is_it = state == becomes or stored.status in GONE
        reported = f"is {state} already" if is_it else f"is {becomes} already; it is {state}"
        raise Conflict(f"The {stored.label} {reported}.", hint="Nothing needs to be done.")
    hint = move.hints.get(stored.status, "")
    raise Conflict(f"The {stored.label} is {state}; it cannot be {becomes}.", hint=hint)


def move(
    stored: StoredDocument,
    becomes: str,
    *,
    summary: str,
    warnings: Sequence[PlanWarning] = (),
    shows: str | None = None,
) -> Proposal:
    """The plan of one move, void if the document changes meanwhile.

    Args:
        stored: The document, in a status that allows it.
        becomes: The name of the move.
        summary: What a person says yes to.
        warnings: What speaks against it.
        shows: The status that Xero shows then, where it is not the one that is asked for.
    """
    asked = stored.document.moves[becomes].to[stored.status]
    status = shows or asked
    before = _snapshot(stored)
    after = {**before, "status": stored.document.status_word(status)}
    if "amount_due" in before and (status in GONE or status == "PAID"):
        after["amount_due"] = snapshot(stored.money(None))
    expects = {"Status": status}
    if stored.record.total is not None:
        expects["Total"] = f"{stored.record.total:f}"
    return Proposal(
        summary=summary,
        steps=[stored.update({"Status": asked}, expects)],
        before=before,
        after=after,
        kinds=[stored.document.listed_as],
        totals=stored.totals,
        party=stored.contact.name if stored.contact else None,
        warnings=list(warnings),
        undo=_undo(stored, becomes),
    )


def _undo(stored: StoredDocument, becomes: str) -> Undo | None:
    document = stored.document
    skill = document.moves[becomes].back.get(stored.status)
    if skill is None:
        return None
    verb = skill.partition("_")[0]
    does = f"{verb} it{document.undo_while}" if skill == document.undo else f"make it {stored.state} again"
    return Undo(skill, {document.record_kind: stored.id}, f"{skill} can {does}.")


def _snapshot(stored: StoredDocument) -> dict[str, Any]:
    shown = snapshot(stored.document.view(stored.ctx, stored.record))
    return {name: shown[name] for name in _SHOWN if name in shown}
