"""The scopes that the sandbox's apps may ask for, granular and broad.

They are every one Xero has, imitated or not, so that other clients log in with their own defaults.
Source: developer.xero.com, "Scopes".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_GRANULAR: Final = (
    "invoices", "payments", "banktransactions", "manualjournals", "contacts", "settings", "attachments",
)  # fmt: skip
REPORTS: Final = (
    "aged", "balancesheet", "banksummary", "budgetsummary", "executivesummary", "profitandloss", "trialbalance",
    "taxreports",
)  # fmt: skip
_PAYROLL: Final = ("employees", "payruns", "payslip", "timesheets", "settings")
_FINANCE: Final = ("accountingactivity", "bankstatementsplus", "cashvalidation", "statements")
KNOWN: Final = frozenset(
    {
        *("openid", "profile", "email", "offline_access"),
        *(f"accounting.{name}" for name in _GRANULAR),
        *(f"accounting.{name}.read" for name in _GRANULAR),
        *(f"accounting.reports.{name}.read" for name in REPORTS),
        *("accounting.transactions", "accounting.transactions.read", "accounting.reports.read"),
        *("accounting.journals.read", "accounting.budgets.read", "accounting.reports.tenninetynine.read"),
        *("accounting.classicexpenses", "accounting.classicexpenses.read"),
        *(f"{name}{ending}" for name in ("assets", "projects", "files") for ending in ("", ".read")),
        *(f"payroll.{name}{ending}" for name in _PAYROLL for ending in ("", ".read")),
        *(f"finance.{name}.read" for name in _FINANCE),
        *("app.connections", "bankfeeds", "marketplace.billing", "paymentservices"),
    }
)
CONFIGURED: Final = tuple(sorted(scope for scope in KNOWN if scope.startswith("accounting.")))
"""What a custom connection was set up with: its token call that names no scope gets all of it (xero-mcp-server#288)."""


def report(name: str) -> tuple[str, ...]:
    """The scopes of which one lets a report be read."""
    return (f"accounting.reports.{name}.read", "accounting.reports.read")


def unknown(asked: Iterable[str]) -> list[str]:
    """Scopes that no app has."""
    return [scope for scope in asked if scope not in KNOWN]
