"""Time worked on projects: `/Projects/{projectId}/Time` of Xero's OpenAPI description of the Projects API, 3.0.0."""

from __future__ import annotations

from typing import ClassVar, Final, TypedDict

from atom_xero_plugin.xero.decoding.base import Instant, Word, XeroRecord
from atom_xero_plugin.xero.decoding.names import camel_name
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.filters import Filter
from atom_xero_plugin.xero.records.projects import LARGEST_PAGE, SCOPE
from atom_xero_plugin.xero.where_clause import checked_guid

MOST_MINUTES: Final = 59_940
"""Of one entry: 999 hours."""


class TimeEntry(XeroRecord, rename=camel_name):
    """Minutes that a person worked on a task on a day."""

    PLURAL: ClassVar[str] = "TimeEntries"
    LISTED_AS: ClassVar[str] = "items"
    ID: ClassVar[str] = "time_entry_id"

    time_entry_id: str = ""
    user_id: Word | None = None
    project_id: Word | None = None
    task_id: Word | None = None
    date_utc: Instant | None = None
    date_entered_utc: Instant | None = None
    duration: int | None = None
    description: str | None = None
    status: Word | None = None

    def __post_init__(self) -> None:
        """An entry is no older than it was entered."""
        self.updated_date_utc = self.date_entered_utc


class TimeEntryBody(TypedDict, total=False):
    """Time to record."""

    userId: str
    taskId: str
    dateUtc: str
    duration: int
    description: str


class TimeEntryFilter(Filter, frozen=True, kw_only=True):
    """Whose time on which task."""

    user_id: str
    task_id: str

    def _parameters(self) -> dict[str, str]:
        return {
            "userId": checked_guid(self.user_id, "/user_id"),
            "taskId": checked_guid(self.task_id, "/task_id"),
        }


TIME_ENTRIES: Final = Endpoint(
    TimeEntry, TimeEntryBody, path="Time", scope=SCOPE, page_size=LARGEST_PAGE, changes=False, bare=True, posted=True,
    statuses=("ACTIVE", "LOCKED", "INVOICED"), fixed=("userId", "taskId"),
)  # fmt: skip
"""Of one project: `within_record` says of which."""
