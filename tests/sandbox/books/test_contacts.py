"""Customers and suppliers."""

from __future__ import annotations

from typing import Any

import pytest
from sandbox.books.conftest import Xero


def test_a_new_contact_has_two_addresses_and_four_phones(xero: Xero) -> None:
    """They are there though nothing was sent of them."""
    made = xero.put("Contacts", {"Name": "Tui Ltd"}).only()
    assert [address["AddressType"] for address in made["Addresses"]] == ["STREET", "POBOX"]
    assert [phone["PhoneType"] for phone in made["Phones"]] == ["DEFAULT", "DDI", "FAX", "MOBILE"]
    assert (made["ContactStatus"], made["IsCustomer"], made["IsSupplier"]) == ("ACTIVE", False, False)


def test_an_active_name_is_unique_whatever_its_case(xero: Xero) -> None:
    """Outer blanks do not count either."""
    assert xero.put("Contacts", {"Name": " harbour CAFE"}).messages() == [
        (
            "The contact name harbour CAFE is already assigned to another contact. "
            "The contact name must be unique across all active contacts."
        )
    ]


ARCHIVED = (
    "The specified contact details matched an archived contact. "
    "Archived contacts cannot currently be edited via the API."
)


def test_the_name_of_an_archived_contact_is_free_and_it_takes_no_change(xero: Xero) -> None:
    """Not even back to active."""
    old = xero.contact["ContactID"]
    xero.post(f"Contacts/{old}", {"ContactStatus": "ARCHIVED"}).only()
    xero.put("Contacts", {"Name": "Harbour Cafe"}).only()
    for change in ({"ContactStatus": "ACTIVE"}, {"ContactStatus": "ARCHIVED"}, {"EmailAddress": "a@b.example"}):
        assert xero.post(f"Contacts/{old}", change).messages() == [ARCHIVED]


def test_a_list_hides_archived_contacts_unless_asked(xero: Xero) -> None:
    """`includeArchived=true` shows them."""
    xero.post(f"Contacts/{xero.contact['ContactID']}", {"ContactStatus": "ARCHIVED"}).only()
    assert xero.get("Contacts").records() == []
    assert len(xero.get("Contacts", includeArchived="true").records()) == 1


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, ("The Contact must contain at least 1 of the following elements to identify the contact: "
         "Name, ContactID, ContactNumber")),
        ({"Name": "X", "EmailAddress": "not an address"}, "Email address must be valid."),
        ({"Name": "X", "ContactPersons": [{"EmailAddress": "@"}]}, "Email address must be valid."),
        ({"Name": "x" * 256}, "Name is too long. Maximum of 255 characters allowed"),
        ({"Name": "X", "ContactPersons": [{}] * 6}, "A contact can have up to 5 contact persons"),
        ({"Name": "X", "DefaultCurrency": "EUR"}, "Organisation is not subscribed to currency EUR"),
        ({"Name": "X", "Phones": [{"PhoneNumber": "1"}]}, "Phone type must be specified"),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_is_refused(xero: Xero, body: Any, message: str) -> None:
    """With Xero's message alone."""
    assert xero.put("Contacts", body).messages() == [message]


def test_a_post_changes_by_id_number_or_name_and_keeps_the_rest(xero: Xero) -> None:
    """All three find the same contact, and so does the address with its number."""
    identity = xero.contact["ContactID"]
    xero.post("Contacts", {"Name": "Harbour Cafe", "ContactNumber": "C-7"}).only()
    xero.post("Contacts", {"ContactNumber": "C-7", "FirstName": "Ana"}).only()
    changed = xero.post("Contacts", {"ContactID": identity, "LastName": "Reid"}).only()
    assert (changed["ContactID"], changed["FirstName"], changed["LastName"]) == (identity, "Ana", "Reid")
    assert changed["EmailAddress"] == "accounts@harbour.example"
    assert xero.get("Contacts/C-7").only()["ContactID"] == identity


def test_a_phone_replaces_the_one_of_its_type_only(xero: Xero) -> None:
    """What is left out of that phone is emptied; the other three stay."""
    address = f"Contacts/{xero.contact['ContactID']}"
    xero.post(address, {"Phones": [{"PhoneType": "MOBILE", "PhoneNumber": "021", "PhoneAreaCode": "9"}]}).only()
    changed = xero.post(address, {"Phones": [{"PhoneType": "MOBILE", "PhoneNumber": "022"}]}).only()
    mobile = changed["Phones"][3]
    assert mobile == {"PhoneType": "MOBILE", "PhoneNumber": "022", "PhoneAreaCode": "", "PhoneCountryCode": ""}
    assert len(changed["Phones"]) == 4


def test_contact_persons_are_replaced_whole(xero: Xero) -> None:
    """Those that are not sent are gone."""
    address = f"Contacts/{xero.contact['ContactID']}"
    xero.post(address, {"ContactPersons": [{"FirstName": "Ana"}, {"FirstName": "Bo"}]}).only()
    changed = xero.post(address, {"ContactPersons": [{"FirstName": "Cy"}]}).only()
    assert [person["FirstName"] for person in changed["ContactPersons"]] == ["Cy"]


def test_balances_follow_invoices_payments_and_the_day(xero: Xero) -> None:
    """Outstanding falls with a payment and is overdue after the due date; a list without paging has no balances."""
    address = f"Contacts/{xero.contact['ContactID']}"
    made = xero.invoice()
    assert xero.get(address).only()["Balances"]["AccountsReceivable"] == {"Outstanding": 115, "Overdue": 0}
    xero.pay(made, "15").only()
    xero.clock.advance(15 * 86_400)
    assert xero.get(address).only()["Balances"]["AccountsReceivable"] == {"Outstanding": 100, "Overdue": 100}
    assert "Balances" not in xero.get("Contacts").only()
    assert xero.get("Contacts", page="1").json["Contacts"][0]["Balances"]["AccountsPayable"]["Outstanding"] == 0


def test_becoming_a_customer_does_not_move_the_updated_instant(xero: Xero) -> None:
    """Xero: not all changes trigger a change of UpdatedDateUTC, IsCustomer among them."""
    before = xero.contact["UpdatedDateUTC"]
    xero.clock.advance(60)
    xero.invoice()
    assert xero.contact["IsCustomer"] is True
    assert xero.contact["UpdatedDateUTC"] == before


def test_an_unpaged_list_leaves_people_out(xero: Xero) -> None:
    """A page has the contact persons."""
    xero.post(f"Contacts/{xero.contact['ContactID']}", {"ContactPersons": [{"FirstName": "Ana"}]}).only()
    assert xero.get("Contacts").only()["ContactPersons"] == []
    assert xero.get("Contacts", page="1").json["Contacts"][0]["ContactPersons"][0]["FirstName"] == "Ana"


def test_an_unknown_contact_is_404(xero: Xero) -> None:
    """By id or number."""
    assert xero.get("Contacts/nobody").status == 404
