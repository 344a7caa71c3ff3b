"""Lists of the sandbox: filters, order, pages and their drift, as at Xero."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from sandbox.conftest import SandboxServer

pytestmark = pytest.mark.anyio


async def test_pages_hold_everything_once_and_say_how_much_there_is(server: SandboxServer) -> None:
    """`pagination` on each."""
    seen: list[str] = []
    number, count = 1, 99
    while number <= count:
        answer = msgspec.json.decode((await server.get("Invoices", page=str(number), pageSize="30")).content)
        count = answer["pagination"]["pageCount"]
        seen += [each["InvoiceID"] for each in answer["Invoices"]]
        number += 1

    assert answer["pagination"]["itemCount"] == len(seen) == len(set(seen))


@pytest.mark.parametrize(
    ("asked", "taken"),
    [
        ({"page": "1", "pageSize": "5000"}, (1, 1000)),
        ({"page": "-3", "pageSize": "many"}, (1, 100)),
        ({"page": "2"}, (2, 100)),
        ({"page": "1", "pageSize": "0"}, (1, 1)),
    ],
)
async def test_a_page_out_of_range_is_clamped_never_refused(
    server: SandboxServer, asked: dict[str, str], taken: tuple[int, int]
) -> None:
    """At most a thousand records; a hundred unless told."""
    pagination = msgspec.json.decode((await server.get("Contacts", **asked)).content)["pagination"]

    assert (pagination["page"], pagination["pageSize"]) == taken


async def test_the_page_after_the_last_is_empty(server: SandboxServer) -> None:
    """Not an error."""
    assert await server.rows("Invoices", page="99", pageSize="1000") == []


async def test_lists_come_in_the_order_asked_for_else_oldest_change_first(server: SandboxServer) -> None:
    """By several fields, in both directions; what has no value comes first, or last when falling."""

    async def listed(order: str) -> list[dict[str, Any]]:
        return await server.rows("Invoices", page="1", pageSize="1000", **({"order": order} if order else {}))

    by_total = [(each["Total"], each["InvoiceNumber"].casefold()) for each in await listed("Total DESC, InvoiceNumber")]
    by_name = [each["Contact"]["Name"].casefold() for each in await listed("Contact.Name")]
    by_change = [(each["UpdatedDateUTC"], each["InvoiceID"]) for each in await listed("")]

    assert by_total == sorted(by_total, key=lambda pair: (-pair[0], pair[1]))
    assert by_name == sorted(by_name)
    assert by_change == sorted(by_change)


async def test_ids_numbers_statuses_and_contacts_narrow_a_list_together(server: SandboxServer) -> None:
    """Each may name several; all must hold."""
    everything = await server.rows("Invoices", page="1", pageSize="1000")
    paid = next(each for each in everything if each["Status"] == "PAID" and each["Type"] == "ACCREC")
    draft = next(each for each in everything if each["Status"] == "DRAFT")
    contact = paid["Contact"]["ContactID"]

    async def found(**query: str) -> set[str]:
        return {each["InvoiceID"] for each in await server.rows("Invoices", page="1", pageSize="1000", **query)}

    both = f"{paid['InvoiceID'].upper()},{draft['InvoiceID']}"
    assert await found(IDs=both) == {paid["InvoiceID"], draft["InvoiceID"]}
    assert await found(IDs=both, Statuses="PAID,VOIDED") == {paid["InvoiceID"]}
    assert await found(InvoiceNumbers=paid["InvoiceNumber"]) == {paid["InvoiceID"]}
    assert await found(ContactIDs=contact, where='Type=="ACCREC"') == {
        each["InvoiceID"] for each in everything if each["Contact"]["ContactID"] == contact and each["Type"] == "ACCREC"
    }


async def test_an_edit_between_two_pages_lets_a_row_slip(server: SandboxServer) -> None:
    """The drift of pages over what changes; a client must cope."""
    order = {"order": "UpdatedDateUTC ASC", "pageSize": "50"}
    first = await server.rows("Invoices", page="1", **order)
    await server.control("time", advance_s=60)
    edited = {
        "tenant_id": server.tenant,
        "plural": "Invoices",
        "id": first[0]["InvoiceID"],
        "changes": {"Reference": "x"},
    }
    await server.control("edit", **edited)
    second = await server.rows("Invoices", page="2", **order)
    everything = await server.rows("Invoices", page="1", pageSize="1000", order="UpdatedDateUTC ASC")

    seen = {each["InvoiceID"] for each in (*first, *second)}
    slipped = {each["InvoiceID"] for each in everything[:99]} - seen
    assert len(slipped) == 1


async def test_modified_since_gives_what_changed_since(server: SandboxServer) -> None:
    """In Xero's form and as an HTTP date, that instant included; what is neither is ignored."""
    await server.control("time", set="2026-06-16T01:10:00+00:00")
    contact = (await server.rows("Contacts", page="1"))[0]["ContactID"]
    await server.control("edit", tenant_id=server.tenant, plural="Contacts", id=contact, changes={"FirstName": "Tui"})

    async def since(text: str) -> list[str]:
        return [each["ContactID"] for each in await server.rows("Contacts", {"if-modified-since": text}, page="1")]

    assert await since("2026-06-16T01:10:00") == [contact]
    assert await since("Tue, 16 Jun 2026 01:10:00 GMT") == [contact]
    assert await since("2026-06-16T01:10:01") == []
    assert await since("yesterday") == [each["ContactID"] for each in await server.rows("Contacts", page="1")]


async def test_archived_contacts_are_given_only_to_who_asks(server: SandboxServer) -> None:
    """includeArchived=true."""
    contact = (await server.rows("Contacts", page="1"))[0]["ContactID"]
    await server.control(
        "edit", tenant_id=server.tenant, plural="Contacts", id=contact, changes={"ContactStatus": "ARCHIVED"}
    )

    without = [each["ContactID"] for each in await server.rows("Contacts", page="1")]
    with_them = [each["ContactID"] for each in await server.rows("Contacts", page="1", includeArchived="true")]

    assert contact not in without
    assert contact in with_them


async def test_lines_are_given_only_in_pages_and_single_answers(server: SandboxServer) -> None:
    """Not in a plain list, not in a summary."""
    plain, paged = await server.rows("Invoices"), await server.rows("Invoices", page="1")
    summary = await server.rows("Invoices", page="1", summaryOnly="true")
    single = await server.rows(f"Invoices/{plain[0]['InvoiceID']}")

    assert plain
    assert summary
    assert not any(each.get("LineItems") for each in (*plain, *summary))
    assert all(each["LineItems"] for each in (*paged, *single))


async def test_amounts_are_given_to_four_places_only_if_asked_for(server: SandboxServer) -> None:
    """unitdp=4."""
    line = {"Description": "Prints", "Quantity": 1000, "UnitAmount": 0.1255, "AccountCode": "200"}
    contact = (await server.rows("Contacts", page="1"))[0]["ContactID"]
    body = {"Type": "ACCREC", "Contact": {"ContactID": contact}, "LineItems": [line], "Date": "2026-06-16"}

    async def made(**query: str) -> dict[str, Any]:
        answer = await server.http.put("/api.xro/2.0/Invoices", params=query, json=body, headers=server.headers)
        found: dict[str, Any] = msgspec.json.decode(answer.content)["Invoices"][0]
        return found

    assert (await made())["SubTotal"] == 130
    assert (await made(unitdp="4"))["SubTotal"] == 125.5
