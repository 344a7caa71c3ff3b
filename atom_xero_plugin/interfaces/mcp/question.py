"""What a person reads before they approve: all that the plan would change, each thing on a line of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from atom_xero_plugin.dispatch import OrganisationName
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
_NOT_SHOWN: Final = frozenset({"id", "url"})


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


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Iterator[str]:
    """What would be other than it is; for something new, all of it."""
    was = dict(_flat(msgspec.to_builtins(before or {}), ""))
    will = dict(_flat(msgspec.to_builtins(after), ""))
    for name in [*will, *(each for each in was if each not in will)]:
        old, new = was.get(name), will.get(name)
        if old == new:
            continue
        yield f"{name}: {new}" if old is None else f"{name}: {old} → {new or 'nothing'}"


def _flat(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Nested data as names and words; a line of a document, money and a name with its code as one."""
    if isinstance(value, Mapping) and set(value) == {"amount", "currency"}:
        yield path, f"{value['currency']} {value['amount']}"
    elif isinstance(value, Mapping):
        for name, item in value.items():
            if name not in _NOT_SHOWN:
                yield from _flat(item, f"{path} {name.replace('_', ' ')}".strip())
    elif isinstance(value, list):
        for number, item in enumerate(value, 1):
            inside = ", ".join(f"{name} {words}".strip() for name, words in _flat(item, ""))
            yield f"{path} {number}", inside
    elif value is not None:
        yield path, {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
