"""Tasks of projects. Source: Xero's OpenAPI description of the Projects API, 3.0.0, /Projects/{projectId}/Tasks."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Final, TypedDict

from atom_xero_plugin.xero.decoding.base import Word, XeroRecord
from atom_xero_plugin.xero.decoding.names import camel_name
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.records.projects import LARGEST_PAGE, SCOPE, ProjectAmount


class ProjectTask(XeroRecord, rename=camel_name):
    """Part of the work of a project: charged by the hour, at a fixed amount, or not at all."""

    PLURAL: ClassVar[str] = "Tasks"
    LISTED_AS: ClassVar[str] = "items"
    ID: ClassVar[str] = "task_id"

    task_id: str = ""
    project_id: Word | None = None
    name: str | None = None
    charge_type: Word | None = None
    rate: ProjectAmount | None = None
    status: Word | None = None
    estimate_minutes: int | None = None
    total_minutes: int | None = None
    total_amount: ProjectAmount | None = None
    minutes_to_be_invoiced: int | None = None
    minutes_invoiced: int | None = None
    non_chargeable_minutes: int | None = None
    fixed_minutes: int | None = None
    amount_to_be_invoiced: ProjectAmount | None = None
    amount_invoiced: ProjectAmount | None = None


class RateBody(TypedDict):
    """An amount to send: an hour of a task by time, or the whole of one at a fixed amount."""

    currency: str
    value: Decimal


class ProjectTaskBody(TypedDict, total=False):
    """A task to create."""

    name: str
    rate: RateBody
    chargeType: str
    estimateMinutes: int


PROJECT_TASKS: Final = Endpoint(
    ProjectTask, ProjectTaskBody, path="Tasks", scope=SCOPE, page_size=LARGEST_PAGE, changes=False, bare=True,
    posted=True, statuses=("ACTIVE", "INVOICED", "LOCKED"),
)  # fmt: skip
"""Of one project: `within_record` says of which."""
