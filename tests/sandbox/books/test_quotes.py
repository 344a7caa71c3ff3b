"""Quotes: as strict as Xero about what a change leaves out, and about where a status may go."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from atom_xero_plugin.sandbox.resources.contacts_rows import add_contact
from atom_xero_plugin.sandbox.resources.currencies import add_currency
from atom_xero_plugin.sandbox.resources.quotes import MOVES

if TYPE_CHECKING:
    from sandbox.books.conftest import Xero

REFUSED = "Quote not of valid status for modification"
WAYS = {"DRAFT": (), "SENT": ("SENT",), "DECLINED": ("SENT", "DECLINED"), "ACCEPTED": ("SENT", "ACCEPTED"),
        "INVOICED": ("SENT", "ACCEPTED", "INVOICED"), "DELETED": ("DELETED",)}  # fmt: skip
"""How a person brings a new quote into each status."""


def body(xero: Xero, **fields: Any) -> dict[str, Any]:
    """What makes a quote of 100.00."""
    line = {"Description": "Consulting", "Quantity": 1, "UnitAmount": 100, "AccountCode": "200"}
    usual = {"Contact": {"ContactID": xero.contact["ContactID"]}, "Date": "2026-06-01", "LineItems": [line]}
    return {name: value for name, value in {**usual, **fields}.items() if value is not None}


def quote(xero: Xero, **fields: Any) -> dict[str, Any]:
    """A quote of 100.00, as the books answer it."""
    return xero.put("Quotes", body(xero, **fields)).only()


def change(xero: Xero, made: dict[str, Any], **fields: Any) -> Any:
    """A change that names the contact and the date, as Xero needs it, and the fields given here."""
    named = {"ContactID": made["Contact"]["ContactID"]}
    return xero.post(f"Quotes/{made['QuoteID']}", {"Contact": named, "Date": "2026-06-01", **fields})


def in_status(xero: Xero, status: str, **fields: Any) -> dict[str, Any]:
    """A quote in a status, reached as a person would."""
    made = quote(xero, **fields)
    for step in WAYS[status]:
        made = change(xero, made, Status=step).only()
    return made


def test_a_new_quote_is_a_draft_with_the_next_number_and_no_tax(xero: Xero) -> None:
    """No tax type comes from the account, though the account has one."""
    made = quote(xero)

    assert (made["Status"], made["QuoteNumber"], made["LineAmountTypes"]) == ("DRAFT", "QU-0001", "EXCLUSIVE")
    assert (made["SubTotal"], made["TotalTax"], made["Total"]) == (100, 0, 100)
    (line,) = made["LineItems"]
    assert "TaxType" not in line
    assert (line["TaxAmount"], line["ItemCode"], line["Tracking"]) == (0, "", [])
    assert quote(xero)["QuoteNumber"] == "QU-0002"


def test_no_tax_type_comes_from_an_item_but_its_words_price_and_account_do(xero: Xero) -> None:
    """A line that names an item needs nothing else."""
    (line,) = quote(xero, LineItems=[{"ItemCode": "DESK"}])["LineItems"]

    assert (line["Description"], line["UnitAmount"], line["AccountCode"]) == ("Oak desk", 850, "200")
    assert "TaxType" not in line


@pytest.mark.parametrize(
    ("kind", "sums"), [("EXCLUSIVE", (100, 15, 115)), ("Inclusive", ("86.96", "13.04", 100)), ("NoTax", (100, 0, 100))]
)
def test_tax_that_is_named_is_reckoned_in_every_way_and_spelling(xero: Xero, kind: str, sums: tuple[Any, ...]) -> None:
    """The spelling of invoices is taken, and answered in capitals."""
    line = {"Description": "x", "Quantity": 1, "UnitAmount": 100, "AccountCode": "200", "TaxType": "OUTPUT2"}
    made = quote(xero, LineAmountTypes=kind, LineItems=[line])

    assert [str(made[name]) for name in ("SubTotal", "TotalTax", "Total")] == [f"{float(each):.2f}" for each in sums]
    assert made["LineAmountTypes"] == kind.upper()


def test_unit_prices_have_four_decimals_without_unitdp(xero: Xero) -> None:
    """Xero rounds them to four, always."""
    line = {"Description": "x", "Quantity": 3, "UnitAmount": "0.33335", "AccountCode": "200"}
    made = quote(xero, LineItems=[line])

    assert str(made["LineItems"][0]["UnitAmount"]) == "0.3334"
    assert str(made["Total"]) == "1.00"


def test_a_discount_is_taken_off_and_reported(xero: Xero) -> None:
    """A rate and an amount; without one nothing is told of it by id, and noughts in a list."""
    lines = [{"Description": "x", "Quantity": 1, "UnitAmount": 100, "AccountCode": "200", **more}
             for more in ({"DiscountRate": 10}, {"DiscountAmount": 5})]  # fmt: skip
    made = quote(xero, LineItems=lines)

    assert (made["Total"], made["TotalDiscount"]) == (185, 15)
    assert "TotalDiscount" not in quote(xero)
    (plain,) = (each for each in xero.get("Quotes").records() if each["Total"] == 100)
    assert (plain["TotalDiscount"], plain["LineItems"][0]["DiscountAmount"]) == (0, 0)
    assert "Terms" not in plain
    assert "ItemCode" not in plain["LineItems"][0]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"Contact": None}, "A Contact must be specified for this type of transaction"),
        ({"Date": None}, "The Date field is mandatory"),
        ({"LineItems": []}, "One or more line items must be specified"),
        ({"LineItems": None}, "One or more line items must be specified"),
        ({"LineItems": [{"Quantity": 1, "UnitAmount": 1}]}, "Description must be specified"),
        ({"Status": "ACCEPTED"}, "Quote not of valid status for creation"),
        ({"Status": "VOID"}, "The status 'VOID' cannot be applied to the document"),
        ({"Title": "x" * 101}, "Title is too long. Maximum of 100 characters allowed"),
        ({"Summary": "x" * 3001}, "Summary is too long. Maximum of 3000 characters allowed"),
        ({"Terms": "x" * 4001}, "Terms is too long. Maximum of 4000 characters allowed"),
        ({"CurrencyCode": "EUR"}, "Organisation is not subscribed to currency EUR"),
        ({"LineItems": [{"Description": "x", "UnitAmount": 1, "AccountCode": "999"}]},
         "Account code '999' is not a valid code for this document."),
        ({"LineItems": [{"Description": "x", "UnitAmount": 1, "TaxType": "NOPE"}]},
         "The TaxType code NOPE does not exist or cannot be used for this type of transaction."),
    ],
)  # fmt: skip
def test_what_a_new_quote_lacks_or_has_too_much_is_refused(xero: Xero, fields: dict[str, Any], message: str) -> None:
    """In Xero's shape, and nothing is kept."""
    assert message in xero.put("Quotes", body(xero, **fields)).messages()
    assert xero.get("Quotes").records() == []


def test_a_quote_may_be_made_as_sent(xero: Xero) -> None:
    """Not as anything further."""
    assert quote(xero, Status="SENT")["Status"] == "SENT"


@pytest.mark.parametrize("status", MOVES)
@pytest.mark.parametrize("requested", MOVES)
def test_only_xeros_moves_of_status_are_made(xero: Xero, status: str, requested: str) -> None:
    """A draft is not accepted before it was sent; nothing comes out of deleted."""
    made = in_status(xero, status)

    answer = change(xero, made, Status=requested)

    if requested in MOVES[status]:
        assert answer.only()["Status"] == requested
    else:
        assert answer.messages() == [REFUSED]
        assert xero.get(f"Quotes/{made['QuoteID']}").only()["Status"] == status


def test_a_change_without_a_number_renumbers_and_without_terms_clears_them(xero: Xero) -> None:
    """As recorded; lines that are not sent stay, with their ids."""
    made = quote(xero, Terms="Net 30", Title="Desk")

    changed = change(xero, made, Status="SENT").only()

    assert (changed["QuoteID"], changed["QuoteNumber"], changed["Terms"]) == (made["QuoteID"], "QU-0002", "")
    assert changed["LineItems"] == made["LineItems"]
    stored = change(xero, made, QuoteNumber="QU-0002", Terms="Net 7").only()
    assert (stored["QuoteNumber"], stored["Terms"]) == ("QU-0002", "Net 7")


def test_lines_without_their_ids_are_made_again(xero: Xero) -> None:
    """One sent with its id stays the same line."""
    made = quote(xero)
    before = made["LineItems"][0]["LineItemID"]

    stored = change(xero, made, LineItems=[{"LineItemID": before, "Quantity": 2}]).only()["LineItems"][0]
    anew = change(xero, made, LineItems=body(xero)["LineItems"]).only()["LineItems"][0]

    assert (stored["LineItemID"], stored["LineAmount"], stored["Description"]) == (before, 200, "Consulting")
    assert anew["LineItemID"] != before


def test_a_change_that_names_no_tax_treatment_reckons_an_inclusive_quote_as_exclusive(xero: Xero) -> None:
    """The trap that doubles a tax."""
    line = {"Description": "x", "Quantity": 1, "UnitAmount": 115, "AccountCode": "200", "TaxType": "OUTPUT2"}
    made = quote(xero, LineAmountTypes="INCLUSIVE", LineItems=[line])

    assert made["Total"] == 115
    assert change(xero, made, Status="SENT").only()["Total"] == Decimal("132.25")


@pytest.mark.parametrize("missing", ["Contact", "Date"])
def test_a_change_needs_the_contact_and_the_date(xero: Xero, missing: str) -> None:
    """Though both are known."""
    made = quote(xero)
    sent = body(xero, QuoteID=made["QuoteID"], **{missing: None})

    assert xero.post("Quotes", sent).status == 400
    assert xero.post("Quotes", body(xero, QuoteID=made["QuoteID"])).only()["QuoteID"] == made["QuoteID"]


@pytest.mark.parametrize("status", ["DECLINED", "ACCEPTED", "INVOICED"])
def test_what_an_answered_quote_offers_is_not_changed(xero: Xero, status: str) -> None:
    """Its contact and its words may be."""
    made = in_status(xero, status)
    other = add_contact(xero.books, Name="Petone Joiners")

    assert change(xero, made, LineItems=[{"Description": "Less", "UnitAmount": 1}]).messages() == [REFUSED]
    assert change(xero, made, ExpiryDate="2026-09-01").messages() == [REFUSED]
    moved = change(xero, made, Contact={"ContactID": other["ContactID"]}, Summary="With thanks").only()
    assert (moved["Contact"]["Name"], moved["Summary"]) == ("Petone Joiners", "With thanks")


def test_a_number_is_given_once(xero: Xero) -> None:
    """Not to a second quote, in any letter case."""
    quote(xero, QuoteNumber="Q-7")

    assert xero.put("Quotes", body(xero, QuoteNumber="q-7")).messages() == ["Quote # must be unique."]


def test_a_contact_by_name_is_found_or_made_and_an_archived_one_refused(xero: Xero) -> None:
    """As with invoices."""
    assert quote(xero, Contact={"Name": "harbour cafe"})["Contact"]["ContactID"] == xero.contact["ContactID"]
    assert quote(xero, Contact={"Name": "New Friends"})["Contact"]["Name"] == "New Friends"
    gone = add_contact(xero.books, Name="Gone", ContactStatus="ARCHIVED")
    (message,) = xero.put("Quotes", body(xero, Contact={"ContactID": gone["ContactID"]})).messages()
    assert "has been archived" in message


def test_a_quote_shows_of_its_contact_who_it_is_now(xero: Xero) -> None:
    """And nothing of addresses or phones."""
    made = quote(xero)
    xero.post(f"Contacts/{xero.contact['ContactID']}", {"FirstName": "Ana"}).only()

    contact = xero.get(f"Quotes/{made['QuoteID']}").only()["Contact"]

    assert contact == {"ContactID": xero.contact["ContactID"], "Name": "Harbour Cafe", "FirstName": "Ana",
                       "EmailAddress": "accounts@harbour.example"}  # fmt: skip


def test_another_currency_takes_the_rate_of_its_day(xero: Xero) -> None:
    """A rate of 1 is warned about."""
    add_currency(xero.books, "USD")

    made = quote(xero, CurrencyCode="USD")

    assert (made["CurrencyCode"], made["CurrencyRate"] != 1) == ("USD", True)
    assert quote(xero, CurrencyCode="USD", CurrencyRate=1)["Warnings"]


def test_elements_stand_or_fall_alone(xero: Xero) -> None:
    """With summarizeErrors=false each tells its own outcome, and the envelope which way was asked."""
    answer = xero.put("Quotes", {"Quotes": [body(xero), body(xero, Date=None)]}, summarizeErrors="false")

    assert answer.json["SummarizeErrors"] is False
    assert [each["StatusAttributeString"] for each in answer.records()] == ["OK", "ERROR"]
    assert xero.put("Quotes", body(xero)).json["SummarizeErrors"] is True


def test_dates_have_no_offset_and_their_duplicates_stand_next_to_them(xero: Xero) -> None:
    """Of all kinds quotes alone print them so, in refusals too."""
    answer = xero.put("Quotes", body(xero, ExpiryDate="2026-06-30"))
    refused = xero.put("Quotes", body(xero, ExpiryDate="2026-06-30", Contact=None))

    assert b"+0000" not in answer.raw + refused.raw
    assert answer.only()["Date"] == "/Date(1780272000000)/"
    assert answer.only()["ExpiryDateString"] == "2026-06-30T00:00:00"


def test_a_list_is_a_page_of_100_without_saying_of_how_many(xero: Xero) -> None:
    """Also for who names no page, and whatever page size is asked for."""
    xero.put("Quotes", {"Quotes": [body(xero) for _ in range(101)]})

    first = xero.get("Quotes", pageSize="1000")
    assert len(first.records()) == 100
    assert "pagination" not in first.json
    assert len(xero.get("Quotes", page="2").records()) == 1
    assert xero.get("Quotes", page="3").records() == []


def test_the_lists_own_parameters_choose_and_a_where_is_ignored(xero: Xero) -> None:
    """Days are included, a number is found by a part of it, a deleted quote is still there."""
    one = quote(xero, QuoteNumber="QU-0815", Date="2026-05-01", ExpiryDate="2026-05-31")
    two = quote(xero, Contact={"Name": "New Friends"}, QuoteNumber="X-1", Date="2026-06-01", Status="SENT")
    change(xero, one, Status="DELETED", QuoteNumber="QU-0815", Date="2026-05-01", ExpiryDate="2026-05-31")

    def numbers(**query: str) -> list[str]:
        return [each["QuoteNumber"] for each in xero.get("Quotes", **query).records()]

    assert sorted(numbers(where='Status=="SENT"')) == ["QU-0815", "X-1"]
    assert numbers(Status="DELETED") == ["QU-0815"]
    assert numbers(ContactID=two["Contact"]["ContactID"]) == ["X-1"]
    assert numbers(DateFrom="2026-05-01", DateTo="2026-05-31") == ["QU-0815"]
    assert numbers(ExpiryDateFrom="2026-05-31", ExpiryDateTo="2026-05-31") == ["QU-0815"]
    assert numbers(QuoteNumber="081") == ["QU-0815"]
    assert numbers(order="QuoteNumber DESC") == ["X-1", "QU-0815"]
    assert xero.get("Quotes", DateFrom="yesterday").status == 400
    assert xero.get("Quotes", ContactID="me").status == 400
    assert xero.get("Quotes", order="Nothing").status == 400


def test_only_what_was_changed_since_is_listed(xero: Xero) -> None:
    """By `UpdatedDateUTC`, which a change moves."""
    made = quote(xero)
    quote(xero)
    xero.clock.advance(60)
    since = xero.clock.now() - timedelta(seconds=30)
    change(xero, made, Status="SENT")

    listed = xero.call("GET", "Quotes", since=since).records()

    assert [each["QuoteID"] for each in listed] == [made["QuoteID"]]


def test_what_is_not_there_is_not_found(xero: Xero) -> None:
    """404 in the address, a refusal in an element; and a PUT makes a new one whatever id it names."""
    nowhere = "00000000-0000-4000-8000-000000000000"

    assert xero.get(f"Quotes/{nowhere}").status == 404
    assert xero.post(f"Quotes/{nowhere}", body(xero)).status == 404
    assert xero.post("Quotes", body(xero, QuoteID=nowhere)).status == 400
    assert quote(xero, QuoteID=nowhere)["QuoteID"] != nowhere


def test_a_body_of_the_wrong_types_is_not_read(xero: Xero) -> None:
    """And nothing of it is kept."""
    for invalid in ({"Date": "1 June"}, {"LineItems": "x"}, {"LineAmountTypes": "Some"}, {"QuoteID": "x"}):
        answer = xero.put("Quotes", {"Quotes": [body(xero), body(xero, **invalid)]})
        assert (answer.status, answer.json["ErrorNumber"]) == (400, 14)
    assert xero.get("Quotes").records() == []


def test_quotes_post_nothing(xero: Xero) -> None:
    """Not even one that was invoiced."""
    in_status(xero, "INVOICED")

    assert xero.books.ledger.postings() == []
