"""The manual journal that is meant: by its id, or by its whole narration, since it has no number."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.accounting.kinds.manual_journals import GONE, debits_of
from atom_xero_plugin.accounting.resolve.by_id import by_id
from atom_xero_plugin.accounting.resolve.resolver import Match, Resolver
from atom_xero_plugin.core.errors import Candidate
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import get, list_of
from atom_xero_plugin.xero.records.manual_journals import MANUAL_JOURNALS, ManualJournal, ManualJournalFilter
from atom_xero_plugin.xero.where_clause import checked_text, is_guid

_SEARCHED: Final = 100
_PATH: Final = "/manual_journal"


def _candidate(journal: ManualJournal) -> Candidate:
    label = (
        f"{in_sentence(journal.narration)} · {journal.date} · {debits_of(journal)} · {(journal.status or '').lower()} "
        f"({journal.manual_journal_id})"
    )
    return Candidate("manual_journal", journal.manual_journal_id, journal.narration or "", label)


_NAMES: Final[Resolver[ManualJournal]] = Resolver(
    kind="manual journal",
    keys=((lambda each: each.narration,),),
    also=(),
    identity=_candidate,
    in_use=lambda each: each.status not in GONE,
    finder="find_manual_journals",
)


async def one_manual_journal(xero: XeroClient, named: str) -> ManualJournal:
    """The journal with this id, or with exactly this narration, with its lines.

    Of several with one narration those that are voided or deleted step back. Raises NotFound, or Ambiguous.
    """
    found, near = await _exactly(xero, named)
    if found is None:
        raise _NAMES.not_found(named, _PATH, near)
    return found


async def likely_manual_journal(xero: XeroClient, named: str) -> Match[ManualJournal]:
    """For a read: as one_manual_journal, else the only one of the newest whose narration begins so."""
    found, near = await _exactly(xero, named)
    if found is not None:
        return Match(found, exact=True)
    likely = _NAMES.likely(named, near)
    if len(likely) == 1:
        return Match(likely[0], exact=False)
    raise _NAMES.not_found(named, _PATH, near)


async def _exactly(xero: XeroClient, text: str) -> tuple[ManualJournal | None, list[ManualJournal]]:
    """The one that is named exactly, and those that may have been meant."""
    named = checked_text(text, _PATH).strip()
    if is_guid(named):
        return await by_id(get(xero, MANUAL_JOURNALS, named), f"manual journal {named}", _PATH), []
    exact = (await list_of(xero, MANUAL_JOURNALS, ManualJournalFilter(narration=named), page_size=_SEARCHED)).items
    found = _NAMES.exact(named, exact)
    if len(found) > 1:
        raise _NAMES.ambiguous(named, _PATH, found)
    if found:
        return found[0], exact
    return None, list((await list_of(xero, MANUAL_JOURNALS, page_size=_SEARCHED, order="Date DESC")).items)
