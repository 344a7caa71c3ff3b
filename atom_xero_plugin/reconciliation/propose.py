"""The one plan that records the bank lines of a statement, as far as they are sure or were chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from msgspec.structs import replace

from atom_xero_plugin.accounting.documents.inputs import snapshot
from atom_xero_plugin.accounting.recent_reads import RecentReads
from atom_xero_plugin.accounting.warnings import day_warnings
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Conflict, FieldError, PlanStale
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import PlanWarning, Proposal, Undo
from atom_xero_plugin.reconciliation.choice_input import Choice
from atom_xero_plugin.reconciliation.choices import Choices, LineDecision, decide
from atom_xero_plugin.reconciliation.entries import entry_label
from atom_xero_plugin.reconciliation.matching.targets import OpenDocument
from atom_xero_plugin.reconciliation.present import sums
from atom_xero_plugin.reconciliation.recent_items import with_booked_now
from atom_xero_plugin.reconciliation.review import Judged, StatementReview, judge
from atom_xero_plugin.reconciliation.second_opinion import in_books, summed, warnings_of
from atom_xero_plugin.reconciliation.statement_input import other_account
from atom_xero_plugin.reconciliation.steps import refund_label, steps_of, transfer_label
from atom_xero_plugin.reconciliation.views import payment_label, shown_text, where_to_click
from atom_xero_plugin.xero.lists import every
from atom_xero_plugin.xero.records.invoices import INVOICES, Invoice, InvoiceFilter

MOST_LINES: Final = 50
"""Bank lines of one plan: it takes two calls a line, of the 60 a minute that Xero allows."""
MOST_STEPS: Final = 100
_NAMED: Final = 10
"""Rows that a warning names one by one."""


async def propose(
    ctx: Context, review: StatementReview, choices: Sequence[Choice], *, min_score: int, sure_ones: bool, most: int
) -> Proposal:
    """The plan: what was chosen first, then, with `sure_ones`, every line whose match is sure, `most` lines at most.

    Raises Conflict if nothing is to be recorded, and the errors of wrong choices.
    """
    decided = await decide(ctx, review, choices)
    judged = await _rest(review, decided, min_score)
    ready = [each for each in judged if each.state == "ready"] if sure_ones else []
    requested = [*decided.chosen, *(_as_chosen(each) for each in ready)]
    if not requested:
        raise _nothing(review, judged, decided.known, sure_ones=sure_ones)
    taken = _as_many(requested, most)
    invoices = await _invoices(ctx, review, taken)
    review = await _with_booked_now(ctx, review, taken)
    steps, claims = steps_of(review, taken, invoices)
    left = len(requested) - len(taken)
    own = await _own(review, decided, min_score)
    doubts = warnings_of(review, taken, own)
    return Proposal(
        summary=f"{_summary(review, taken, left)}{summed(doubts)}",
        steps=steps,
        before={"documents": _documents(review, taken, paid=False)},
        after=_after(ctx, review, taken, judged, left, own),
        warnings=[*doubts, *_warnings(ctx, review, taken, judged if sure_ones else [], left), *_known(decided.known)],
        undo=Undo(
            "reverse_reconciliation",
            {},
            "Undoing it reverses the payments and deletes the bank transactions and transfers, as far as Xero still "
            "lets them go.",
            written={"payments": "payment", "bank_transactions": "bank_transaction", "bank_transfers": "bank_transfer"},
        ),
        independent=True,
        party=review.account.name,
        amount=_moved(review, taken),
        lines=claims,
    )


async def _with_booked_now(ctx: Context, review: StatementReview, taken: Sequence[LineDecision]) -> StatementReview:
    """With what stands on the account by now: a line that somebody booked meanwhile is not booked again unseen."""
    days = [each.line.day for each in taken]
    books = await with_booked_now(ctx, review.books, review.account.account_id, min(days), max(days))
    return replace(review, books=books)


async def _rest(review: StatementReview, decided: Choices, min_score: int) -> list[Judged]:
    """Where the lines stand that nobody chose for, with what the choices pay taken off the documents."""
    paid: defaultdict[str, Decimal] = defaultdict(Decimal)
    for each in decided.chosen:
        for part in each.pays:
            paid[part.document.id] += part.amount
    documents: list[OpenDocument] = []
    for document in review.books.documents:
        due = document.amount_due - paid[document.id]
        if due > 0:
            documents.append(replace(document, amount_due=due) if paid[document.id] else document)
    lines = [line for line in review.statement.lines if line.line_id not in decided.lines]
    return await judge(review, min_score=min_score, lines=lines, documents=documents, but_proposed=True)


async def _own(review: StatementReview, decided: Choices, min_score: int) -> dict[str, Judged]:
    """Where the lines that a person chose for would stand without any choice, by line id."""
    if not decided.chosen:
        return {}
    chosen = {each.line.line_id for each in decided.chosen}
    judged = await judge(review, min_score=min_score, but_proposed=True)
    return {each.line.line_id: each for each in judged if each.line.line_id in chosen}


def _as_chosen(judged: Judged) -> LineDecision:
    best = judged.match.best
    return LineDecision(judged.line, pays=best.pays if best else ())


def _as_many(requested: Sequence[LineDecision], most: int) -> list[LineDecision]:
    """The first so many lines, with no more steps than a plan may have."""
    taken: list[LineDecision] = []
    steps = 0
    for each in requested:
        steps += each.steps
        if len(taken) == most or steps > MOST_STEPS:
            break
        taken.append(each)
    return sorted(taken, key=lambda each: each.line.row)


async def _invoices(ctx: Context, review: StatementReview, taken: Sequence[LineDecision]) -> dict[str, Invoice]:
    """The documents as they are now, with their payments. Raises PlanStale if one changed while it was matched."""
    requested = {paid.document.id: paid.document for each in taken for paid in each.pays}
    if not requested:
        return {}
    found = {each.invoice_id: each async for each in every(ctx.xero, INVOICES, InvoiceFilter(ids=sorted(requested)))}
    due = {each.id: each.amount_due for each in review.books.documents}
    for identity, document in requested.items():
        if identity not in found or found[identity].amount_due != due[identity]:
            ctx.services.get(RecentReads).forget(ctx.organisation.id)
            raise PlanStale(f"{document.words} changed in Xero just now.", hint="Try again.")
    return found


def _nothing(review: StatementReview, judged: Sequence[Judged], known: Sequence[str], *, sure_ones: bool) -> Conflict:
    counts = [f"{each.lines} {each.state.replace('_', ' ')}" for each in sums(review, judged)]
    counts += [f"{len(known)} chosen ones recorded or planned already"] if known else []
    why = ", ".join(counts) or "every line was left out"
    hint = "suggest_matches shows each line; choose for those that are not sure, with choices."
    if not sure_ones:
        hint = "Give choices, or let sure matches be recorded too."
    under_way, waiting = _under_way(review), _waiting(review)
    if waiting is not None and known:
        why += f"; the plan {waiting} holds some of them, approved and not executed"
        hint = f"Execute it by `atom-xero plan execute {waiting}`, or free them by `atom-xero plan withdraw {waiting}`."
    if under_way is not None:
        why += f"; the plan {under_way} is under way, or its outcome is not known"
        hint = f"Run `atom-xero plan execute {under_way}`: it checks Xero first and writes nothing twice."
    return Conflict(
        f"Nothing is to be recorded: {why}.",
        fields=[FieldError("/statement", why)],
        hint=hint,
        may_have_written=under_way is not None,
        reference=under_way or (waiting if known else None),
    )


def _waiting(review: StatementReview) -> str | None:
    """A plan that was approved, and not begun or put back, and holds lines of the statement."""
    planned = (held for held in review.held.values() if held.state == "planned" and held.approved)
    return next((held.plan_id for held in planned if not held.begun), None)


def _under_way(review: StatementReview) -> str | None:
    """A plan that was begun and holds lines of the statement: something of it may be in the books."""
    return next((held.plan_id for held in review.held.values() if held.state == "planned" and held.begun), None)


def _summary(review: StatementReview, taken: Sequence[LineDecision], left: int) -> str:
    payments = [paid.amount for each in taken for paid in each.pays]
    entries = [each.entry.signed for each in taken if each.entry]
    moved = [each.transfer.money.amount for each in taken if each.transfer]
    refunds = [each.line.amount for each in taken if each.refund]
    parts = []
    if payments:
        ins = sum((paid.amount for each in taken for paid in each.pays if paid.document.kind == "sales"), Decimal(0))
        outs = sum(payments, Decimal(0)) - ins
        count = f"{len(payments)} payment{'s' if len(payments) > 1 else ''}"
        parts.append(f"{count} ({_in_and_out(review, ins, outs)})")
    if entries:
        ins = sum((each for each in entries if each > 0), Decimal(0))
        count = f"{len(entries)} bank transaction{'s' if len(entries) > 1 else ''}"
        parts.append(f"{count} ({_in_and_out(review, ins, ins - sum(entries, Decimal(0)))})")
    if moved:
        whole = Money.of(sum(moved, Decimal(0)), review.currency)
        parts.append(f"{len(moved)} transfer{'s' if len(moved) > 1 else ''} ({whole})")
    if refunds:
        ins = sum((each for each in refunds if each > 0), Decimal(0))
        count = f"{len(refunds)} refund{'s' if len(refunds) > 1 else ''}"
        parts.append(f"{count} ({_in_and_out(review, ins, ins - sum(refunds, Decimal(0)))})")
    first, last = min(each.line.day for each in taken), max(each.line.day for each in taken)
    days = f"of {first}" if first == last else f"from {first} to {last}"
    lines = f"{len(taken)} bank line{'s' if len(taken) > 1 else ''}"
    more = f" {left} more wait for the next plan." if left else ""
    return f"Record {' and '.join(parts)} for {lines} {days} on {in_sentence(review.account.name)}.{more}"


def _moved(review: StatementReview, taken: Sequence[LineDecision]) -> Money:
    """All that the plan books, whichever way it goes: the summary distinguishes money in and money out."""
    payments = sum((paid.amount for each in taken for paid in each.pays), Decimal(0))
    entries = sum((each.entry.total for each in taken if each.entry), Decimal(0))
    others = sum((abs(each.line.amount) for each in taken if each.transfer or each.refund), Decimal(0))
    return Money.of(payments + entries + others, review.currency)


def _in_and_out(review: StatementReview, ins: Decimal, outs: Decimal) -> str:
    reported = [f"{Money.of(ins, review.currency)} in"] if ins else []
    return ", ".join([*reported, f"{Money.of(outs, review.currency)} out"] if outs else reported)


def _documents(review: StatementReview, taken: Sequence[LineDecision], *, paid: bool) -> list[dict[str, Any]]:
    """The documents that are paid, with what is due on them before or after."""
    parts: defaultdict[str, Decimal] = defaultdict(Decimal)
    for each in taken:
        for part in each.pays:
            parts[part.document.id] += part.amount
    return [
        {
            "id": document.id,
            "number": document.number,
            "contact": document.contact,
            "amount_due": snapshot(
                Money.of(document.amount_due - (parts[document.id] if paid else 0), review.currency)
            ),
        }
        for document in review.books.documents
        if document.id in parts
    ]


def _after(
    ctx: Context,
    review: StatementReview,
    taken: Sequence[LineDecision],
    judged: Sequence[Judged],
    left: int,
    own: Mapping[str, Judged],
) -> dict[str, Any]:
    recorded = {each.line.line_id for each in taken}
    rest = [each for each in judged if each.line.line_id not in recorded]
    scores = {each.line.line_id: each.match.best for each in judged}
    lines = []
    for each in taken:
        best = scores.get(each.line.line_id)
        there = in_books(review, each, own.get(each.line.line_id))
        lines.append(
            {
                "row": each.line.row,
                "date": each.line.day.isoformat(),
                "amount": snapshot(Money.of(each.line.amount, review.currency)),
                "text": shown_text(each.line),
                "records": _records(review, each),
                **({"score": best.score, "reasons": list(best.reasons)} if best else {"chosen": True}),
                **({"in_books": [one.words for one in there]} if there else {}),
            }
        )
    return {
        "account": review.account.name,
        "lines": lines,
        "documents": _documents(review, taken, paid=True),
        "other_lines": [snapshot(each) for each in sums(review, rest)],
        "has_more": left > 0,
        "in_xero": where_to_click(ctx, review.account),
    }


def _records(review: StatementReview, chosen: LineDecision) -> str:
    reported = [payment_label(chosen.pays, review.currency)] if chosen.pays else []
    if chosen.entry is not None:
        reported.append(entry_label(chosen.entry, review.currency))
    if chosen.transfer is not None:
        reported.append(transfer_label(chosen.transfer))
    if chosen.refund is not None:
        reported.append(refund_label(chosen.refund, review.currency))
    return "; ".join(reported)


def _warnings(
    ctx: Context, review: StatementReview, taken: Sequence[LineDecision], judged: Sequence[Judged], left: int
) -> list[PlanWarning]:
    days = sorted({each.line.day for each in taken})
    found = day_warnings(ctx.organisation, days[0], ctx.today, what="The first of them")
    if days[-1] > ctx.today:
        found += day_warnings(ctx.organisation, days[-1], ctx.today, what="The last of them")
    other = other_account(review.statement, review.account)
    if other:
        found.append(PlanWarning("other_account", other))
    open_ones = [each for each in judged if each.state in {"ambiguous", "weak", "unmatched"}]
    if open_ones:
        rows = ", ".join(str(each.line.row) for each in open_ones[:_NAMED])
        more = f" and {len(open_ones) - _NAMED} more" if len(open_ones) > _NAMED else ""
        count = len(open_ones)
        who = "1 line is left out because it is" if count == 1 else f"{count} lines are left out because they are"
        words = f"{who} not sure: row {rows}{more}."
        found.append(PlanWarning("not_sure", words))
    found += [warning for each in taken if each.transfer for warning in each.transfer.warnings]
    if left:
        found.append(PlanWarning("more_lines", f"{left} more lines are ready; run it again after this plan."))
    found += [PlanWarning("unproven_sign", each) for each in review.statement.unproven]
    reported = [note for note in review.notes if note != other and note not in review.statement.unproven]
    if reported:
        found.append(PlanWarning("statement_notes", " ".join(reported)))
    return [each for each in found if each.message]


def _known(sentences: Sequence[str]) -> list[PlanWarning]:
    """One warning for all chosen lines that are left out because they are recorded or planned."""
    if not sentences:
        return []
    more = f" And {len(sentences) - _NAMED} more." if len(sentences) > _NAMED else ""
    return [PlanWarning("known", f"{' '.join(sentences[:_NAMED])}{more}")]
