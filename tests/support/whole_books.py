"""The whole of a sandbox's books, to compare before and after."""

from __future__ import annotations

from typing import Any

from atom_xero_plugin.testing import House


def books(house: House) -> dict[str, Any]:
    """Everything in the sandbox's books."""
    return {
        tenant: {plural: [table.encoded(row, "full4") for row in table.rows] for plural, table in each.tables.items()}
        for tenant, each in house.sandbox.organisations.items()
    }
