"""What a person reads before they approve: all that the plan would change, each thing on a line of its own."""

from __future__ import annotations

from typing import Any, Final

from atom_xero_plugin.interfaces.plan_question import question
from atom_xero_plugin.plans.plan import PlanView

FORM: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "approve": {
            "type": "boolean",
            "title": "Approve and execute",
            "description": "Yes writes this to Xero now. No sends nothing.",
        }
    },
    "required": ["approve"],
}
"""The form: one yes or no, with no default."""


def in_question(plan: PlanView) -> str:
    """The plan as text."""
    return "\n".join(question(plan))
