"""`…/Projects/{projectId}/Time`: minutes that people worked on tasks.

Source: Xero's OpenAPI description of the Projects API, 3.0.0; it answers a new entry by 200, other new records by 201.
The words of the refusals are not verified. Changing and deleting entries are not imitated.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.request_body import NoSuchRecord
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.json_values import instant_string
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.resources.project_answers import answered, instant, page, refusal, whole_number, words
from atom_xero_plugin.sandbox.resources.project_tasks import CLOSED

MOST_MINUTES: Final = 59_940


def listed(project: Row, call: Call) -> Result:
    """The time of a project, or one entry of it."""
    if len(call.rest) > 1:
        return answered(_one(project, call.rest[1]))
    return page(call, [each for each in project["Time"] if _fits(each, call.query)])


def add(books: Books, project: Row, call: Call) -> Result:
    """A new entry. Raises Refused."""
    sent = call.body if isinstance(call.body, dict) else {}
    wrong: dict[str, list[str]] = {}
    user = books["Users"].get(words(sent, "userId", wrong, required=True))
    named = words(sent, "taskId", wrong, required=True).lower()
    at = instant(sent, "dateUtc", wrong, required=True)
    minutes = whole_number(sent, "duration", 1, MOST_MINUTES, wrong)
    if user is None:
        wrong.setdefault("userId", ["The user could not be found."])
    if named not in {each["taskId"] for each in project["Tasks"]}:
        wrong.setdefault("taskId", ["The task could not be found."])
    if project["status"] == "CLOSED":
        wrong |= CLOSED
    if wrong or user is None:
        raise refusal(wrong)
    text = words(sent, "description", wrong)
    return answered(add_time(books, project, named, user["UserID"], minutes, at=at, description=text or None))


def add_time(
    books: Books,
    project: Row,
    task_id: str,
    user_id: str,
    minutes: int,
    *,
    at: str | None = None,
    description: str | None = None,
) -> Row:
    """An entry in a project's own row, of now unless `at` says when."""
    entry = {
        "timeEntryId": books.new_id(),
        "userId": user_id,
        "projectId": project["projectId"],
        "taskId": task_id,
        "dateUtc": at or instant_string(books.now()),
        "dateEnteredUtc": instant_string(books.now()),
        "duration": minutes,
        "description": description,
        "status": "ACTIVE",
    }
    project["Time"].append(entry)
    return entry


def _fits(entry: Row, query: dict[str, str]) -> bool:
    named = all(str(query.get(name.lower(), entry[name])).lower() == entry[name] for name in ("userId", "taskId"))
    at = _at(entry["dateUtc"])
    after, before = (query.get(name) for name in ("dateafterutc", "datebeforeutc"))
    return named and (after is None or at >= _at(after)) and (before is None or at <= _at(before))


def _at(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at


def _one(project: Row, named: str) -> Row:
    for entry in project["Time"]:
        if entry["timeEntryId"] == named.lower():
            found: Row = entry
            return found
    raise NoSuchRecord(named)
