"""Every component on one page, each in its states: shows what a change of the style sheet does. Sandbox only."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from atom_xero_plugin.interfaces.web.ages import ages
from atom_xero_plugin.interfaces.web.charts import Label, Month, balance, cash, profit, spark
from atom_xero_plugin.interfaces.web.formats import Shown, day_text
from atom_xero_plugin.interfaces.web.svg import Ids

_NAMES = ("Jun", "Jul", "Aug", "Sep")


def facts(page: Shown) -> dict[str, Any]:
    """What the template shows apart from what stands in it; the figures are made up."""
    first = date(2026, 11, 1)
    moves = [(first + timedelta(days=step), Decimal(180_000 - 9_000 * (step % 7)) + step) for step in range(0, 30, 2)]
    return {
        "ids": Ids(),
        "charts": {
            "cash": cash(_months((21684, 38671), (38865, 25960), (24278, 30753), (33609, 25648)), "Cash in and out"),
            "profit": profit(_months((48452, 31023), (22527, 34658), (41082, 30765), (59125, 32219)), "Profit"),
            "balance": balance(moves, "Balance", name_of=lambda day: day_text(day, page)),
            "ages": ages(
                [Decimal(each) for each in ("3330.26", "0", "1032.23", "410", "5596.63")], "By age", tall=True
            ),
            "spark": spark([Decimal(each) for each in (3, 9, 4, 12, 8, 14, 2)], "Sales by month, highest in October"),
            "nothing": cash(_months((0, 0), (0, 0)), "Cash in and out"),
        },
    }


def _months(*amounts: tuple[int, int]) -> list[Month]:
    return [
        Month(Label(name, "#", current=name == "Sep"), Decimal(first), Decimal(second))
        for name, (first, second) in zip(_NAMES, amounts, strict=False)
    ]
