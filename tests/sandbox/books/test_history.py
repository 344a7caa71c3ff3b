"""Histories: what was done to records, and notes, which are added and never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

if TYPE_CHECKING:
    from sandbox.books.conftest import Xero


def test_a_note_is_added_and_its_answer_says_less_than_the_list(xero: Xero) -> None:
    """As recorded: no user, no word of what it is, a date without an offset."""
    path = f"Invoices/{xero.invoice()['InvoiceID']}/History"
    added = xero.put(path, {"HistoryRecords": [{"Details": "Called."}]})
    listed = xero.get(path).records()

    assert set(added.only()) == {"DateUTCString", "DateUTC", "Details", "ValidationErrors"}
    assert b"+0000" not in added.raw
    assert (listed[0]["Changes"], listed[0]["Details"], listed[0]["User"]) == ("Note", "Called.", "Xero API Partner")


def test_the_newest_line_comes_first(xero: Xero) -> None:
    """With what was done by other requests."""
    invoice = xero.invoice(Status="DRAFT")
    path = f"Invoices/{invoice['InvoiceID']}"
    xero.clock.advance(60)
    xero.post(path, {"Status": "AUTHORISED"})
    xero.clock.advance(60)
    xero.put(f"{path}/History", {"Details": "Checked."})

    assert [line["Changes"] for line in xero.get(f"{path}/History").records()] == ["Note", "Approved", "Created"]


def test_several_notes_at_once(xero: Xero) -> None:
    """By PUT and POST alike."""
    path = f"Contacts/{xero.contact['ContactID']}/History"
    xero.post(path, {"HistoryRecords": [{"Details": "One."}, {"Details": "Two."}]})

    assert [line["Details"] for line in xero.get(path).records()] == ["Two.", "One."]


@pytest.mark.parametrize("details", ["", "x" * 2_501, None])
def test_a_note_without_text_or_with_too_much_is_refused_with_all_others(xero: Xero, details: str | None) -> None:
    """Nothing of the request is kept."""
    path = f"Invoices/{xero.invoice()['InvoiceID']}/History"
    refused = xero.put(path, {"HistoryRecords": [{"Details": "Good."}, {"Details": details}]})

    assert refused.messages() == ["Details must be between 1 and 2500 characters."]
    assert [line["Changes"] for line in xero.get(path).records()] == ["Created"]


@pytest.mark.parametrize("plural", ["Invoices", "Payments", "Items", "Quotes", "BankTransactions"])
def test_a_note_on_nothing_is_refused_in_xeros_words(xero: Xero, plural: str) -> None:
    """Not by 404, as the list of what is not there is."""
    path = f"{plural}/{uuid4()}/History"

    assert xero.put(path, {"HistoryRecords": [{"Details": "x"}]}).messages() == [
        "The document with the supplied id was not found for this endpoint."
    ]
    assert xero.get(path).status == 404


def test_a_line_has_no_address(xero: Xero) -> None:
    """A history is read whole."""
    path = f"Invoices/{xero.invoice()['InvoiceID']}/History"

    assert xero.get(f"{path}/1").status == 404
