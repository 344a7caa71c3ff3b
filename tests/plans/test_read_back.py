"""What is read back is compared exactly: a number as a number, to its last digit, and text as text."""

from __future__ import annotations

import msgspec
import pytest

from atom_xero_plugin.plans.read_back import differences
from atom_xero_plugin.xero.decoding.base import decode_one
from atom_xero_plugin.xero.records.invoices import Invoice


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
