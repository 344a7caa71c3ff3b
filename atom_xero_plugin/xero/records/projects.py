"""Projects, and the people who work on them. Source: Xero's OpenAPI description of the Projects API, 3.0.0.

That API gives one record by itself, in no list, and writes names in camel case and times in ISO 8601.
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Final, TypedDict

from atom_xero_plugin.xero.decoding.base import Instant, Word, XeroPart, XeroRecord
from atom_xero_plugin.xero.decoding.names import camel_name
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.filters import Filter
from atom_xero_plugin.xero.where_clause import checked_guid

BASE: Final = "projects.xro/2.0"
SCOPE: Final = "projects"
LARGEST_PAGE: Final = 500


class ProjectAmount(XeroPart, rename=camel_name):
    """An amount with its currency."""

    currency: Word | None = None
    value: Decimal | None = None


class Project(XeroRecord, rename=camel_name):
    """Work for a contact, with what was spent on it, what was invoiced and what is left to invoice."""

    PLURAL: ClassVar[str] = "Projects"
    LISTED_AS: ClassVar[str] = "items"
    ID: ClassVar[str] = "project_id"

    project_id: str = ""
    contact_id: Word | None = None
    name: str | None = None
    currency_code: Word | None = None
    status: Word | None = None
    deadline_utc: Instant | None = None
    estimate: ProjectAmount | None = None
    estimate_amount: ProjectAmount | None = None
    """The same by another name, which Xero's description has and its examples have not."""
    minutes_logged: int | None = None
    minutes_to_be_invoiced: int | None = None
    total_task_amount: ProjectAmount | None = None
    total_expense_amount: ProjectAmount | None = None
    task_amount_to_be_invoiced: ProjectAmount | None = None
    task_amount_invoiced: ProjectAmount | None = None
    expense_amount_to_be_invoiced: ProjectAmount | None = None
    expense_amount_invoiced: ProjectAmount | None = None
    project_amount_invoiced: ProjectAmount | None = None
    deposit: ProjectAmount | None = None
    deposit_applied: ProjectAmount | None = None
    credit_note_amount: ProjectAmount | None = None
    total_invoiced: ProjectAmount | None = None
    total_to_be_invoiced: ProjectAmount | None = None


class ProjectBody(TypedDict, total=False):
    """A project to create."""

    contactId: str
    name: str
    deadlineUtc: str
    estimateAmount: Decimal


class ProjectFilter(Filter, frozen=True, kw_only=True):
    """Which projects."""

    states: str | None = None
    """INPROGRESS or CLOSED; all without it."""
    contact_id: str | None = None

    def _parameters(self) -> dict[str, str]:
        states = {} if self.states is None else {"states": self.states}
        whose = {} if self.contact_id is None else {"contactID": checked_guid(self.contact_id, "/contact_id")}
        return states | whose


class ProjectUser(XeroRecord, rename=camel_name):
    """A person who may work on projects."""

    PLURAL: ClassVar[str] = "ProjectsUsers"
    LISTED_AS: ClassVar[str] = "items"
    ID: ClassVar[str] = "user_id"

    user_id: str = ""
    name: str | None = None
    email: str | None = None


PROJECTS: Final = Endpoint(
    Project, ProjectBody, path=f"{BASE}/Projects", scope=SCOPE, page_size=LARGEST_PAGE, changes=False, bare=True,
    posted=True, statuses=("INPROGRESS", "CLOSED"), fixed=("contactId",),
)  # fmt: skip
PROJECT_USERS: Final = Endpoint(
    ProjectUser, None, path=f"{BASE}/ProjectsUsers", scope=SCOPE, page_size=LARGEST_PAGE, changes=False,
    listed_only=True,
)  # fmt: skip
