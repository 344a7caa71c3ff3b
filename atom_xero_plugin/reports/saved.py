"""Saved reports as skills reach them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from atom_xero_plugin.reports.custom import CustomDefinition
from atom_xero_plugin.store.saved_reports import SavedReport, SavedReports


class SavedReportView(Struct):
    """A report that is kept by a name."""

    id: Annotated[str, Meta(description="Its id here.")]
    name: Annotated[str, Meta(description="Its name; show_custom_report takes it.")]
    rows: Annotated[list[str], Meta(description="What its rows are called.")]
    saved_by: Annotated[str, Meta(description="Who saved it.")]
    saved_at: Annotated[datetime, Meta(description="When, UTC.")]


def saved_report_view(saved: SavedReport) -> SavedReportView:
    """A saved report without its accounts."""
    labels = [row.label for row in definition_of(saved).rows]
    return SavedReportView(saved.id, saved.name, labels, saved.saved_by, saved.saved_at)


def definition_of(saved: SavedReport) -> CustomDefinition:
    """What it is made of."""
    return msgspec.json.decode(saved.definition, type=CustomDefinition)


class KeptReports:
    """The saved reports of the organisation that a call is about."""

    def __init__(self, saved: SavedReports) -> None:
        """Read them from the store."""
        self._saved = saved

    async def find(self, named: str) -> tuple[str, CustomDefinition]:
        """The name and the rows of the one of that name or id. Raises NotFound."""
        found = await self._saved.find(named)
        return found.name, definition_of(found)

    async def listed(self) -> list[SavedReportView]:
        """All of them, by name."""
        return [saved_report_view(each) for each in await self._saved.listed()]
