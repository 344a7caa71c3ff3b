"""What a plan changes, as a table: lines of one text are one line, and what changes adds up to the total's change."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from atom_xero_plugin.interfaces.web.plan_view import changes_of

AMOUNTS = st.decimals("-99999.99", "99999.99", places=2, allow_nan=False)
LINES = st.lists(st.tuples(st.sampled_from(["Poster", "Print", "Discount"]), AMOUNTS), max_size=6)


def _document(lines: list[tuple[str, Decimal]]) -> dict[str, Any]:
    shown = [{"description": text, "amount": {"amount": str(each), "currency": "NZD"}} for text, each in lines]
    total = sum((each for _, each in lines), Decimal(0))
    return {"lines": shown, "total": {"amount": str(total), "currency": "NZD"}, "due_date": "2026-12-20"}


@given(LINES, LINES.filter(bool))
def test_the_lines_add_up_to_what_changes_of_the_total(
    old: list[tuple[str, Decimal]], new: list[tuple[str, Decimal]]
) -> None:
    shown = changes_of(_document(old), _document(new))

    assert sum((each.now for each in shown.lines if each.now is not None), Decimal(0)) == shown.now
    assert sum((each.after for each in shown.lines if each.after is not None), Decimal(0)) == shown.after
    assert sum((each.change for each in shown.lines), Decimal(0)) == shown.change
    assert len(shown.lines) >= max(len(old), len(new))
    assert shown.others == []


def test_a_line_that_goes_and_one_that_comes_are_both_shown() -> None:
    shown = changes_of(_document([("Poster", Decimal(10))]), _document([("Print", Decimal(7))]))

    assert [(each.text, each.now, each.after, each.same) for each in shown.lines] == [
        ("Print", None, Decimal(7), False),
        ("Poster", Decimal(10), None, False),
    ]


def test_lines_without_amounts_are_listed_by_name() -> None:
    shown = changes_of(None, {"lines": [{"text": "paid 2 bills"}], "summary": "two"})

    assert shown.lines == []
    assert [each.name for each in shown.others] == ["lines 1", "summary"]
