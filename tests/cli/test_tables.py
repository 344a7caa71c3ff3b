"""What people see of lists."""

from __future__ import annotations

from atom_xero_plugin.interfaces.cli.tables import lines_of


def test_records_stand_in_columns_with_money_to_the_right() -> None:
    """Names of parties in place of their ids, addresses left out, nothing for what is not told."""
    items = [
        {"id": "a", "number": "INV-1", "contact": {"id": "x", "name": "Acme"}, "total": _money("1150.00"), "url": "u"},
        {"id": "b", "number": "INV-20", "contact": None, "total": _money("9.50"), "sent": True},
    ]

    assert lines_of(items) == [
        "number  contact        total  sent",
        "INV-1   Acme     NZD 1150.00",
        "INV-20              NZD 9.50   yes",
    ]


def test_what_has_no_name_is_shown_by_its_id() -> None:
    """So that a person can ask for it."""
    assert lines_of([{"id": "a", "date": "2026-06-16"}]) == ["id  date", "a   2026-06-16"]


def test_the_figures_of_a_report_are_shown() -> None:
    """Each row's values, one a column of the report."""
    rows = [{"label": "Sales", "values": ["1200.00", "900.00"]}, {"label": "Costs", "values": ["-3.50", None]}]

    assert lines_of(rows) == [
        "label                      values",
        "Sales       1200.00        900.00",
        "Costs         -3.50",
    ]


def test_words_from_a_record_cannot_break_the_table() -> None:
    """A line's end in a name is a space, and a long text is cut where that shows."""
    shown = lines_of([{"name": "a\nb" + "c" * 200}])

    assert shown[1] == "a b" + "c" * 116 + "…"


def _money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "NZD"}


def test_on_a_terminal_a_line_fits_its_width() -> None:
    """Words are cut, the widest first; ids and figures are not."""
    items = [{"id": "a" * 36, "summary": "words " * 20, "kind": "sales", "total": _money("1150.00")}]

    lines = lines_of(items, 80)

    assert [len(line) <= 80 for line in lines] == [True, True]
    assert "a" * 36 in lines[1]
    assert "NZD 1150.00" in lines[1]
    assert "…" in lines[1]
    assert len(lines_of(items)[1]) > 80
