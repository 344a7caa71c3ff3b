"""Projects, their tasks and time, as the Projects API has them. The words of its refusals are not verified."""

from __future__ import annotations

from typing import Any

import pytest
from sandbox.books.conftest import Answer, Xero


class ProjectsApi:
    """The Projects API of the small books."""

    def __init__(self, xero: Xero) -> None:
        self.xero = xero
        self.routes = {path: route for path, route in xero.routes.items() if path.startswith("projects.xro")}
        for path, route in self.routes.items():
            xero.routes[path.rpartition("/")[2]] = route
        xero.books["Users"].put({"UserID": xero.books.new_id(), "FirstName": "Ana", "LastName": "Whare",
                                 "EmailAddress": "ana@people.example.com"})  # fmt: skip

    def post(self, path: str, **body: Any) -> Answer:
        return self.xero.post(path, body)

    def get(self, path: str, **query: str) -> Any:
        answer = self.xero.get(path, **query)
        assert answer.status == 200, answer.raw
        return answer.json

    def project(self, name: str = "New kitchen") -> str:
        answer = self.post("Projects", name=name, contactId=self.xero.contact["ContactID"])
        assert answer.status == 201, answer.raw
        return str(answer.json["projectId"])

    def task(self, project: str, kind: str = "TIME", rate: int = 20) -> str:
        answer = self.post(
            f"Projects/{project}/Tasks", name=kind, chargeType=kind, rate={"currency": "NZD", "value": rate}
        )
        assert answer.status == 201, answer.raw
        return str(answer.json["taskId"])

    @property
    def user(self) -> str:
        return str(self.get("ProjectsUsers")["items"][0]["userId"])


@pytest.fixture
def api(xero: Xero) -> ProjectsApi:
    """The Projects API, with one person who works."""
    return ProjectsApi(xero)


def wrong(answer: Answer) -> set[str]:
    """The fields that a refusal names."""
    assert answer.status == 400, answer.raw
    return set(answer.json["modelState"])


def test_one_project_stands_by_itself_and_several_in_pages(api: ProjectsApi) -> None:
    """50 to a page, at most 500."""
    one = api.project()
    for number in range(52):
        api.project(f"Project {number}")

    assert api.get(f"Projects/{one}")["name"] == "New kitchen"
    first, last = api.get("Projects"), api.get("Projects", page="2")
    assert (len(first["items"]), len(last["items"])) == (50, 3)
    assert first["pagination"] == {"page": 1, "pageSize": 50, "pageCount": 2, "itemCount": 53}
    assert wrong(api.xero.get("Projects", pageSize="501")) == {"pagesize"}


def test_time_makes_a_task_worth_its_rate_by_the_hour_rounded_to_the_cent(api: ProjectsApi) -> None:
    """As in Xero's example: 180 minutes at 20.00 are 60.00; what is fixed is worth its rate, the rest nothing."""
    project = api.project()
    by_time, fixed, free = (api.task(project, kind) for kind in ("TIME", "FIXED", "NON_CHARGEABLE"))
    for task, minutes in ((by_time, 180), (by_time, 1), (fixed, 60), (free, 30)):
        answer = api.post(
            f"Projects/{project}/Time", userId=api.user, taskId=task, dateUtc="2026-06-16T00:00:00Z", duration=minutes
        )
        assert (answer.status, answer.json["status"]) == (200, "ACTIVE")

    tasks = api.get(f"Projects/{project}/Tasks")["items"]
    assert [str(each["totalAmount"]["value"]) for each in tasks] == ["60.33", "20.00", "0"]
    whole = api.get(f"Projects/{project}")
    assert (whole["minutesLogged"], whole["minutesToBeInvoiced"]) == (271, 181)
    assert str(whole["totalToBeInvoiced"]["value"]) == "80.33"


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"name", "contactId"}),
        ({"name": " ", "contactId": "5c2f2f60-6f7c-4b8e-8f0e-0000000000ff"}, {"name", "contactId"}),
        ({"name": "A", "estimateAmount": -1, "deadlineUtc": "soon"}, {"contactId", "estimateAmount", "deadlineUtc"}),
    ],
)
def test_a_project_without_what_it_needs_is_refused_by_field(
    api: ProjectsApi, body: dict[str, Any], fields: set[str]
) -> None:
    """And nothing is stored."""
    assert wrong(api.post("Projects", **body)) == fields
    assert api.get("Projects")["items"] == []


def test_a_task_needs_a_name_a_rate_in_the_projects_currency_and_a_charge(api: ProjectsApi) -> None:
    """A name has up to 100 letters."""
    path = f"Projects/{api.project()}/Tasks"

    assert wrong(api.post(path)) == {"name", "rate", "chargeType"}
    assert wrong(
        api.post(path, name="x" * 101, chargeType="HOURLY", rate={"currency": "USD", "value": 1})
    ) == {"name", "chargeType", "rate.currency"}  # fmt: skip


def test_time_is_of_a_person_a_task_a_day_and_up_to_999_hours(api: ProjectsApi) -> None:
    """Each of them is needed, and is one that is there."""
    project = api.project()
    path, task = f"Projects/{project}/Time", api.task(project)

    assert wrong(api.post(path)) == {"userId", "taskId", "dateUtc", "duration"}
    for minutes in (0, 59_941):
        assert wrong(
            api.post(path, userId=api.user, taskId=task, dateUtc="2026-06-16T00:00:00Z", duration=minutes)
        ) == {"duration"}  # fmt: skip
    assert api.get(path)["items"] == []


def test_a_closed_project_takes_no_more(api: ProjectsApi) -> None:
    """Neither tasks nor time; it is listed by its state."""
    project = api.project()
    task = api.task(project)
    row = api.xero.books["Projects"].rows[project]
    row["status"] = "CLOSED"

    assert "project" in wrong(api.post(f"Projects/{project}/Tasks", name="More"))
    assert "project" in wrong(api.post(f"Projects/{project}/Time", taskId=task))
    assert api.get("Projects", states="INPROGRESS")["items"] == []
    assert len(api.get("Projects", states="CLOSED")["items"]) == 1


def test_what_is_not_there_is_not_found(api: ProjectsApi) -> None:
    """A project, a task, an entry, and what a project has not."""
    project = api.project()

    for path in (api.user, f"{project}/Tasks/{api.user}", f"{project}/Time/{api.user}", f"{project}/Expenses"):
        assert api.xero.get(f"Projects/{path}").status == 404
