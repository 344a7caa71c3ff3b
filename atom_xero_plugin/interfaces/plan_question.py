"""What a person reads before they say yes: the same lines at a terminal, in a chat's form and on a page.

What decides stands first and is never cut: what happens, in which organisation, with whom, over how much, and whether
it can be undone. How many lines there are depends on what is planned, never on what a record's text holds.
"""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.core.quoting import LONGEST_WHOLE, cut, in_sentence, quote
from atom_xero_plugin.interfaces.plan_diff import changes
from atom_xero_plugin.plans.plan import PlanView

_LONGEST_WARNING: Final = 400
_LONGEST_CHANGE: Final = 1_000
"""Of a line of detail, whose texts were cut one by one before."""
MOST: Final = 40
"""Lines of detail; a person who is shown less than all is reported so."""


def question(plan: PlanView, *, most: int | None = MOST) -> list[str]:
    """The plan in lines: the facts, then what speaks against it, then every change, `most` of them at most."""
    changed = details(plan)
    shown = changed if most is None else changed[:most]
    lines = [*decisive(plan), *shown]
    if len(changed) > len(shown):
        lines.append(f"… and {len(changed) - len(shown)} more: `atom-xero plan show {plan.id}` shows them all.")
    return lines


def decisive(plan: PlanView) -> list[str]:
    """The facts, the summary first, and what speaks against the plan."""
    return [*facts(plan), *(f"Warning: {cut(each.message, _LONGEST_WARNING)}" for each in plan.warnings)]


def details(plan: PlanView) -> list[str]:
    """Every change, a line each."""
    return [f"· {cut(each, _LONGEST_CHANGE)}" for each in changes(plan.before, plan.after)]


def facts(plan: PlanView) -> list[str]:
    """What decides, each on a line of its own; the first is the summary."""
    lines = [plan.summary, f"Organisation: {in_sentence(plan.organisation.name, LONGEST_WHOLE)}"]
    lines.append(f"Organisation id: {plan.organisation.id}")
    lines.append(f"Whose: {quote(plan.party, LONGEST_WHOLE)}" if plan.party else "Whose: nobody's in particular")
    lines.append(f"Amount: {plan.amount if plan.amount is not None else 'none'}")
    if plan.totals is not None:
        lines.append(f"Totals: net {plan.totals.net} + tax {plan.totals.tax} = {plan.totals.total}")
    lines.append(f"E-mails: {', '.join(plan.emails) or 'none are sent'}")
    lines.append("Undo: no; nothing here can undo it." if plan.final else f"Undo: {plan.undo}")
    return lines
