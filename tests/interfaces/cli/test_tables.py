"""What people see of lists."""

from __future__ import annotations

from atom_xero_plugin.interfaces.cli.tables import lines_of


def test_records_stand_in_columns_with_money_to_the_right() -> None:
    """Names of parties in place of their ids, addresses left out, nothing for what is not reported."""
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
    """A line's end in a name is a space; what turns words round or is not seen is not there."""
    shown = lines_of([{"name": "a\nb\u202e\x1b" + "c" * 200}])

    assert shown[1] == "a b" + "c" * 200


def _money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "NZD"}


def test_what_is_the_same_on_every_row_is_said_once_above() -> None:
    """But for what a record is called by; a chance of two equal amounts is none."""
    items = [{"number": f"INV-{n}", "kind": "sales", "total": _money("5.00")} for n in range(2)]

    assert lines_of(items) == [
        "kind: sales",
        "number     total",
        "INV-0   NZD 5.00",
        "INV-1   NZD 5.00",
    ]


def test_the_values_of_a_report_stand_under_their_heads_by_section() -> None:
    """Amounts to the right, rows under the name of their section."""
    rows = [
        {"label": "Sales", "values": ["1200.00", "-900.00"], "section": "Income"},
        {"label": "Rent", "values": ["3.50", None], "section": "Less Operating Expenses"},
        {"label": "Net Profit", "values": ["1196.50", "-900.00"]},
    ]

    assert lines_of(rows, 80, ["31 May 26", "30 Apr 26"]) == [
        "  label       31 May 26  30 Apr 26",
        "Income",
        "  Sales         1200.00    -900.00",
        "Less Operating Expenses",
        "  Rent             3.50",
        "",
        "  Net Profit    1196.50    -900.00",
    ]


def test_words_are_cut_only_where_no_figure_is_lost() -> None:
    """A sentence with an amount at its end makes a block a record instead."""
    items = [{"number": "INV-1", "note": "words " * 12 + "NZD 1150.00"}, {"number": "INV-2", "note": "short"}]

    lines = lines_of(items, 60)

    assert [len(line) <= 60 for line in lines] == [True] * len(lines)
    assert "NZD 1150.00" in " ".join(line.strip() for line in lines)
    assert "…" not in "".join(lines)


def test_on_a_terminal_a_line_fits_its_width() -> None:
    """Words are cut, the widest first; ids and figures are not."""
    items = [{"id": "a" * 36, "summary": "words " * 20, "kind": "sales", "total": _money("1150.00")}]

    lines = lines_of(items, 80)

    assert [len(line) <= 80 for line in lines] == [True, True]
    assert "a" * 36 in lines[1]
    assert "NZD 1150.00" in lines[1]
    assert "…" in lines[1]
    assert len(lines_of(items)[1]) > 80
