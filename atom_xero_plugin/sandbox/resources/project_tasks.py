"""`…/Projects/{projectId}/Tasks`: charged by the hour, at a fixed amount, or not at all.

Source: Xero's OpenAPI description of the Projects API, 3.0.0. The words of the refusals are not verified, nor is that
a closed project takes no tasks. Changing and deleting tasks are not imitated.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.request_body import NoSuchRecord
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.resources.project_answers import answered, money, page, refusal, whole_number, words

LONGEST_NAME: Final = 100
CHARGED: Final = ("TIME", "FIXED", "NON_CHARGEABLE")
CLOSED: Final = {"project": ["The project is closed."]}
_CENT: Final = Decimal("0.01")
_MOST_MINUTES: Final = 10**7


def shown(project: Row, task: Row) -> Row:
    """A task with the minutes worked on it, and what they come to."""
    minutes = sum(each["duration"] for each in project["Time"] if each["taskId"] == task["taskId"])
    kind, rate = task["chargeType"], task["rate"]["value"]
    by_time = (rate * minutes / 60).quantize(_CENT, ROUND_HALF_UP)
    worth = {"TIME": by_time, "FIXED": rate, "NON_CHARGEABLE": Decimal(0)}[kind]
    amount = money(worth, project["currencyCode"])
    return {
        **task,
        "projectId": project["projectId"],
        "totalMinutes": minutes,
        "totalAmount": amount,
        "minutesToBeInvoiced": minutes if kind == "TIME" else 0,
        "minutesInvoiced": 0,
        "nonChargeableMinutes": minutes if kind == "NON_CHARGEABLE" else 0,
        "fixedMinutes": minutes if kind == "FIXED" else 0,
        "amountToBeInvoiced": amount,
        "amountInvoiced": money(Decimal(0), project["currencyCode"]),
    }


def listed(project: Row, call: Call) -> Result:
    """The tasks of a project, or one of them."""
    if len(call.rest) > 1:
        return answered(shown(project, _one(project, call.rest[1])))
    kind = call.query.get("chargetype")
    return page(call, [shown(project, each) for each in project["Tasks"] if kind in {None, each["chargeType"]}])


def add(books: Books, project: Row, call: Call) -> Result:
    """A new task, 201. Raises Refused."""
    sent = call.body if isinstance(call.body, dict) else {}
    wrong: dict[str, list[str]] = {}
    name = words(sent, "name", wrong, required=True, most=LONGEST_NAME)
    kind = sent.get("chargeType")
    if kind not in CHARGED:
        wrong["chargeType"] = ["The chargeType field is required."]
    rate = _rate(project, sent.get("rate"), wrong)
    minutes = whole_number(sent, "estimateMinutes", 0, _MOST_MINUTES, wrong) if "estimateMinutes" in sent else None
    if project["status"] == "CLOSED":
        wrong |= CLOSED
    if wrong:
        raise refusal(wrong)
    return answered(shown(project, add_task(books, project, name, str(kind), rate, estimate_minutes=minutes)), 201)


def add_task(
    books: Books, project: Row, name: str, kind: str, rate: Decimal, *, estimate_minutes: int | None = None
) -> Row:
    """A task in a project's own row."""
    task = {
        "taskId": books.new_id(),
        "name": name,
        "rate": money(rate, project["currencyCode"]),
        "chargeType": kind,
        "estimateMinutes": estimate_minutes,
        "status": "ACTIVE",
    }
    project["Tasks"].append(task)
    return task


def _rate(project: Row, sent: Any, wrong: dict[str, list[str]]) -> Decimal:
    value = sent.get("value") if isinstance(sent, dict) else None
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)) or value < 0:
        wrong["rate"] = ["The rate field is required."]
        return Decimal(0)
    if sent.get("currency") != project["currencyCode"]:
        wrong["rate.currency"] = ["The currency must be that of the project."]
    return Decimal(value).quantize(_CENT, ROUND_HALF_UP)


def _one(project: Row, named: str) -> Row:
    for task in project["Tasks"]:
        if task["taskId"] == named.lower():
            found: Row = task
            return found
    raise NoSuchRecord(named)
