"""The services of one call. Each is loaded by the first call that asks for it: a command starts without the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.catalogue.services import Services

if TYPE_CHECKING:
    from atom_xero_plugin.accounting.documents.habits import HouseRules
    from atom_xero_plugin.accounting.lists.record_lists import RecordLists
    from atom_xero_plugin.accounting.noted_changes import NotedChanges
    from atom_xero_plugin.accounting.recent_reads import RecentReads
    from atom_xero_plugin.core.clock import Clock
    from atom_xero_plugin.plans.skill_plans import PlanReader
    from atom_xero_plugin.reconciliation.imported_lines import ImportedLines
    from atom_xero_plugin.reconciliation.layout_store import StatementLayouts
    from atom_xero_plugin.reconciliation.line_store import StatementLines
    from atom_xero_plugin.reports.contact_balances import OwedByContact
    from atom_xero_plugin.reports.local_copy import LocalCopy
    from atom_xero_plugin.reports.monthly_cash import CashSums
    from atom_xero_plugin.reports.saved import KeptReports
    from atom_xero_plugin.store.database import Store


def services_of(runtime: App, caller: Caller, tenant_id: str | None) -> Services:
    """What only some skills need. `tenant_id` is the organisation that alone may be shown; None for every one."""
    make = _Makers(runtime, caller, tenant_id)
    return Services(
        {
            "PlanReader": make.plan_reader,
            "StatementLines": make.statement_lines,
            "ImportedLines": make.imported_lines,
            "StatementLayouts": make.statement_layouts,
            "RecentReads": make.recent_reads,
            "LocalCopy": make.local_copy,
            "RecordLists": make.record_lists,
            "CashSums": make.cash_sums,
            "OwedByContact": make.owed_by_contact,
            "NotedChanges": make.noted_changes,
            "HouseRules": make.house_rules,
            "Files": lambda: runtime.files_of(caller),
            "KeptReports": make.kept_reports,
        }
    )


class _Makers:
    """Makes each service, for one caller."""

    def __init__(self, runtime: App, caller: Caller, tenant_id: str | None) -> None:
        self._runtime = runtime
        self._caller = caller
        self._tenant_id = tenant_id

    @property
    def _of_workspace(self) -> tuple[Store, Clock, str]:
        return self._runtime.store, self._runtime.clock, self._caller.workspace_id

    def plan_reader(self) -> PlanReader:
        from atom_xero_plugin.plans.skill_plans import PlanReader

        return PlanReader(self._runtime.store, self._runtime.plans, self._caller, self._tenant_id)

    def statement_lines(self) -> StatementLines:
        from atom_xero_plugin.reconciliation.line_store import StatementLines

        return StatementLines(*self._of_workspace)

    def imported_lines(self) -> ImportedLines:
        from atom_xero_plugin.reconciliation.imported_lines import ImportedLines

        return ImportedLines(*self._of_workspace)

    def statement_layouts(self) -> StatementLayouts:
        from atom_xero_plugin.reconciliation.layout_store import StatementLayouts

        return StatementLayouts(*self._of_workspace)

    def recent_reads(self) -> RecentReads:
        from atom_xero_plugin.accounting.recent_reads import RecentReads

        return RecentReads(*self._of_workspace, self._runtime.held_reads, self._caller.max_age)

    def local_copy(self) -> LocalCopy:
        from atom_xero_plugin.reports.local_copy import LocalCopy

        return LocalCopy(*self._of_workspace)

    def record_lists(self) -> RecordLists:
        return self._runtime.record_lists(self._caller.workspace_id)

    def cash_sums(self) -> CashSums:
        from atom_xero_plugin.reports.monthly_cash import CashSums

        return CashSums(self._runtime.store, self._caller.workspace_id, self._runtime.known_cash)

    def owed_by_contact(self) -> OwedByContact:
        from atom_xero_plugin.reports.contact_balances import OwedByContact

        return OwedByContact(self._runtime.store, self._caller.workspace_id)

    def noted_changes(self) -> NotedChanges:
        from atom_xero_plugin.accounting.noted_changes import NotedChanges

        return NotedChanges(self._runtime.store, self._caller.workspace_id)

    def house_rules(self) -> HouseRules:
        from atom_xero_plugin.accounting.documents.habits import HouseRules

        return HouseRules(self._runtime.settings.required_tracking)

    def kept_reports(self) -> KeptReports:
        from atom_xero_plugin.reports.saved import KeptReports

        return KeptReports(self._runtime.saved_reports(self._caller.workspace_id, self._tenant_id or ""))
