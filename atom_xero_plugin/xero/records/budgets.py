"""Budgets: figures a month and account, overall or of one tracking option. Source: OpenAPI 16.1.0, /Budgets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar, Final

from atom_xero_plugin.core.errors import NotFound
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.decoding.base import Word, XeroPart, XeroRecord, decode_one
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.records.parts import Tracking
from atom_xero_plugin.xero.where_clause import checked_guid


class BudgetBalance(XeroPart):
    """The figure of one month."""

    period: Word | None = None
    """The month, for example 2019-08."""
    amount: Decimal | None = None
    unit_amount: Decimal | None = None
    notes: str | None = None


class BudgetLine(XeroPart):
    """The figures of one account."""

    account_id: Word | None = None
    account_code: Word | None = None
    budget_balances: list[BudgetBalance] | None = None


class Budget(XeroRecord):
    """A budget; a list leaves its lines out."""

    PLURAL: ClassVar[str] = "Budgets"
    ID: ClassVar[str] = "budget_id"

    budget_id: str = ""
    type: Word | None = None
    """OVERALL or TRACKING."""
    description: str | None = None
    budget_lines: list[BudgetLine] | None = None
    tracking: list[Tracking] | None = None


BUDGETS: Final = Endpoint(Budget, None, path="Budgets", scope="accounting.budgets", page_size=None, changes=False)
"""Xero has no scope to write them."""


async def budget_between(xero: XeroClient, budget_id: str, first: date, last: date) -> Budget:
    """A budget with its figures of some months, at most 24. Raises NotFound, and what the client raises."""
    path = f"{BUDGETS.path}/{checked_guid(budget_id, '/budget_id')}"
    reply = await xero.get(path, {"DateFrom": first.isoformat(), "DateTo": last.isoformat()})
    budget = decode_one(Budget, reply.body)
    if budget.budget_id.lower() != budget_id.lower():
        raise NotFound("Xero has no such budget.")
    return budget
