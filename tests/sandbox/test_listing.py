"""Lists of the sandbox: filters, order, pages and their drift, as at Xero."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sandbox.conftest import Site

from atom_xero_plugin.sandbox.where import WhereError, compile_where

pytestmark = pytest.mark.anyio


async def test_pages_hold_everything_once_and_say_how_much_there_is(site: Site) -> None:
    """`pagination` on each."""
    seen: list[str] = []
    number, count = 1, 99
    while number <= count:
        answer = msgspec.json.decode((await site.get("Invoices", page=str(number), pageSize="30")).content)
        count = answer["pagination"]["pageCount"]
        seen += [each["InvoiceID"] for each in answer["Invoices"]]
        number += 1

    assert answer["pagination"]["itemCount"] == len(seen) == len(set(seen))


async def test_a_page_is_at_most_a_thousand(site: Site) -> None:
    """More is clamped, and so is nonsense."""
    answer = msgspec.json.decode((await site.get("Contacts", page="1", pageSize="5000")).content)
    nonsense = await site.get("Contacts", page="-3", pageSize="many")

    assert answer["pagination"]["pageSize"] == 1000
    assert nonsense.status_code == 200


async def test_an_edit_between_two_pages_lets_a_row_slip(site: Site) -> None:
    """The drift of pages over what changes; a client must cope."""
    order = {"order": "UpdatedDateUTC ASC", "pageSize": "50"}
    first = await site.rows("Invoices", page="1", **order)
    await site.control("time", advance_s=60)
    edited = {
        "tenant_id": site.tenant,
        "plural": "Invoices",
        "id": first[0]["InvoiceID"],
        "changes": {"Reference": "x"},
    }
    await site.control("edit", **edited)
    second = await site.rows("Invoices", page="2", **order)
    everything = await site.rows("Invoices", page="1", pageSize="1000", order="UpdatedDateUTC ASC")

    seen = {each["InvoiceID"] for each in (*first, *second)}
    slipped = {each["InvoiceID"] for each in everything[:99]} - seen
    assert len(slipped) == 1


async def test_modified_since_gives_what_changed_since(site: Site) -> None:
    """In Xero's form and as an HTTP date."""
    await site.control("time", advance_s=600)
    contact = (await site.rows("Contacts", page="1"))[0]
    await site.control(
        "edit", tenant_id=site.tenant, plural="Contacts", id=contact["ContactID"], changes={"FirstName": "Tui"}
    )

    xeros = await site.rows("Contacts", {"if-modified-since": "2026-06-16T00:00:00"}, page="1")
    later = await site.rows("Contacts", {"if-modified-since": "2027-01-01T00:00:00"}, page="1")

    assert contact["ContactID"] in [each["ContactID"] for each in xeros]
    assert later == []


async def test_archived_contacts_are_given_only_to_who_asks(site: Site) -> None:
    """includeArchived=true."""
    contact = (await site.rows("Contacts", page="1"))[0]["ContactID"]
    await site.control(
        "edit", tenant_id=site.tenant, plural="Contacts", id=contact, changes={"ContactStatus": "ARCHIVED"}
    )

    without = [each["ContactID"] for each in await site.rows("Contacts", page="1")]
    with_them = [each["ContactID"] for each in await site.rows("Contacts", page="1", includeArchived="true")]

    assert contact not in without
    assert contact in with_them


async def test_a_list_without_pages_has_no_lines_and_a_summary_has_none_either(site: Site) -> None:
    """Paged, by id, or by Statuses it has."""
    plain, paged = await site.rows("Invoices"), await site.rows("Invoices", page="1")
    summary = await site.rows("Invoices", page="1", summaryOnly="true")

    assert not any(each.get("LineItems") for each in (*plain, *summary))
    assert all(each["LineItems"] for each in paged)


async def test_amounts_are_given_to_four_places_only_if_asked_for(site: Site) -> None:
    """unitdp=4."""
    line = {"Description": "Prints", "Quantity": 1000, "UnitAmount": 0.1255, "AccountCode": "200"}
    contact = (await site.rows("Contacts", page="1"))[0]["ContactID"]
    body = {"Type": "ACCREC", "Contact": {"ContactID": contact}, "LineItems": [line], "Date": "2026-06-16"}

    async def made(**query: str) -> dict[str, Any]:
        answer = await site.http.put("/api.xro/2.0/Invoices", params=query, json=body, headers=site.headers)
        found: dict[str, Any] = msgspec.json.decode(answer.content)["Invoices"][0]
        return found

    assert (await made())["SubTotal"] == 130
    assert (await made(unitdp="4"))["SubTotal"] == 125.5


ROWS: list[dict[str, Any]] = [
    {
        "Status": status, "Type": kind, "Total": Decimal(total), "AmountDue": Decimal(total),
        "Date": date(2026, month, 3), "Contact": {"Name": name},
    }
    for status, kind, total, month, name in [
        ("DRAFT", "ACCREC", "10.00", 1, "Acme"), ("PAID", "ACCPAY", "20.50", 2, "Bright"),
        ("AUTHORISED", "ACCREC", "30.00", 3, "Acme"), ("VOIDED", "ACCPAY", "0.00", 4, 'O"Neil'),
    ]
]  # fmt: skip

comparisons = st.one_of(
    st.tuples(st.just("Status"), st.sampled_from(["==", "!="]), st.sampled_from(["DRAFT", "PAID", "AUTHORISED"])),
    st.tuples(st.just("Type"), st.sampled_from(["==", "!="]), st.sampled_from(["ACCREC", "ACCPAY"])),
    st.tuples(
        st.just("AmountDue"), st.sampled_from(["==", ">", ">=", "<", "<=", "!="]),
        st.sampled_from([Decimal("10.00"), Decimal("20.50"), Decimal(30)]),
    ),
    st.tuples(
        st.just("Date"), st.sampled_from([">", ">=", "<", "<="]), st.sampled_from([date(2026, 2, 3), date(2026, 3, 1)])
    ),
)  # fmt: skip


def as_where(comparison: tuple[str, str, Any]) -> str:
    name, operator, value = comparison
    if isinstance(value, str):
        return f'{name}{operator}"{value}"'
    if isinstance(value, date):
        return f"{name} {operator} DateTime({value.year}, {value.month}, {value.day})"
    return f"{name} {operator} {value}"


def holds(comparison: tuple[str, str, Any], row: dict[str, Any]) -> bool:
    name, operator, value = comparison
    mine = row[name]
    return {
        "==": mine == value, "!=": mine != value,
        ">": operator in ">=" and mine > value, ">=": operator in ">=" and mine >= value,
        "<": operator in "<=" and mine < value, "<=": operator in "<=" and mine <= value,
    }[operator]  # fmt: skip


@given(st.lists(comparisons, min_size=1, max_size=3))
def test_where_means_what_it_says(asked: list[tuple[str, str, Any]]) -> None:
    """Joined by AND, beside a plain reading of the same."""
    test, _ = compile_where(" AND ".join(map(as_where, asked)))

    assert [test(row) for row in ROWS] == [all(holds(each, row) for each in asked) for row in ROWS]


@pytest.mark.parametrize(
    "text",
    ["Status==", "Status==PAID", "DROP TABLE", 'Status=="PAID" AND', "((Total>1)", 'Total>"x', ""],
)
def test_what_is_no_filter_is_refused(text: str) -> None:
    """With an error, never with everything."""
    with pytest.raises(WhereError):
        compile_where(text)


async def test_a_bad_filter_is_400_with_xeros_number(site: Site) -> None:
    """ErrorNumber 16."""
    answer = await site.get("Invoices", where="Nonsense ===", page="1")

    assert answer.status_code == 400
    assert msgspec.json.decode(answer.content)["ErrorNumber"] == 16
