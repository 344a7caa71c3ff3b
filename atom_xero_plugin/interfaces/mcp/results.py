"""Answers as the results of tools: as data without what a model pays for in vain, and as text of the same substance."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import mcp_types as types
import msgspec

from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.errors import ApprovalNeeded
from atom_xero_plugin.dispatch.dispatcher import Answer, as_ours
from atom_xero_plugin.interfaces.mcp.row_links import links_once
from atom_xero_plugin.interfaces.plan_question import decisive, details
from atom_xero_plugin.interfaces.rendering.compact import MOST_BYTES, Line, compact, within
from atom_xero_plugin.interfaces.rendering.values import one_line
from atom_xero_plugin.plans.plan import PlanView

_WITHOUT_DATA: Final = frozenset({"2024-11-05", "2025-03-26"})
"""Versions of the protocol whose results hold text alone; there the text is the data."""


def result_of(
    answer: Answer, protocol: str, *, whole_text: bool = False, most_bytes: int = MOST_BYTES
) -> types.CallToolResult:
    """An answer as a tool's result; with `whole_text` its text is all of it, as JSON, and not tables within a cap.

    A plan that waits for a person is no error: nothing failed.
    """
    plain = answer.plain()
    data = links_once(plain)
    waits = plain.get("error", {}).get("code") == ApprovalNeeded.code
    no_data = protocol in _WITHOUT_DATA
    text = as_text(data) if whole_text or no_data else in_text(plain, most_bytes)
    return types.CallToolResult(
        content=[types.TextContent(text=text)],
        structured_content=None if no_data else data,
        is_error=not (answer.success or waits),
    )


def failed(error: Exception, clock: Clock) -> Answer:
    """The answer for an error met before the dispatcher; what is not ours is logged under a reference."""
    return Answer(False, None, clock.now(), error=as_ours(error).body())


def as_text(plain: Mapping[str, Any]) -> str:
    """The whole as JSON, with no character between its parts: a model pays for each."""
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def in_text(plain: Mapping[str, Any], most_bytes: int = MOST_BYTES) -> str:
    """The substance of an answer: what was found as tables, a plan with all that it changes, an error with its fields.

    Within `most_bytes` of UTF-8: rows that do not fit are left out, and the text says which.
    """
    about = one_line((plain.get("organisation") or {}).get("name") or "")
    if "error" in plain:
        return within(_failure(plain["error"], plain.get("plan"), about), most_bytes)
    if "plan" in plain:
        done = within(_plan_done(plain["plan"], about), most_bytes)
        return f"{done}\n{compact(plain['result'], most=max(most_bytes - len(done.encode()), 0))}"
    first = f"{about} · as of {plain['as_of']}" if about else f"as of {plain['as_of']}"
    return f"{first}\n{compact(plain['result'], most=most_bytes - len(first.encode()) - 1)}"


def _failure(error: Mapping[str, Any], plan: Mapping[str, Any] | None, about: str) -> list[Line]:
    """The message, what it does not say of the fields, the plan if there is one, and last what to do."""
    message = one_line(error["message"])
    lines = [Line(f"{about}: {message}" if about and about not in message else message)]
    for field in error["fields"]:
        words = one_line(field["message"])
        if words.rstrip(".") not in message:
            lines.append(Line(f"- {field['path'] or 'the whole'}: {words}", "fields"))
        for name in ("allowed", "examples"):
            if reported := [each for each in map(one_line, field.get(name, ())) if each not in message + words]:
                lines.append(Line(f"  {name}: {', '.join(reported)}", "fields"))
    said = " ".join([*(line.text for line in lines), one_line(error["hint"])])
    labels = (one_line(each["label"]) for each in error.get("candidates", ()))
    lines += [Line(f"  candidate: {label}", "candidates") for label in labels if label not in said]
    if plan is not None:
        lines += _plan(plan)
    if error["hint"]:
        lines.append(Line(one_line(error["hint"])))
    if error["retry_after_s"] is not None:
        lines.append(Line(f"Try again in {error['retry_after_s']} seconds."))
    if error["may_have_written"]:
        lines.append(Line("Something may have been written in Xero: check Xero before trying anything again."))
    return lines


def _plan(plan: Mapping[str, Any]) -> list[Line]:
    """A plan as a person reads it, all that it changes with it; its summary stands in the message before."""
    view = msgspec.convert(plan, PlanView)
    state = Line(f"Plan {view.id} · {view.state} · expires {plan['expires_at']} · hash {view.hash[:16]}")
    changed = (Line(one_line(each), "changes") for each in details(view))
    return [state, *(Line(one_line(each)) for each in decisive(view)[1:]), *changed]


def _plan_done(plan: Mapping[str, Any], about: str) -> list[Line]:
    undo = f" To undo it: {one_line(plan['undo'])}" if plan["undo"] else ""
    reported = f"done and read back ({plan['state']}). {one_line(plan['summary'])}{undo}"
    return [Line(f"{about}: {reported}" if about else reported), Line(f"Plan {plan['id']}")]
