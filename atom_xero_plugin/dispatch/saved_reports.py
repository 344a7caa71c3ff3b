"""Keeping reports by a name: only one that can be shown is kept, and only by who may write."""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct

from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.core.errors import ErrorBody, NotAllowed
from atom_xero_plugin.dispatch.dispatcher import Answer, Dispatch
from atom_xero_plugin.reports.custom import MOST_ROWS, CustomDefinition, CustomRow
from atom_xero_plugin.reports.saved import SavedReportView, saved_report_view
from atom_xero_plugin.reports.spans import Unit
from atom_xero_plugin.store.saved_reports import SavedReports

SKILL: Final = "show_custom_report"
_TRIED: Final[dict[tuple[str | None, bool], str]] = {
    ("month", True): "last_quarter", ("quarter", True): "last_financial_year", ("year", True): "last_financial_year",
    ("quarter", False): "last_quarter", ("year", False): "last_financial_year",
}  # fmt: skip
"""The days by which a report is tried that splits its days, or compares them, by a unit."""


class ReportInput(Struct, forbid_unknown_fields=True):
    """A report to be kept."""

    name: Annotated[str, Meta(description="What it is called.", min_length=1, max_length=100, pattern=r"\S")]
    rows: Annotated[list[CustomRow], Meta(description="The rows, from the top.", min_length=1, max_length=MOST_ROWS)]
    compare_by: Annotated[Unit | None, Meta(description="Length of each column.")] = None
    compare_periods: Annotated[int, Meta(description="Earlier periods next to it.", ge=1, le=11)] | None = None
    cash_basis: Annotated[bool, Meta(description="Count when money moved.")] = False
    tracking: Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=203)]],
        Meta(description="Category: Option filters.", max_length=2),
    ] = []


class ReportKeeping:
    """Saves and deletes reports of an organisation."""

    def __init__(self, dispatch: Dispatch) -> None:
        """Check what is saved by the dispatcher."""
        self._dispatch = dispatch

    async def save(self, caller: Caller, asked: ReportInput, organisation: str | None) -> SavedReportView | Answer:
        """Keep a report; one of the same name is replaced. The answer of the skill, where it cannot be shown.

        Raises NotAllowed without the right to write.
        """
        saved = await self._of(caller, organisation)
        made = CustomDefinition(asked.rows, asked.compare_by, asked.compare_periods, asked.cash_basis, asked.tracking)
        given: dict[str, Any] = {key: value for key, value in msgspec.to_builtins(made).items() if value is not None}
        given["period"] = _TRIED.get((made.compare_by, made.compare_periods is None), "last_month")
        answer = await self._dispatch.call(SKILL, given, caller, organisation=organisation)
        if isinstance(answer.error, ErrorBody):
            return answer
        definition = msgspec.json.encode(made).decode()
        return saved_report_view(await saved.save(asked.name.strip(), definition, by=caller.actor))

    async def delete(self, caller: Caller, named: str, organisation: str | None) -> SavedReportView:
        """Delete the report of that name or id. Raises NotFound, and NotAllowed without the right to write."""
        return saved_report_view(await (await self._of(caller, organisation)).delete(named))

    async def listed(self, caller: Caller, organisation: str | None) -> list[SavedReportView]:
        """The reports of an organisation, by name."""
        found = await (await self._of(caller, organisation, right="read")).listed()
        return [saved_report_view(each) for each in found]

    async def _of(self, caller: Caller, organisation: str | None, *, right: str = "write") -> SavedReports:
        if not caller.may(right):  # type: ignore[arg-type]
            raise NotAllowed(f"The caller has no right to {right}; saved reports need it.")
        runtime: App = self._dispatch.runtime
        chosen = await runtime.organisations.choose(
            caller.workspace_id, organisation, within=caller.limits.organisations
        )
        return runtime.saved_reports(caller.workspace_id, chosen.tenant_id)
