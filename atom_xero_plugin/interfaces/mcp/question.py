"""What a person reads before they approve: all that the plan would change, each thing on a line of its own."""

from __future__ import annotations

from typing import Any, Final

from atom_xero_plugin.dispatch import OrganisationName
from atom_xero_plugin.interfaces.changes import changes
from atom_xero_plugin.interfaces.mcp.answers import one_line
from atom_xero_plugin.plans import PlanView

FORM: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "approve": {
            "type": "boolean",
            "title": "Approve and carry out",
            "description": "Yes writes this to Xero now. No sends nothing.",
        }
    },
    "required": ["approve"],
}
"""The form: one yes or no, with no default."""
_LINE: Final = 400
_MOST: Final = 40
"""Lines of detail; a person who is shown less than all is told so."""


def in_question(plan: PlanView, organisation: OrganisationName) -> str:
    """The plan in words."""
    lines = [plan.summary, f"Organisation: {organisation.name}"]
    if plan.totals is not None:
        lines.append(f"Totals: net {plan.totals.net} + tax {plan.totals.tax} = {plan.totals.total}")
    lines += [f"Warning: {caution.message}" for caution in plan.warnings]
    lines.append(f"E-mails: {', '.join(plan.emails) or 'none are sent'}")
    if plan.undo:
        lines.append(f"Undo: {plan.undo}")
    details = list(changes(plan.before, plan.after))
    lines += [f"· {line}" for line in details[:_MOST]]
    if len(details) > _MOST:
        lines.append(f"… and {len(details) - _MOST} more: `atom-xero plan show {plan.id}` shows them all.")
    return "\n".join(one_line(line, _LINE) for line in lines)
