"""Xero's `where`, next to a plain reading of the same filter in Python."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sandbox.conftest import SandboxServer

from atom_xero_plugin.sandbox.api.where_clause import WhereError, compile_where
from atom_xero_plugin.sandbox.resources.contacts_rules import TYPE as CONTACT
from atom_xero_plugin.sandbox.resources.invoices_rules import TYPE as INVOICE

pytestmark = pytest.mark.anyio

Row = dict[str, Any]
Filter = tuple[str, Callable[[Row], bool]]
"""What is asked, and the same in Python."""
OPERATORS = {
    "==": operator.eq, "!=": operator.ne, ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le,
}  # fmt: skip
WORDS = st.sampled_from(["PAID", "paid", "Acme", "Acme & Sons", 'O"Neil', '"', "Café", "cafe", "(x) AND y", ""])
AMOUNTS = st.sampled_from([Decimal(0), Decimal(-5), Decimal("10.00"), Decimal("20.5"), Decimal("20.51"), Decimal(300)])
DAYS = st.dates(date(2026, 1, 30), date(2026, 2, 3))
INSTANTS = st.integers(0, 86_400).map(lambda second: datetime(2026, 2, 1, tzinfo=UTC) + timedelta(seconds=second))
ROWS = st.fixed_dictionaries(
    {
        "Status": WORDS, "Reference": st.none() | WORDS, "Total": AMOUNTS, "DueDate": st.none() | DAYS,
        "UpdatedDateUTC": INSTANTS, "HasAttachments": st.booleans(),
        "Contact": st.fixed_dictionaries({"Name": WORDS, "ContactID": st.uuids().map(str)}),
    }
)  # fmt: skip


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def casefolded(text: str) -> str:
    """As Xero compares: without letter case and accents."""
    return text.lower().replace("é", "e")


def of_path(row: Row, path: str) -> Any:
    for name in path.split("."):
        row = row[name]
    return row


def compared(path: str, sign: str, value: Any, written: str, blanks: str = " ") -> Filter:
    """Nothing is smaller or larger than what is not there; it is only not equal."""

    def holds(row: Row) -> bool:
        mine = of_path(row, path)
        if isinstance(mine, str) and isinstance(value, str):
            return bool(OPERATORS[sign](casefolded(mine), casefolded(value)))
        return sign == "!=" if mine is None else bool(OPERATORS[sign](mine, value))

    return f"{path}{blanks}{sign}{blanks}{written}", holds


def called(path: str, change: str, method: str, part: str) -> Filter:
    """`Name.ToLower().Contains("x")`: letter case never counts, what is not there holds nothing."""
    part_ = casefolded(part)
    tests: dict[str, Callable[[str], bool]] = {
        "Contains": lambda text: part_ in text, "StartsWith": lambda text: text.startswith(part_),
        "EndsWith": lambda text: text.endswith(part_),
    }  # fmt: skip

    def holds(row: Row) -> bool:
        mine = of_path(row, path)
        return tests[method](casefolded(mine or "")) if mine is not None or change else False

    return f"{path}{change}.{method}({quoted(part)})", holds


SIGNS, EQUAL = st.sampled_from(sorted(OPERATORS)), st.sampled_from(["==", "!="])
LEAVES: st.SearchStrategy[Filter] = st.one_of(
    st.builds(
        lambda path, sign, word, blanks: compared(path, sign, word, quoted(word), blanks),
        st.sampled_from(["Status", "Reference", "Contact.Name"]), EQUAL, WORDS, st.sampled_from(["", " "]),
    ),
    st.builds(lambda sign, amount: compared("Total", sign, amount, str(amount)), SIGNS, AMOUNTS),
    st.builds(
        lambda sign, day: compared("DueDate", sign, day, f"DateTime({day.year},{day.month:02},{day.day:02})"),
        SIGNS, DAYS,
    ),
    st.builds(
        lambda sign, at: compared("UpdatedDateUTC", sign, at, f"DateTime({at:%Y, %m, %d, %H, %M, %S})"),
        SIGNS, INSTANTS,
    ),
    st.builds(
        called, st.sampled_from(["Reference", "Contact.Name"]), st.sampled_from(["", ".ToLower()", ".ToUpper()"]),
        st.sampled_from(["Contains", "StartsWith", "EndsWith"]), st.sampled_from(["A", "a", "& S", '"', "x) AND", ""]),
    ),
    st.sampled_from(
        [
            ("HasAttachments", lambda row: row["HasAttachments"]),
            ("HasAttachments==false", lambda row: not row["HasAttachments"]),
            ("Reference==null", lambda row: row["Reference"] is None),
            ("DueDate != null", lambda row: row["DueDate"] is not None),
        ]
    ),
)  # fmt: skip


def joined(one: Filter, word: str, two: Filter) -> Filter:
    both = word.strip().upper() in {"AND", "&&"}
    return (
        f"({one[0]}){word}({two[0]})",
        lambda row: one[1](row) and two[1](row) if both else one[1](row) or two[1](row),
    )


FILTERS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(joined, inner, st.sampled_from([" AND ", "&&", " and ", " OR ", "||", " or "]), inner),
        inner.map(lambda one: (f"!({one[0]})", lambda row: not one[1](row))),
    ),
    max_leaves=6,
)


@given(FILTERS, st.lists(ROWS, min_size=1, max_size=6))
def test_where_means_what_it_says(asked: Filter, rows: list[Row]) -> None:
    """Comparisons, methods, dates, flags, nulls, joined in any way."""
    test, _ = compile_where(asked[0], INVOICE)

    assert [test(row) for row in rows] == [asked[1](row) for row in rows]


@given(st.tuples(LEAVES, LEAVES, LEAVES), ROWS)
def test_and_binds_closer_than_or(three: tuple[Filter, Filter, Filter], row: Row) -> None:
    """Without parentheses."""
    (one, is_one), (two, is_two), (three_, is_three) = three
    test, _ = compile_where(f"{one} OR {two} AND {three_}", INVOICE)

    assert test(row) == (is_one(row) or (is_two(row) and is_three(row)))


@given(st.uuids(), st.booleans())
def test_a_guid_is_compared_in_any_letter_case(identity: Any, same: bool) -> None:
    """`guid("…")`."""
    test, _ = compile_where(f'Contact.ContactID==guid("{str(identity).upper()}")', INVOICE)

    assert test({"Contact": {"ContactID": str(identity) if same else "other"}}) is same


@pytest.mark.parametrize(
    "text",
    [
        "Status==", "Status==PAID", "DROP TABLE", 'Status=="PAID" AND', "((Total>1)", 'Total>"x', "", 'Name.Like("x")',
        "Date>DateTime(2026)", "Date>DateTime(2026,2,30)", "Total>1)", "Total>>1", 'Name.ToLower() "x"',
        'Name.ToLower().Reverse("x")', 'Status=="PAID" Status=="PAID"', "'PAID'==Status", "Total>1;",
    ],
)  # fmt: skip
def test_what_is_no_filter_is_refused(text: str) -> None:
    """With an error, never with everything."""
    with pytest.raises(WhereError):
        compile_where(text, CONTACT)


@given(st.text(max_size=40))
def test_any_text_is_a_filter_or_is_refused(text: str) -> None:
    """No other error, and a filter then gives an answer for any record."""
    try:
        test, _ = compile_where(text, INVOICE)
    except WhereError:
        return
    assert test({"Status": "PAID"}) in {True, False}


@pytest.mark.parametrize(
    ("text", "optimised"),
    [
        ('Type=="ACCREC" AND Status=="AUTHORISED" AND DueDate<DateTime(2026,6,16)', True),
        ('Contact.ContactID==guid("3f6b1c52-8a0e-4d6f-9b57-2c41d0a7e913")', True),
        ("Total>100", False),
        ('Status=="PAID" OR Total>100', False),
        ('Name.Contains("x")', False),
        ('Name.ToLower()=="x"', False),
    ],
)
def test_it_is_known_which_filters_large_books_refuse(text: str, optimised: bool) -> None:
    """Xero's list of fields it filters fast, and no methods."""
    kind = CONTACT if text.startswith("Name") else INVOICE

    assert compile_where(text, kind)[1] is optimised


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ('Type=="ACCPAY" AND Status=="AUTHORISED"', lambda r: (r["Type"], r["Status"]) == ("ACCPAY", "AUTHORISED")),
        ("AmountDue>0&&Date<DateTime(2026,06,01)", lambda r: r["AmountDue"] > 0 and r["DateString"] < "2026-06-01"),
        ('Contact.Name.Contains("Limited")', lambda r: "Limited" in r["Contact"]["Name"]),
        ('Contact.Name.ToLower().EndsWith("limited")', lambda r: r["Contact"]["Name"].lower().endswith("limited")),
        ('Status=="DRAFT" OR Status=="VOIDED"', lambda r: r["Status"] in {"DRAFT", "VOIDED"}),
        ("Total >= 5000.00", lambda r: r["Total"] >= 5000),
        ("SentToContact==true", lambda r: r.get("SentToContact") is True),
    ],
)  # fmt: skip
async def test_over_http_it_finds_what_python_finds(
    server: SandboxServer, text: str, holds: Callable[[Row], bool]
) -> None:
    """Among all the demo company's invoices."""
    everything = {"page": "1", "pageSize": "1000"}
    expected = [each["InvoiceID"] for each in await server.rows("Invoices", **everything) if holds(each)]
    found = await server.rows("Invoices", where=text, **everything)

    assert [each["InvoiceID"] for each in found] == expected
    assert expected


async def test_a_bad_filter_is_400_with_xeros_number(server: SandboxServer) -> None:
    """ErrorNumber 16, for `order` as for `where`."""
    for query in ({"where": "Nonsense ==="}, {"order": "Date; DROP"}):
        answer = await server.get("Invoices", page="1", **query)

        assert answer.status_code == 400
        assert msgspec.json.decode(answer.content)["ErrorNumber"] == 16
