"""Plans that make, change, post, void or delete a manual journal, as Xero allows it.

An update sends every line, since lines have no ids, and what is read back must show each and no more. Source:
developer.xero.com, Manual journals: a draft is posted or deleted, a posted one is changed or voided.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from atom_xero_plugin.accounting.documents.inputs import snapshot
from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument, paragraph, sane_day
from atom_xero_plugin.accounting.kinds.manual_journal_inputs import JournalChanges, JournalLineInput
from atom_xero_plugin.accounting.kinds.manual_journal_lines import (
    LineRequest,
    PlannedLine,
    check_lines,
    planned_lines,
)
from atom_xero_plugin.accounting.kinds.manual_journals import (
    debits_of,
    journal_label,
    manual_journal_view,
    tracking_of,
)
from atom_xero_plugin.accounting.pricing import XERO_WORDS, AmountsAre, amounts_word
from atom_xero_plugin.accounting.warnings import day_warnings, refuse_closed
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Conflict
from atom_xero_plugin.core.money import ZERO, Money, amount_or, in_cents
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import RECORD, PlanWarning, Proposal, Step, Undo
from atom_xero_plugin.plans.read_back import element
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.manual_journals import (
    MANUAL_JOURNALS,
    JournalLine,
    ManualJournal,
    ManualJournalFilter,
)
from atom_xero_plugin.xero.where_clause import LONGEST_TEXT
from atom_xero_plugin.xero.write import create, update

_COMPARED: Final = 100


async def propose_journal(
    ctx: Context, narration: str, day: date | None, lines: Sequence[JournalLineInput], *, amounts_are: AmountsAre,
    post: bool, on_cash_reports: bool,
) -> Proposal:  # fmt: skip
    """The plan that creates a manual journal. Raises InvalidArguments, NotFound, Ambiguous or Conflict."""
    text = _narration(narration)
    on = sane_day(day, "/date") or ctx.today
    asked = check_lines(lines)
    if post:
        refuse_closed(ctx.organisation, on, what="The manual journal", path="/date")
    currency = ctx.organisation.base_currency
    planned = await planned_lines(ctx.xero, asked, amounts_are, currency)
    find = ManualJournalFilter(narration=text if len(text) <= LONGEST_TEXT else None, date_from=on, date_to=on)
    others = (await list_of(ctx.xero, MANUAL_JOURNALS, find, page_size=_COMPARED)).items
    total = Money.of(sum((each.gross for each in planned if each.gross > 0), ZERO), currency)
    status = "POSTED" if post else "DRAFT"
    body = {"Narration": text, "Date": on, "Status": status, "LineAmountTypes": XERO_WORDS[amounts_are],
            "ShowOnCashBasisReports": on_cash_reports, "JournalLines": [each.body for each in planned]}  # fmt: skip
    state = "Create and post" if post else "Create as a draft"
    end = "void it" if post else "delete it"
    return Proposal(
        summary=f"{state} the manual journal {in_sentence(text)} of {on} over {total}.",
        steps=[Step(create(MANUAL_JOURNALS, body), "manual_journal", expects=_expects(body, planned),
                    find=find.params(), besides=[each.manual_journal_id for each in others])],
        after={"narration": text, "date": on.isoformat(), "status": status.lower(), "amounts_are": amounts_are,
               "lines": [snapshot(each.view) for each in planned], "total": snapshot(total)},
        amount=total,
        warnings=[*_day_warnings(ctx, on, posted=post), *_duplicates(others, total)],
        undo=Undo("void_manual_journal", {}, f"void_manual_journal can {end}.", written={"manual_journal": RECORD}),
    )  # fmt: skip


def _narration(text: str) -> str:
    found = paragraph(text, "/narration")
    if found is None:
        raise invalid_argument("/narration", "must not be blank")
    return found


def _day_warnings(ctx: Context, day: date, *, posted: bool) -> list[PlanWarning]:
    return day_warnings(ctx.organisation, day, ctx.today, what="The manual journal", in_ledger=posted)


def _duplicates(others: Sequence[ManualJournal], total: Money) -> list[PlanWarning]:
    return [
        PlanWarning("possible_duplicate", f"The {journal_label(each)} over the same total is there already "
                    f"({(each.status or '').lower()}, {each.manual_journal_id}).")
        for each in others
        if each.status in {"DRAFT", "POSTED"} and debits_of(each) == total.amount
    ]  # fmt: skip


def _expects(body: dict[str, Any], planned: Sequence[PlannedLine] | None) -> dict[str, str]:
    """What the journal must show: its day, status and text, and each line."""
    words = ("Status", "LineAmountTypes", "ShowOnCashBasisReports")
    found: dict[str, str] = {name: str(body[name]) for name in words if name in body}
    if "Date" in body:
        found["Date"] = body["Date"].isoformat()
    if "Narration" in body and "\n" not in body["Narration"]:
        found["Narration"] = body["Narration"]
    for number, line in enumerate(body["JournalLines"]):
        found[f"JournalLines.{number}.LineAmount"] = f"{line['LineAmount']:f}"
        found[f"JournalLines.{number}.AccountCode"] = line["AccountCode"]
        if planned is not None:
            found[f"JournalLines.{number}.TaxAmount"] = f"{planned[number].tax:f}"
        for each in line.get("Tracking") or ():
            found[f"JournalLines.{number}.Tracking.{element('Name', each['Name'])}.Option"] = each["Option"]
    return found | {f"JournalLines.{len(body['JournalLines'])}.LineAmount": ""}  # no more than these


def _body(journal: ManualJournal) -> dict[str, Any]:
    """The journal as it stands, as an update sends it: what is left out may be cleared."""
    lines = [
        {"LineAmount": amount_or(line.line_amount), "AccountCode": line.account_code, "Description": line.description,
         "TaxType": line.tax_type, "Tracking": [
             {"TrackingCategoryID": each.tracking_category_id, "TrackingOptionID": each.tracking_option_id,
              "Name": each.name, "Option": each.option} for each in line.tracking or ()] or None}
        for line in journal.journal_lines or ()
    ]  # fmt: skip
    kept = {
        "Narration": journal.narration,
        "Date": journal.date,
        "LineAmountTypes": journal.line_amount_types,
        "ShowOnCashBasisReports": journal.show_on_cash_basis_reports,
        "Url": journal.url,
        "JournalLines": lines,
    }
    return {name: value for name, value in kept.items() if value is not None}


def _step(journal: ManualJournal, body: dict[str, Any], expects: dict[str, str]) -> Step:
    return Step(
        update(MANUAL_JOURNALS, journal.manual_journal_id, body),
        "manual_journal",
        expects={"ManualJournalID": journal.manual_journal_id, **expects},
        record_id=journal.manual_journal_id,
        unchanged_since=journal.updated_date_utc,
    )


class Texts(NamedTuple):
    """What a change asks for, right by itself."""

    narration: str | None
    lines: list[LineRequest] | None


def check_change(requested: JournalChanges) -> Texts:
    """Raises InvalidArguments for what is wrong by itself, or if nothing is asked for."""
    given = (getattr(requested, name) for name in JournalChanges.__struct_fields__)
    if all(each is None for each in given):
        raise invalid_argument("", "nothing would change: give at least one field apart from manual_journal")
    sane_day(requested.date, "/date")
    text = None if requested.narration is None else _narration(requested.narration)
    return Texts(text, None if requested.lines is None else check_lines(requested.lines))


async def propose_change(ctx: Context, journal: ManualJournal, requested: JournalChanges, texts: Texts) -> Proposal:
    """The plan that changes a draft or posted journal. Raises Conflict, InvalidArguments, NotFound or Ambiguous."""
    refuse_unless(journal, {"DRAFT", "POSTED"}, "changed")
    posted, currency = journal.status == "POSTED", ctx.organisation.base_currency
    was = amounts_word(journal.line_amount_types) or "no_tax"
    amounts_are = requested.amounts_are or was
    if amounts_are != was and texts.lines is None:
        raise invalid_argument("/lines", "is required with amounts_are", hint=AFTER_READING)
    for day, path in ((journal.date, ""), (requested.date, "/date")):
        if posted and day is not None:
            refuse_closed(ctx.organisation, day, what="The manual journal", path=path)
    planned = await planned_lines(ctx.xero, texts.lines, amounts_are, currency) if texts.lines is not None else None
    body = _body(journal) | {"Status": journal.status, "LineAmountTypes": XERO_WORDS[amounts_are]}
    body |= {"Narration": texts.narration} if texts.narration is not None else {}
    body |= {"Date": requested.date} if requested.date is not None else {}
    body |= {"ShowOnCashBasisReports": requested.on_cash_reports} if requested.on_cash_reports is not None else {}
    body |= {"JournalLines": [each.body for each in planned]} if planned is not None else {}
    before = _values(ctx, journal)
    after = before | _wanted(requested, texts, planned)
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        raise invalid_argument("", "nothing would change: give at least one field with a new value", hint=AFTER_READING)
    warnings = _day_warnings(ctx, requested.date, posted=posted) if requested.date is not None else []
    if posted:
        warnings.append(PlanWarning("posted", "It is posted: the change counts in the books at once."))
    shown = list(dict.fromkeys(["narration", *changed]))
    return Proposal(
        summary=f"Change {' and '.join(each.replace('_', ' ') for each in changed)} of the {journal_label(journal)}.",
        steps=[_step(journal, body, _expects(body, planned))],
        before={name: before[name] for name in shown},
        after={name: after[name] for name in shown},
        warnings=warnings,
        undo=_undo(journal, changed, before),
    )


def _values(ctx: Context, journal: ManualJournal) -> dict[str, Any]:
    lines = [snapshot(each) for each in manual_journal_view(ctx, journal).lines]
    return {
        "narration": journal.narration,
        "date": journal.date.isoformat() if journal.date else None,
        "amounts_are": amounts_word(journal.line_amount_types),
        "lines": lines,
        "on_cash_reports": journal.show_on_cash_basis_reports,
    }


def _wanted(requested: JournalChanges, texts: Texts, planned: Sequence[PlannedLine] | None) -> dict[str, Any]:
    wanted = {
        "narration": texts.narration,
        "date": requested.date.isoformat() if requested.date else None,
        "amounts_are": requested.amounts_are,
        "lines": [snapshot(each.view) for each in planned] if planned is not None else None,
        "on_cash_reports": requested.on_cash_reports,
    }
    return {name: value for name, value in wanted.items() if value is not None}


def _undo(journal: ManualJournal, changed: Sequence[str], before: dict[str, Any]) -> Undo | None:
    """The change that sets the old values; none where a line has no account, since each needs one."""
    former = {name: before[name] for name in changed if name != "lines"}
    if {"lines", "amounts_are"} & set(changed):
        lines = journal.journal_lines or []
        if any(not line.account_code for line in lines):
            return None
        taxed = before["amounts_are"] != "no_tax"
        former["lines"] = [_as_given(line, taxed=taxed) for line in lines]
    if None in former.values():
        return None
    words = "change_manual_journal can set the old values."
    return Undo("change_manual_journal", {"manual_journal": journal.manual_journal_id, **former}, words)


def _as_given(line: JournalLine, *, taxed: bool) -> dict[str, Any]:
    amount = amount_or(line.line_amount)
    given = {"account": line.account_code, "description": line.description, "tax": line.tax_type if taxed else None,
             "debit": f"{in_cents(amount)}" if amount > 0 else None,
             "credit": f"{in_cents(-amount)}" if amount < 0 else None}  # fmt: skip
    tracking = tracking_of(line)
    return {name: value for name, value in given.items() if value} | ({"tracking": tracking} if tracking else {})


def refuse_unless(journal: ManualJournal, statuses: set[str], becomes: str) -> None:
    """Raises Conflict for a journal whose status does not allow what it is to become."""
    if journal.status in statuses:
        return
    state = (journal.status or "").lower()
    already = state == becomes or (becomes == "voided" and state == "deleted")
    if already:
        raise Conflict(f"The {journal_label(journal)} is {state} already.", hint="Nothing needs to be done.")
    raise Conflict(f"The {journal_label(journal)} is {state}; it cannot be {becomes}.")


def propose_move(
    ctx: Context, journal: ManualJournal, status: str, *, summary: str, warnings: Sequence[PlanWarning] = (),
    undo: Undo | None = None,
) -> Proposal:  # fmt: skip
    """The plan that moves a journal to another status. Posting sends all of it, the others the status alone."""
    if journal.date is not None and "POSTED" in {status, journal.status}:
        refuse_closed(ctx.organisation, journal.date, what="The manual journal")
    posts = status == "POSTED"
    sent = (_body(journal) if posts else {"Narration": journal.narration}) | {"Status": status}
    shown = snapshot(manual_journal_view(ctx, journal))
    before = {name: value for name, value in shown.items() if name != "updated_at"}
    return Proposal(
        summary=summary,
        steps=[_step(journal, sent, _expects(sent, None) if posts else {"Status": status})],
        before=before,
        after={**before, "status": status.lower()},
        amount=Money.of(debits_of(journal), ctx.organisation.base_currency),
        warnings=list(warnings),
        undo=undo,
    )
