"""Whatever way a bank writes a statement, it is read exactly, or refused with the name of what would decide."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from support.bank_files import Line, Style, lines, styles, written
from support.long_run import examples

from atom_xero_plugin.bank_statements.csv.layout import CsvLayoutInput
from atom_xero_plugin.bank_statements.read import read_statement
from atom_xero_plugin.bank_statements.statement import Statement
from atom_xero_plugin.core.errors import Ambiguous, AskAgain

NOON = [Line(date(2026, 4, 3), -1250, "a"), Line(date(2026, 4, 5), 700, "b")]


def reported(statement: Statement) -> list[tuple[date, Decimal]]:
    return [(line.day, line.amount) for line in statement.lines]


def truth(of: list[Line], style: Style) -> list[tuple[date, Decimal]]:
    return [(line.day, line.amount) for line in (reversed(of) if style.newest_first else of)]


def read_or_refused(
    content: bytes, refusal: type[AskAgain], layout: CsvLayoutInput | None = None
) -> Statement | AskAgain:
    """The statement, or the error if it is of this class; any other error is a fault."""
    try:
        return read_statement(content, layout=layout)
    except refusal as refused:
        return refused


def given_back(statement: Statement) -> CsvLayoutInput:
    """The layout found, as a person would give it."""
    layout = statement.layout
    assert layout is not None
    return CsvLayoutInput(
        encoding=layout.encoding,
        delimiter=layout.delimiter,
        header_row=layout.header_row,
        date_order=layout.date_order,
        decimal_mark=layout.decimal_mark,
        sign=layout.sign,
        columns=layout.columns,
    )


@settings(max_examples=examples(400))
@given(lines(), styles(), st.integers(-(10**7), 10**7))
@example(NOON, Style(dates="mm/dd/yyyy", balance=False), 0)
def test_a_statement_is_read_exactly_or_the_doubt_is_named(of: list[Line], style: Style, opening: int) -> None:
    """Never a wrong day, never a wrong amount: a file that allows two readings is refused with what decides."""
    assume(style.sign != "out positive")
    content = written(of, style, opening)
    statement = read_or_refused(content, Ambiguous)
    if isinstance(statement, AskAgain):
        assert statement.fields[0].path.startswith("/layout/")
        assert "layout." in statement.hint
        return

    assert reported(statement) == truth(of, style)
    assert reported(read_statement(content, layout=given_back(statement))) == reported(statement)


@settings(max_examples=examples(200))
@given(lines(), styles(), st.integers(-(10**7), 10**7))
@example(NOON, Style(dates="yyyy-mm-dd"), 0)
def test_a_bank_that_prints_money_out_as_positive_is_known_by_its_balance(
    of: list[Line], style: Style, opening: int
) -> None:
    """Where the balance says nothing either, the usual sign is taken, and the layout says so."""
    odd = replace(style, sign="out positive", balance=True)
    statement = read_or_refused(written(of, odd, opening), Ambiguous)
    if isinstance(statement, Statement) and reported(statement) != truth(of, odd):
        assert statement.layout is not None
        assert any("nothing else shows it" in sentence for sentence in statement.layout.evidence)
        signs = {other for other in ("in_positive", "out_positive") if follows(statement, other)}
        assert signs in (set(), {"in_positive", "out_positive"})


def follows(statement: Statement, sign: str) -> bool:
    """Whether the balances follow from the amounts so signed, in one direction or the other."""
    way = 1 if sign == "in_positive" else -1
    pairs = list(pairwise(statement.lines))
    steps = [(one.balance or 0, two.balance or 0, one.amount * way, two.amount * way) for one, two in pairs]
    return all(a + y == b for a, b, _, y in steps) or all(b + x == a for a, b, x, _ in steps)


@settings(max_examples=examples(400))
@given(lines(), styles(), st.integers(-(10**7), 10**7))
def test_what_a_person_says_of_the_layout_always_suffices(of: list[Line], style: Style, opening: int) -> None:
    """With the layout given no statement is in doubt, and every amount and day is exact."""
    statement = read_statement(written(of, style, opening), layout=style.reported())

    assert reported(statement) == truth(of, style)


@settings(max_examples=examples(100))
@given(lines(), styles())
def test_a_file_read_twice_has_the_same_ids(of: list[Line], style: Style) -> None:
    """The ids are of the lines, not of the reading; and no two lines share one."""
    content = written(of, style)
    first, again = (read_statement(content, layout=style.reported()) for _ in range(2))

    assert [line.line_id for line in first.lines] == [line.line_id for line in again.lines]
    assert len({line.line_id for line in first.lines}) == len(of)
    assert all(0 < len(line.line_id) <= 64 for line in first.lines)


@settings(max_examples=examples(200))
@given(lines(2, 12), st.data(), styles(), styles())
def test_files_that_overlap_agree_on_the_lines_they_share(
    of: list[Line], data: st.DataObject, one: Style, other: Style
) -> None:
    """Each line has one id, in whatever file and style it comes: an overlap doubles nothing and loses nothing."""
    days = sorted({line.day for line in of})
    low, high = sorted([data.draw(st.sampled_from(days)), data.draw(st.sampled_from(days))])
    early = read_statement(written([line for line in of if line.day <= high], one), layout=one.reported())
    late = read_statement(written([line for line in of if line.day >= low], other), layout=other.reported())

    shared = {line.line_id for line in early.lines if line.day >= low}
    assert shared == {line.line_id for line in late.lines if line.day <= high}
    assert len({line.line_id for line in [*early.lines, *late.lines]}) == len(of)


@settings(max_examples=examples(200))
@given(lines(2), styles(), st.data())
def test_a_file_cut_anywhere_is_read_as_a_part_or_refused(of: list[Line], style: Style, data: st.DataObject) -> None:
    """A file that ends in the middle says no line that was not in it; only a cut in the last cell cannot be seen."""
    content = written(of, style)
    cut = content[: data.draw(st.integers(0, len(content)))]
    statement = read_or_refused(cut, AskAgain, style.reported())
    if isinstance(statement, AskAgain):
        return

    assert reported(statement)[:-1] == truth(of, style)[: max(0, len(statement.lines) - 1)]


@settings(max_examples=examples(300))
@given(
    st.binary(max_size=400)
    | st.text("0123456789,;|\t\"'/-.=+()\n\rDateAmountDebitCredit£$ ", max_size=200).map(str.encode)
)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    """Nothing but our own error leaves the reader, whatever the file."""
    answer = read_or_refused(content, AskAgain)

    assert isinstance(answer, Statement) or (answer.message and answer.fields)


@settings(max_examples=examples(300))
@given(lines(), styles(), st.data())
def test_a_damaged_file_is_read_or_refused(of: list[Line], style: Style, data: st.DataObject) -> None:
    """Bytes lost, doubled or changed in a true file lead to nothing but our own error."""
    content = bytearray(written(of, style))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        end = at + data.draw(st.integers(0, 6))
        content[at:end] = data.draw(st.binary(max_size=6))
    answer = read_or_refused(bytes(content), AskAgain, data.draw(st.sampled_from([None, style.reported()])))

    assert isinstance(answer, Statement) or answer.fields
