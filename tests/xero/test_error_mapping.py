"""Xero's refusals keep their reasons, every one of them, and where it belongs."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_xero_plugin.core.errors import InvalidArguments, OurFault, XeroPluginError, XeroRefused
from atom_xero_plugin.rate_limits.gate import Seen
from atom_xero_plugin.xero.error_mapping import failure_of, refusals_in

JSON = {"content-type": "application/json"}


def refusal(body: object) -> XeroPluginError:
    return failure_of(400, JSON, json.dumps(body).encode())


def test_every_validation_message_is_kept_with_the_path_of_its_element() -> None:
    """Of the document, of its contact, of each line."""
    error = refusal(
        {
            "ErrorNumber": 10,
            "Type": "ValidationException",
            "Message": "A validation exception occurred",
            "Elements": [
                {
                    "ValidationErrors": [{"Message": "Date is required"}, {"Message": "Total must not be negative"}],
                    "Contact": {"ValidationErrors": [{"Message": "The contact is archived"}]},
                    "LineItems": [{}, {"ValidationErrors": [{"Description": "Account code '999' is not valid"}]}],
                }
            ],
        }
    )

    assert isinstance(error, XeroRefused)
    assert [(field.path, field.message) for field in error.fields] == [
        ("/Elements/0", "Date is required"),
        ("/Elements/0", "Total must not be negative"),
        ("/Elements/0/Contact", "The contact is archived"),
        ("/Elements/0/LineItems/1", "Account code '999' is not valid"),
    ]
    assert "Date is required" in error.message
    assert "Account code '999' is not valid" in error.message


def test_too_much_at_once_says_to_filter_it() -> None:
    """ErrorNumber 51."""
    error = refusal({"ErrorNumber": 51, "Type": "HighVolumeException", "Message": "Too many"})

    assert isinstance(error, InvalidArguments)
    assert "Filter" in error.hint


def test_a_reused_key_is_our_fault() -> None:
    """A caller never sees keys, so a caller cannot have reused one."""
    error = refusal({"Message": "Idempotency Key: axp-1 is used with a different request."})

    assert isinstance(error, OurFault)


@pytest.mark.parametrize("number", [14, 16])
def test_a_request_that_xero_cannot_read_keeps_its_words(number: int) -> None:
    """ErrorNumbers 14 and 16."""
    assert "Syntax error at 5" in refusal({"ErrorNumber": number, "Message": "Syntax error at 5"}).message


def test_a_good_answer_holds_no_refusal() -> None:
    """Warnings are not errors."""
    body = {"Invoices": [{"Status": "DRAFT", "Warnings": [{"Message": "careful"}], "ValidationErrors": []}]}

    assert refusals_in(json.dumps(body).encode()) is None


@given(
    st.integers(min_value=300, max_value=599),
    st.sampled_from(["application/json", "text/html", "text/plain", ""]),
    st.binary(max_size=300) | st.text(max_size=100).map(str.encode),
)
def test_any_answer_at_all_becomes_one_of_our_errors(status: int, kind: str, body: bytes) -> None:
    """HTML, half JSON, nothing: an error as text, never a crash."""
    error = failure_of(status, {"content-type": kind}, body)

    assert isinstance(error, XeroPluginError)
    assert 0 < len(error.message) <= 1_200


NAMES = st.sampled_from(["Elements", "ValidationErrors", "Message", "LineItems", "ErrorNumber"])


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner),
        max_leaves=15,
    )
)
def test_any_json_at_all_becomes_one_of_our_errors(body: object) -> None:
    """Also shapes that Xero never sent yet."""
    assert isinstance(refusal(body), XeroPluginError)


@pytest.mark.parametrize("reported", ["\u00b2", "-1", "1.5", "soon", "9" * 12, "9" * 5_000, ""])
def test_a_count_that_is_no_sensible_number_is_none(reported: str) -> None:
    """Garbage in a header is not a fault of ours."""
    assert Seen.of(429, {"x-daylimit-remaining": reported}, 0).day_remaining is None
