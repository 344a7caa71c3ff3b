"""`/projects.xro/2.0/Projects` and the people of projects: an API of its own, with its own shapes.

Lists are `{pagination, items}`, one record stands by itself, and a refusal is `{message, modelState}`. Source: Xero's
OpenAPI description of the Projects API, 3.0.0. The words of the refusals are not verified. Changing and closing a
project are not imitated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from random import Random
from typing import Any, Final

from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.error_responses import not_allowed
from atom_xero_plugin.sandbox.api.kind import Kind, ListRules
from atom_xero_plugin.sandbox.api.request_body import NoSuchRecord
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.resources import project_tasks, time_entries
from atom_xero_plugin.sandbox.resources.project_answers import answered, instant, money, page, refusal, words

BASE: Final = "projects.xro/2.0/"
_SCOPES: Final = (("projects.read",), ("projects",))
_PARTS: Final = {"tasks": (project_tasks.listed, project_tasks.add), "time": (time_entries.listed, time_entries.add)}


def shown(project: Row) -> Row:
    """A project with its sums; one without an estimate has none."""
    currency = project["currencyCode"]
    tasks = [project_tasks.shown(project, task) for task in project["Tasks"]]
    worth = sum((task["totalAmount"]["value"] for task in tasks), Decimal(0))
    nothing = money(Decimal(0), currency)
    zero = (
        "totalExpenseAmount", "taskAmountInvoiced", "expenseAmountToBeInvoiced", "expenseAmountInvoiced",
        "projectAmountInvoiced", "deposit", "depositApplied", "creditNoteAmount", "totalInvoiced",
    )  # fmt: skip
    return {
        **{name: value for name, value in project.items() if name not in {"Tasks", "Time"}},
        "minutesLogged": sum(task["totalMinutes"] for task in tasks),
        "minutesToBeInvoiced": sum(task["minutesToBeInvoiced"] for task in tasks),
        "totalTaskAmount": money(worth, currency),
        "taskAmountToBeInvoiced": money(worth, currency),
        "totalToBeInvoiced": money(worth, currency),
        **dict.fromkeys(zero, nothing),
    }


def _get(books: Books, call: Call) -> Result:
    table = books["Projects"]
    if call.identity is None:
        return page(call, [shown(row) for row in table.rows.values() if _fits(row, call.query)])
    project = _found(books, call)
    if not call.rest:
        return answered(shown(project))
    return _part(call)[0](project, call)


def _post(books: Books, call: Call) -> Result:
    if call.identity is not None:
        if not call.rest:
            raise not_allowed()
        result = _part(call)[1](books, _found(books, call), call)
        books["Projects"].touch(call.identity)
        return result
    sent = call.body if isinstance(call.body, dict) else {}
    wrong: dict[str, list[str]] = {}
    name = words(sent, "name", wrong, required=True)
    contact = _contact(books, sent, wrong)
    deadline = instant(sent, "deadlineUtc", wrong)
    estimate = sent.get("estimateAmount")
    if estimate is not None and (not isinstance(estimate, (int, Decimal)) or estimate < 0):
        wrong["estimateAmount"] = ["The estimate amount must be zero or more."]
    if wrong or contact is None:
        raise refusal(wrong)
    planned = None if estimate is None else money(Decimal(estimate), books.organisation["BaseCurrency"])
    return answered(shown(add_project(books, name, contact, deadline, planned)), 201)


def add_project(
    books: Books, name: str, contact_id: str, deadline: str | None = None, estimate: Row | None = None
) -> Row:
    """A project in progress, without tasks."""
    return books["Projects"].put(
        {
            "projectId": books.new_id(),
            "contactId": contact_id,
            "name": name,
            "currencyCode": books.organisation["BaseCurrency"],
            "status": "INPROGRESS",
            "deadlineUtc": deadline,
            "estimate": estimate,
            "Tasks": [],
            "Time": [],
        }
    )


def _contact(books: Books, sent: Row, wrong: dict[str, list[str]]) -> str | None:
    named = words(sent, "contactId", wrong, required=True)
    if not named:
        return None
    contact = books["Contacts"].get(named)
    if contact is None:
        wrong["contactId"] = ["The contact could not be found."]
        return None
    if contact.get("ContactStatus") == "ARCHIVED":
        wrong["contactId"] = ["The contact is archived."]
    return str(contact["ContactID"])


def _fits(project: Row, query: dict[str, str]) -> bool:
    states = {word.strip().upper() for word in query.get("states", "").split(",") if word.strip()}
    ids = {word.strip().lower() for word in query.get("projectids", "").split(",") if word.strip()}
    return (
        (not states or project["status"] in states)
        and (not ids or project["projectId"] in ids)
        and str(query.get("contactid", project["contactId"])).lower() == project["contactId"]
    )


def _found(books: Books, call: Call) -> Row:
    row = books["Projects"].get(call.identity or "")
    if row is None:
        raise NoSuchRecord(call.identity or "")
    return row


def _part(call: Call) -> tuple[Callable[[Row, Call], Result], Callable[[Books, Row, Call], Result]]:
    found = _PARTS.get(call.rest[0].lower())
    if found is None:
        raise NoSuchRecord(call.rest[0])
    return found


def _people(books: Books, call: Call) -> Result:
    if call.identity is not None:
        raise NoSuchRecord(call.identity)
    people: Iterable[Row] = books["Users"].rows.values()
    return page(
        call,
        [
            {
                "userId": each["UserID"],
                "name": f"{each['FirstName']} {each['LastName']}",
                "email": each["EmailAddress"],
            }
            for each in people
        ],
    )


def _demo(books: Books, _random: Random) -> None:
    contact = next(iter(books["Contacts"].rows.values()))["ContactID"]
    estimate = money(Decimal(12_000), books.organisation["BaseCurrency"])
    project = add_project(books, "Shop refit", contact, "2026-09-30T00:00:00Z", estimate)
    project_tasks.add_task(books, project, "Design", "TIME", Decimal(120), estimate_minutes=1_200)
    project_tasks.add_task(books, project, "Site visits", "NON_CHARGEABLE", Decimal(0))
    closed = add_project(books, "Logo refresh", contact)
    project_tasks.add_task(books, closed, "Artwork", "FIXED", Decimal(800))
    closed["status"] = "CLOSED"


def _show(_books: Books, row: Row, _form: str) -> Row:
    return shown(row)


KIND: Final = Kind(
    plural="Projects",
    id_field="projectId",
    type=record_type("Project", Guid="projectId contactId", String="name status"),
    lists=ListRules(where=False),
    show=_show,
    stamped=False,
    base=BASE,
    demo=_demo,
)
_READ: Final[dict[str, Any]] = {"read_scopes": _SCOPES[0], "write_scopes": _SCOPES[1]}
ROUTES: Final = [
    Resource(path=f"{BASE}Projects", get=_get, post=_post, parts=("Tasks", "Time"), **_READ),
    Resource(path=f"{BASE}ProjectsUsers", get=_people, **_READ),
]
