"""Tracking categories and their options. Source: OpenAPI 16.1.0, /TrackingCategories; developer.xero.com, the same."""

from __future__ import annotations

from typing import ClassVar, Final, TypedDict

from atom_xero_plugin.xero.decoding.base import Word, XeroPart, XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.where_clause import checked_guid
from atom_xero_plugin.xero.write import Write


class TrackingOption(XeroPart):
    """One of the values of a category, such as North of the category Region."""

    UNDECLARED: ClassVar[frozenset[str]] = frozenset({"HasValidationErrors", "IsDeleted", "IsArchived", "IsActive"})

    tracking_option_id: Word | None = None
    name: str | None = None
    status: Word | None = None
    tracking_category_id: Word | None = None
    has_validation_errors: bool | None = None
    is_deleted: bool | None = None
    is_archived: bool | None = None
    is_active: bool | None = None

    @property
    def in_use(self) -> bool:
        """Whether lines can name it."""
        return self.status in {None, "ACTIVE"}


class TrackingCategory(XeroRecord):
    """What reports split lines by, next to their account: at most two are in use, and four there are."""

    PLURAL: ClassVar[str] = "TrackingCategories"
    ID: ClassVar[str] = "tracking_category_id"

    tracking_category_id: str = ""
    name: str | None = None
    status: Word | None = None
    options: list[TrackingOption] | None = None

    @property
    def in_use(self) -> bool:
        """Whether lines can name it."""
        return self.status in {None, "ACTIVE"}


class TrackingCategoryBody(TypedDict, total=False):
    """A category to create or change: a name or a status, never both."""

    Name: str
    Status: str


TRACKING_CATEGORIES: Final = Endpoint(
    TrackingCategory, TrackingCategoryBody, path="TrackingCategories", scope="accounting.settings", page_size=None,
    changes=False, bare=True, statuses=("ACTIVE", "ARCHIVED", "DELETED"), reads=(("includeArchived", "true"),),
)  # fmt: skip
"""Without includeArchived Xero leaves out what is archived, and what was archived could not be read back."""


def delete_category(category_id: str) -> Write:
    """Delete a category that no line names (Xero: deleteTrackingCategory). Xero takes no idempotency key for it."""
    return Write.of("DELETE", _at(category_id))


def create_option(category_id: str, name: str) -> Write:
    """Add an option to a category (Xero: createTrackingOptions)."""
    return Write.of("PUT", f"{_at(category_id)}/Options", {"Name": name})


def update_option(category_id: str, option_id: str, body: TrackingCategoryBody) -> Write:
    """Rename, archive or restore an option (Xero: updateTrackingOptions)."""
    return Write.of("POST", _option(category_id, option_id), body)


def delete_option(category_id: str, option_id: str) -> Write:
    """Delete an option that no line names (Xero: deleteTrackingOptions). Xero takes no idempotency key for it."""
    return Write.of("DELETE", _option(category_id, option_id))


def _at(category_id: str) -> str:
    return f"{TRACKING_CATEGORIES.path}/{checked_guid(category_id, '/tracking_category_id')}"


def _option(category_id: str, option_id: str) -> str:
    return f"{_at(category_id)}/Options/{checked_guid(option_id, '/tracking_option_id')}"
