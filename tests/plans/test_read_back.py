"""What is read back is compared exactly: a number as a number, to its last digit, and text as text."""

from __future__ import annotations

import msgspec
import pytest

from atom_xero_plugin.plans.proposal import Step
from atom_xero_plugin.plans.read_back import differences
from atom_xero_plugin.xero.decoding.base import decode_one
from atom_xero_plugin.xero.records.invoices import Invoice
from atom_xero_plugin.xero.write import Write


def invalid(expects: dict[str, str], shown: str) -> list[str]:
    """What differs from a record with this JSON in it."""
    record = decode_one(Invoice, msgspec.Raw(f'{{"InvoiceID": "i", {shown}}}'.encode()))
    return differences(expects, record)


@pytest.mark.parametrize(
    ("expected", "shown"),
    [("115.00", "115.0"), ("115.0", "115"), ("0", "0.00"), ("-0", "0"), ("1E+2", "100"), ("9007199254740993.01",) * 2],
)
def test_the_same_number_in_other_digits_agrees(expected: str, shown: str) -> None:
    """Xero leaves zeros away."""
    assert invalid({"Total": expected}, f'"Total": {shown}') == []


@pytest.mark.parametrize(
    ("expected", "shown"),
    [("9007199254740993.01", "9007199254740993.02"), ("0.1", "0.10000000000000001"), ("115.00", "115.01"), ("0", "-1")],
)
def test_a_number_that_differs_in_its_last_digit_is_reported(expected: str, shown: str) -> None:
    """A binary fraction would take them for the same."""
    assert invalid({"Total": expected}, f'"Total": {shown}') == [f"Total is {shown}, not {expected}"]


def test_text_that_looks_alike_is_another_text() -> None:
    """Names and references are not folded."""
    assert invalid({"Reference": "PO 1"}, '"Reference": "po 1"') == ["Reference is po 1, not PO 1"]
    assert invalid({"Reference": "PO 1"}, '"Status": "DRAFT"') == ["Reference is missing, not PO 1"]


def test_the_sum_of_what_fits_is_compared() -> None:
    """Of a list: elements of another value do not count, nor do those that are marked as deleted."""
    parts = [("a", "50.00", False), ("A", "25.00", False), ("b", "7.00", False), ("a", "9.00", True)]
    listed = ",".join(
        f'{{"Amount":{amount},"IsDeleted":{str(gone).lower()},"Invoice":{{"InvoiceID":"{key}"}}}}'
        for key, amount, gone in parts
    )
    shown = f'"CreditNotes":[{listed}]'

    assert invalid({"CreditNotes.Amount+Invoice/InvoiceID=a": "75"}, shown) == []
    assert invalid({"CreditNotes.Amount+Invoice/InvoiceID=a": "50"}, shown) != []
    assert invalid({"CreditNotes.Amount+Invoice/InvoiceID=c": "0"}, shown) == []
    assert invalid({"CreditNotes.Amount+Invoice/InvoiceID=c": "0"}, '"Type":"ACCREC"') == []


def test_of_two_paths_the_one_that_is_there_counts() -> None:
    """Xero shows the credit of a refund in one of two places."""
    paths = {"CreditNote.CreditNoteID|Invoice.InvoiceID": "a"}

    assert invalid(paths, '"CreditNote":{"CreditNoteID":"a"}') == []
    assert invalid(paths, '"Invoice":{"InvoiceID":"a"}') == []
    assert invalid(paths, '"Invoice":{"InvoiceID":"b"}') != []
    assert invalid(paths, '"Type":"ACCREC"') != []


def test_steps_that_share_a_name_do_the_same_whatever_they_write() -> None:
    """So that only one of them is under way at a time."""
    one = Step(Write.of("PUT", "x"), "credit_note", {"RemainingCredit": "1"}, record_id="r", alone="credit_note r")
    other = Step(Write.of("PUT", "y"), "payment", {"Amount": "2"}, alone="credit_note r")
    third = Step(Write.of("PUT", "y"), "payment", {"Amount": "2"}, alone="credit_note s")

    assert one.effect_hash == other.effect_hash != third.effect_hash
