"""One plan that puts a draft in the place of an approved document: copy, files, void, and notes that name both.

Xero has no way from approved back to draft; Xero's own pages say to void and copy.
"""

from __future__ import annotations

from typing import Final

import msgspec

from atom_xero_plugin.accounting.attachments import SCOPE, attached_to, attaching, exported, names_of, planned
from atom_xero_plugin.accounting.documents.conversion import propose_like, then_move
from atom_xero_plugin.accounting.documents.document import StoredDocument
from atom_xero_plugin.accounting.files import FileToSend
from atom_xero_plugin.accounting.notes import noting
from atom_xero_plugin.accounting.scopes import require
from atom_xero_plugin.accounting.warnings import refuse_closed
from atom_xero_plugin.core.errors import Conflict
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import PartOf, PlanWarning, Proposal

_ITSELF: Final = "possible_duplicate"
"""The warning of a document that looks the same: the one that is replaced."""


async def propose_replacement(stored: StoredDocument) -> Proposal:
    """The plan that copies an approved document to a draft of the same days, with its files, and voids it.

    Raises Conflict while something is paid or credited on it or its period is locked, ScopeMissing if it has files and
    the connection may not read them, and what propose_like raises.
    """
    document, number = stored.document, stored.number
    _refuse_settled(stored)
    refuse_closed(stored.ctx.organisation, stored.record.date or stored.ctx.today, what=f"The {stored.label}")
    files = await _files(stored)
    unique = document.number_is_unique
    texts = stored.texts
    if number and "reference" in texts:
        texts["reference"] = texts["reference"] or f"Replaces {number}"[:255]
    copy = await propose_like(
        stored,
        document,
        day=stored.record.date,
        due=stored.due,
        number=None if unique else number,
        texts=texts,
        also=stored.look,
    )
    copy = msgspec.structs.replace(copy, warnings=[each for each in copy.warnings if each.code != _ITSELF], undo=None)
    attached = f", with {names_of(files)}" if files else ""
    summary = (
        f"Copy the {stored.label} over {stored.totals.total} to a new draft{attached}, and void it. This is final."
    )
    both = then_move(copy, stored, "unapproved", summary=summary, warnings=_warnings(stored))
    made, voided = both.steps
    path = document.endpoint.path
    to_draft, to_old = PartOf(path, step=0), PartOf(path, stored.id)
    notes = [
        noting(to_draft, f"Draft in place of {in_sentence(number or 'one without a number')} ({stored.id}), voided."),
        noting(to_old, "Voided by undoing its approval: a draft copy is in its place, and its history names this one."),
    ]
    return msgspec.structs.replace(
        both,
        steps=[made, *attaching(to_draft, files), voided, *notes],
        after={**both.after, **({"files": planned(files)} if files else {})},
    )


async def _files(stored: StoredDocument) -> list[FileToSend]:
    """The files of the document, got from Xero and kept here until the plan sends them."""
    if not getattr(stored.record, "has_attachments", False):
        return []
    require(stored.ctx, SCOPE)
    endpoint = stored.document.endpoint
    there = await attached_to(stored.ctx.xero, endpoint, stored.id)
    kept = [await exported(stored.ctx, endpoint, stored.id, each) for each in there]
    return [FileToSend(each.file_name or one.id, one) for each, one in zip(there, kept, strict=True)]


def _refuse_settled(stored: StoredDocument) -> None:
    settled = stored.document.settled(stored.record)
    if settled:
        raise Conflict(
            f"There are {settled} on the {stored.label}, so Xero does not let it be voided.",
            hint="Remove its payments first with reverse_payment, or its credits, then try again.",
        )


def _warnings(stored: StoredDocument) -> list[PlanWarning]:
    found = [PlanWarning("no_undo", "Voiding is final; the draft can be approved again, or deleted.")]
    if stored.document.number_is_unique:
        words = "The draft gets a new number, since Xero keeps that of one that is voided."
        found.append(PlanWarning("new_number", words))
    if stored.document.sent(stored.record):
        found.append(PlanWarning("sent", "It was sent to the customer, who has it as it was."))
    return found
