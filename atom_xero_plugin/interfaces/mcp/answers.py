"""Answers as the results of tools: the whole as data, and a few words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import mcp_types as types

from atom_xero_plugin.clock import Clock
from atom_xero_plugin.dispatch import Answer, as_ours
from atom_xero_plugin.errors import ApprovalNeeded

LONGEST: Final = 590
"""Characters of the words beside an answer's data."""
_TITLES: Final = 5
_TITLE: Final = 70
_WITHOUT_DATA: Final = frozenset({"2024-11-05", "2025-03-26"})
"""Versions of the protocol whose results hold text alone; there the text is the data."""


def result_of(answer: Answer, protocol: str, *, whole_text: bool = False) -> types.CallToolResult:
    """An answer as a tool's result; with `whole_text` its text is all of it, as JSON, and not a few words.

    A plan that waits for a person is no error: nothing failed.
    """
    plain = answer.plain()
    waits = plain.get("error", {}).get("code") == ApprovalNeeded.code
    no_data = protocol in _WITHOUT_DATA
    words = as_text(plain) if whole_text or no_data else in_words(plain)
    return types.CallToolResult(
        content=[types.TextContent(text=words)],
        structured_content=None if no_data else plain,
        is_error=not (answer.success or waits),
    )


def failed(error: Exception, clock: Clock) -> Answer:
    """The answer for an error met before the door; what is not ours is logged under a reference and kept inside."""
    return Answer(False, None, clock.now(), error=as_ours(error).body())


def as_text(plain: Mapping[str, Any]) -> str:
    """The whole as JSON, with no character between its parts: a model pays for each."""
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def in_words(plain: Mapping[str, Any]) -> str:
    """A summary: of a list the count and the first titles, of an error its message, fields and hint."""
    about = (plain.get("organisation") or {}).get("name")
    if "error" in plain:
        return _cut(_failure(plain["error"], plain.get("plan")))
    told = _plan_done(plain["plan"]) if "plan" in plain else _result(plain["result"])
    return _cut(f"{about}: {told}" if about else told)


def one_line(words: str, longest: int) -> str:
    """Words on one line, so that text from a record cannot pass for a line of ours."""
    return _cut(" ".join(words.split()), longest)


def _failure(error: Mapping[str, Any], plan: Mapping[str, Any] | None) -> str:
    """The message first and what to do last; between them as many of the rest as there is room for."""
    first = one_line(error["message"], LONGEST // 3)
    last = [one_line(error["hint"], LONGEST // 2)] if error["hint"] else []
    if error["retry_after_s"] is not None:
        last.append(f"Try again in {error['retry_after_s']} seconds.")
    if error["may_have_written"]:
        last.append("Something may have been written in Xero: look before trying anything again.")
    if plan is not None:
        last.append(f"Plan {plan['id']}, hash {plan['hash'][:16]}, {plan['state']}.")
    fields = [field for field in error["fields"] if field["message"].rstrip(".") not in first]
    between = [f"- {field['path'] or 'the whole'}: {field['message']}" for field in fields]
    between += [f"! {caution['message']}" for caution in (plan or {}).get("warnings", [])]
    room = LONGEST - len("\n".join([first, *last]))
    kept: list[str] = []
    for line in (one_line(each, LONGEST // 3) for each in between):
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return "\n".join([first, *kept, *last])


def _plan_done(plan: Mapping[str, Any]) -> str:
    undo = f" To take it back: {plan['undo']}" if plan["undo"] else ""
    return one_line(f"done and read back ({plan['state']}). {plan['summary']}{undo}", LONGEST)


def _result(result: Any) -> str:
    items = result.get("items") if isinstance(result, Mapping) else None
    if not isinstance(items, list):
        return f"{_title(_only(result))}."
    total = result.get("total")
    count = f"{len(items)} of {total}" if isinstance(total, int) and total != len(items) else str(len(items))
    titles = [_title(item) for item in items[:_TITLES]]
    rest = "; and more" if len(items) > _TITLES or result.get("has_more") else ""
    return f"{count} found{': ' if titles else ''}{'; '.join(titles)}{rest}."


def _only(result: Any) -> Any:
    """What an answer about one thing holds."""
    if isinstance(result, Mapping) and len(result) == 1:
        return next(iter(result.values()))
    return result


def _title(item: Any) -> str:
    """What a person calls a record."""
    if not isinstance(item, Mapping):
        return one_line(str(item), _TITLE)
    contact = item.get("contact")
    total = item.get("total")
    parts = (
        item.get("number") or item.get("code"),
        item.get("title") or item.get("name"),
        contact.get("name") if isinstance(contact, Mapping) else None,
        f"{total['currency']} {total['amount']}" if isinstance(total, Mapping) else None,
        item.get("status") or item.get("state"),
    )
    return one_line(" · ".join(str(part) for part in parts if part) or "one record", _TITLE)


def _cut(words: str, longest: int = LONGEST) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"
