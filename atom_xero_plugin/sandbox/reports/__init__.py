"""The reports, worked out from the ledger and printed in Xero's rows and cells."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.sandbox.api.resource import Handler, Resource
from atom_xero_plugin.sandbox.app_scopes import report
from atom_xero_plugin.sandbox.reports.aged import aged_payables, aged_receivables
from atom_xero_plugin.sandbox.reports.balance_sheet import balance_sheet
from atom_xero_plugin.sandbox.reports.bank_summary import bank_summary
from atom_xero_plugin.sandbox.reports.budget_summary import budget_summary
from atom_xero_plugin.sandbox.reports.executive_summary import executive_summary
from atom_xero_plugin.sandbox.reports.profit_and_loss import profit_and_loss
from atom_xero_plugin.sandbox.reports.tax_forms import tax_forms
from atom_xero_plugin.sandbox.reports.trial_balance import trial_balance


def _resource(name: str, scope: str, get: Handler) -> Resource:
    """A report; the forms 1099 have a scope of their own, which the broad one does not include."""
    scopes = report(scope)[:1] if name == "TenNinetyNine" else report(scope)
    return Resource(path=f"Reports/{name}", read_scopes=scopes, get=get)


ROUTES: Final = [
    _resource("ProfitAndLoss", "profitandloss", profit_and_loss),
    _resource("BalanceSheet", "balancesheet", balance_sheet),
    _resource("TrialBalance", "trialbalance", trial_balance),
    _resource("BankSummary", "banksummary", bank_summary),
    _resource("BudgetSummary", "budgetsummary", budget_summary),
    _resource("ExecutiveSummary", "executivesummary", executive_summary),
    _resource("TenNinetyNine", "tenninetynine", tax_forms),
    _resource("AgedReceivablesByContact", "aged", aged_receivables),
    _resource("AgedPayablesByContact", "aged", aged_payables),
]
