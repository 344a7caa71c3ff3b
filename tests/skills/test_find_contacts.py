"""What find_contacts promises."""

from __future__ import annotations

import pytest
from support.asking import change, paths, refused, result, row, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_a_part_of_the_name_finds_a_contact_with_what_it_owes(house: House) -> None:
    """The amount is that of the open invoices in the books."""
    reported = await result(house, "find_contacts", text="karori")

    contact = reported["items"][0]
    open_ones = [
        invoice["AmountDue"]
        for invoice in rows(house, "Invoices", Status="AUTHORISED", Type="ACCREC")
        if invoice["Contact"]["ContactID"] == contact["id"]
    ]
    assert contact["name"] == "Karori Veterinary Clinic"
    assert contact["owes"] == {"amount": f"{sum(open_ones):.2f}", "currency": "NZD"}
    assert contact["id"] in contact["url"]


async def test_customers_and_suppliers_are_distinguished(house: House) -> None:
    """Xero cannot filter by them on big books, so the plugin does."""
    customers = await result(house, "find_contacts", customers_only=True, limit=100)
    suppliers = await result(house, "find_contacts", suppliers_only=True, limit=100)

    assert all(each["customer"] for each in customers["items"])
    assert all(each["supplier"] for each in suppliers["items"])
    assert len(customers["items"]) == len(rows(house, "Contacts", IsCustomer=True))
    assert len(suppliers["items"]) == len(rows(house, "Contacts", IsSupplier=True))


@pytest.mark.parametrize("only", [{}, {"customers_only": True}])
async def test_cursors_lead_through_all_of_them_once(house: House, only: dict[str, bool]) -> None:
    """Whoever filters, Xero or the plugin: no contact twice, none left out."""
    seen: list[str] = []
    cursor: dict[str, str] = {}
    for _ in range(20):
        reported = await result(house, "find_contacts", limit=7, **only, **cursor)
        seen += [each["name"] for each in reported["items"]]
        if not reported["has_more"]:
            break
        cursor = {"cursor": reported["next_cursor"]}

    requested = rows(house, "Contacts", **({"IsCustomer": True} if only else {}))
    assert seen == sorted((each["Name"] for each in requested), key=str.casefold)


async def test_a_cursor_of_another_question_is_refused(house: House) -> None:
    """A page of one list means nothing in another."""
    reported = await result(house, "find_contacts", limit=5)

    error = await refused(house, "find_contacts", limit=5, text="a", cursor=reported["next_cursor"])

    assert (error["code"], paths(error)) == ("invalid_arguments", ["/cursor"])


async def test_archived_contacts_are_found_only_when_asked_for(house: House) -> None:
    """They are of the past."""
    change(house, "Contacts", row(house, "Contacts", Name="Ngaio Travel"), ContactStatus="ARCHIVED")

    without = await result(house, "find_contacts", name="Ngaio Travel")
    with_them = await result(house, "find_contacts", name="Ngaio Travel", include_archived=True)

    assert without["items"] == []
    assert with_them["items"][0]["archived"] is True


async def test_a_name_that_looks_like_a_filter_is_only_a_name(house: House) -> None:
    """Quotes cannot break out of what is sent to Xero."""
    reported = await result(house, "find_contacts", name='" OR Name!="')

    assert reported["items"] == []


async def test_a_name_that_nobody_has_is_reported_the_names_like_it(house: House) -> None:
    """Also where the first letters are wrong."""
    for asked, near in (
        ({"text": "Kauri Grove Caffe"}, "Kauri Grove Cafe"),
        ({"name": "Kaori Grove Cafe"}, "Kauri Grove Cafe"),
        ({"text": "Nothland Bakery"}, "Northland Bakery"),
        ({"text": "aKuri Grove"}, "Kauri Grove Cafe"),
    ):
        reported = await result(house, "find_contacts", **asked)

        assert reported["items"] == [], asked
        assert reported["near"][0]["name"] == near


async def test_a_name_like_nobodys_is_reported_none(house: House) -> None:
    """Nor is one who was found."""
    assert "near" not in await result(house, "find_contacts", text="Zyxwvut Industries Qqq")
    assert "near" not in await result(house, "find_contacts", text="Kauri")
