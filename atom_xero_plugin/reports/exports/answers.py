"""Whole answers of other skills: one that reads is run within the same call, page by page to the end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument
from atom_xero_plugin.core.errors import Conflict
from atom_xero_plugin.reports.exports.reading import REPORT

MOST_ROWS: Final = 5_000
"""Of a list that one file holds: fifty pages, nearly all calls that Xero answers in a minute."""
_OBJECT: Final = msgspec.json.Decoder(dict[str, Any], float_hook=str)
_PAGE: Final = 100
_LISTS: Final = ("items", "rows")


def object_in(text: str, path: str) -> dict[str, Any]:
    """The JSON object in a text; figures stay as they are written. Raises InvalidArguments for what is none."""
    try:
        return _OBJECT.decode(text)
    except (msgspec.MsgspecError, RecursionError):
        raise invalid_argument(path, 'must be a JSON object as text, such as {"period": "last_month"}') from None


class OneAnswer(NamedTuple):
    """What a skill answered."""

    result: dict[str, Any]
    """As JSON: figures are decimal text."""
    title: str
    """What people call the skill by."""
    pages: bool
    """Whether the skill takes a limit and a cursor."""


Run = Callable[[str, Mapping[str, Any]], Awaitable[OneAnswer]]


class ReadSkills:
    """Runs skills that read, for the caller, the organisation and within the rights of the call that asks."""

    def __init__(self, run: Run) -> None:
        """`run` answers one skill with its arguments, or raises as the skill does."""
        self._run = run

    async def whole(self, name: str, arguments: Mapping[str, Any], path: str) -> OneAnswer:
        """The answer with all of its rows.

        `path` is the argument that holds the arguments. Raises InvalidArguments for a cursor, and Conflict for a list
        of more than MOST_ROWS.
        """
        if "cursor" in arguments:
            raise invalid_argument(f"{path}/cursor", "is not for a file: it holds all rows", hint=AFTER_READING)
        first = await self._run(name, arguments)
        if not first.pages or "limit" in arguments:
            return first
        if first.result.get("next_cursor"):
            first = await self._run(name, {**arguments, "limit": _PAGE})
        whole, cursor = first.result, first.result.get("next_cursor")
        while cursor:
            if len(_rows(whole)) >= MOST_ROWS:
                raise Conflict(
                    f"There are more than {MOST_ROWS:,} rows: too many for one file.",
                    hint="Ask for fewer days, or for a part of the list.",
                )
            after = (await self._run(name, {**arguments, "limit": _PAGE, "cursor": cursor})).result
            _join(whole, after)
            cursor = after.get("next_cursor")
        return first


def _holder(result: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """What holds the rows, and under which name."""
    report = result.get(REPORT)
    if isinstance(report, dict) and "rows" in report:
        return report, "rows"
    name = next((each for each in _LISTS if isinstance(result.get(each), list)), None)
    if name is None:
        raise TypeError("an answer with a cursor has a list")
    return result, name


def _rows(result: dict[str, Any]) -> list[dict[str, Any]]:
    holder, name = _holder(result)
    rows: list[dict[str, Any]] = holder[name]
    return rows


def _join(whole: dict[str, Any], after: dict[str, Any]) -> None:
    """Put the next page at the end. Sums are over all pages and stand on each, so those of the last one stay."""
    holder, name = _holder(whole)
    kept = [row for row in holder[name] if not (holder is not whole and row.get("kind") == "total")]
    holder[name] = [*kept, *_rows(after)]
    for mark in ("next_cursor", "has_more"):
        if mark in after or mark in whole:
            whole[mark] = after.get(mark)
