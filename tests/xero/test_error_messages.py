"""Xero's reason is never lost, whatever it is written in; and nothing that looks like a token is ever reported."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.strict_xero import CANARY, bad, ok, playing

from atom_xero_plugin.core.errors import (
    NotFound,
    RateLimited,
    ReconnectNeeded,
    UnexpectedAnswer,
    XeroPluginError,
    XeroRefused,
)
from atom_xero_plugin.rate_limits.gate import Seen, wait_of
from atom_xero_plugin.xero.error_mapping import failure_of, refusals_in
from atom_xero_plugin.xero.write import Write

SENTENCE = "Supplied parameter 'ContactIds' cannot be parsed."
PUT = Write.of("PUT", "Invoices", {"Type": "ACCREC"})
XML = (
    '<ApiException xmlns:i="x"><ErrorNumber>10</ErrorNumber><Type>ValidationException</Type>'
    "<Message>A validation exception occurred</Message><Elements><DataContractBase><Description>A line</Description>"
    "<ValidationErrors><ValidationError><Message>Account code &apos;999&apos; is not valid</Message></ValidationError>"
    "<ValidationError><Message>Date is required</Message></ValidationError></ValidationErrors>"
    "</DataContractBase></Elements></ApiException>"
)
ELEMENTS = {
    "ErrorNumber": 10,
    "Type": "ValidationException",
    "Message": "A validation exception occurred",
    "Elements": [
        {
            "LineItems": [{"Description": "Words of a line", "ValidationErrors": [{"Message": "Line is wrong"}]}],
            "Contact": {"Name": "N", "ValidationErrors": [{"Description": "Email address must be valid."}]},
            "ValidationErrors": [{"Message": "Date is required"}, "Said bare"],
            "Warnings": [{"Message": "Account code has been removed"}],
        }
    ],
}
PAGE = (
    "<!DOCTYPE html><html><head><title>Service Unavailable</title><style>p{color:red}</style></head><body>"
    f"<script>var token='{CANARY}';</script><h1>We are offline</h1><p>Back at noon.</p>{'<p>more and more</p>' * 99}"
)


def failed(status: int, body: str | bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> XeroPluginError:
    content = body.encode() if isinstance(body, str) else body
    return failure_of(status, {"content-type": kind, **headers}, content)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 412, 413, 418, 500, 503])
@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "text/plain", "application/json", "application/xml", ""])
def test_a_plain_sentence_is_reported_whatever_its_header_says(status: int, kind: str) -> None:
    """Xero sends them as text/html. Source: XeroAPI/xero-node issue 502, XeroAPI/xero-php-oauth2-app issue 30."""
    assert SENTENCE in failed(status, SENTENCE, kind).message


@pytest.mark.parametrize(
    ("body", "reported"),
    [
        (f"\ufeff {SENTENCE}\r\n", SENTENCE),
        (f"<p>{SENTENCE}</p>", SENTENCE),
        (f'<string xmlns="http://x">{SENTENCE}</string>', SENTENCE),
        (json.dumps(SENTENCE), SENTENCE),
        (json.dumps({"title": "Bad Request", "status": 400, "detail": SENTENCE}), SENTENCE),
        (json.dumps({"Title": "RequestEntityTooLarge", "Status": 413, "Detail": "PayloadTooLarge"}), "PayloadTooLarge"),
        (json.dumps({"type": "about:blank", "title": "Too large"}), "Too large"),
        (json.dumps({"errors": {"ContactIds": [SENTENCE]}}), SENTENCE),
        (json.dumps({"problem": {"detail": SENTENCE}}), SENTENCE),
        (json.dumps({"error": "invalid", "error_description": SENTENCE}), SENTENCE),
        (json.dumps({"message": SENTENCE, "modelState": {}}), SENTENCE),
        (XML, "Account code '999' is not valid Date is required"),
        (XML[:330], "Account code '999' is not valid"),
        (f"<Error><Message>{SENTENCE}</Message></Error>", SENTENCE),
        (f"<?xml version='1.0'?><e><![CDATA[{SENTENCE}]]></e>", SENTENCE),
        (PAGE, "Service Unavailable · We are offline · Back at noon."),
        ("<h1>Server Error</h1>", "Server Error"),
        ("oauth_problem=rate%20limit&oauth_problem_advice=please%20wait", "please wait"),
        (SENTENCE.encode("utf-16"), SENTENCE),
        ("Der Betrag ist ung\u00fcltig".encode("latin-1"), "Der Betrag ist ung\u00fcltig"),
    ],
)  # fmt: skip
def test_a_reason_is_reported_in_any_shape(body: str | bytes, reported: str) -> None:
    """JSON of every API of Xero's, XML whole or cut, pages, forms."""
    assert reported in failed(400, body).message


def test_every_nested_reason_is_kept_with_its_place_and_what_was_only_warned_of_comes_last() -> None:
    """Of lines, of the contact, of the document; record text is no reason."""
    error = failed(400, json.dumps(ELEMENTS))

    assert isinstance(error, XeroRefused)
    assert [(field.path, field.message) for field in error.fields] == [
        ("/Elements/0", "Date is required"),
        ("/Elements/0", "Said bare"),
        ("/Elements/0/LineItems/0", "Line is wrong"),
        ("/Elements/0/Contact", "Email address must be valid."),
        ("/Elements/0", "Account code has been removed"),
    ]
    assert "Words of a line" not in error.message


@pytest.mark.parametrize("end", [270, 300, 330, -1, -2, -5, -60])
def test_json_that_was_cut_keeps_the_reasons_that_it_holds(end: int) -> None:
    """At a limit of some proxy: whatever was whole, with its place."""
    text = json.dumps(ELEMENTS)

    error = failed(400, text[:end])

    assert "Line is wrong" in [field.message for field in error.fields]
    assert "Words of a line" not in error.message


@given(st.integers(0, len(json.dumps(ELEMENTS))))
def test_json_cut_anywhere_is_one_of_our_errors_and_says_no_record_text(end: int) -> None:
    """Never half a record as a reason."""
    error = failed(400, json.dumps(ELEMENTS)[:end])

    assert isinstance(error, XeroRefused)
    assert "Words of" not in error.message


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500])
@pytest.mark.parametrize(
    "body",
    [
        f"Bearer {CANARY} was refused",
        f"<p>token {CANARY}</p>",
        json.dumps({"Detail": f"authorization: Bearer {CANARY}"}),
        json.dumps({"Message": "x", "Elements": [{"ValidationErrors": [{"Message": f"bad {CANARY}"}]}]}),
        f"access_token={CANARY}&error=x",
        f"{'x' * 3990} {CANARY}",
        "re\u200bfresh_token: s3cr3t-value",
        "Basic dXNlcjpwYXNzd29yZA== is no good",
    ],
)
def test_no_token_is_ever_reported(status: int, body: str) -> None:
    """Nor half of one."""
    error = failed(status, body)

    reported = f"{error.message} {error.hint} {error.fields}"
    assert not any(part in reported for part in ("canary-token", "eyJhbG", "s3cr3t", "dXNlcjpw"))


def test_the_insides_of_a_server_that_failed_are_not_reported() -> None:
    """Its title is."""
    error = failed(500, "<html><head><title>Runtime Error</title></head><body>at Xero.Api.Line(42)</body></html>")

    assert "Runtime Error" in error.message
    assert "Line(42)" not in error.message


def test_what_cannot_be_seen_is_not_reported_and_nothing_is_without_bounds() -> None:
    """Control characters and line breaks move what a person reads."""
    error = failed(400, "\x1b[31mno\x07\u202e\u200b\ngood " + "long " * 5_000)

    assert "[31mno good long" in error.message
    assert not set(error.message) & set("\x1b\x07\u202e\u200b\n")
    assert len(error.message) <= 1_000
    many = failed(400, json.dumps({"Elements": [{"ValidationErrors": [{"Message": f"m{n}"}]} for n in range(9_999)]}))
    assert len(many.fields) == 50
    assert failed(400, bytes(range(256)) * 9).message == "Xero refused the request: It gave no reason."


def test_an_answer_without_a_body_says_what_its_headers_say() -> None:
    """RFC 6750 has the reason there."""
    error = failed(401, b"", "", **{"www-authenticate": 'Bearer error="invalid_token", error_description="gone"'})

    assert "gone" in error.message


def test_an_element_that_is_called_refused_without_a_reason_is_refused() -> None:
    """It was taken for written."""
    reported = {"Invoices": [{"InvoiceID": "0", "StatusAttributeString": "ERROR", "ValidationErrors": []}]}

    assert refusals_in(json.dumps(reported).encode()) is not None
    assert refusals_in(json.dumps({"Invoices": [{"Reference": "ERROR", "ValidationErrors": []}]}).encode()) is None
    assert refusals_in(b'{"Invoices":[{"Reference":"ERROR","Status":"ERROR"}]}') is None


@pytest.mark.anyio
async def test_a_404_on_a_whole_list_is_not_reported_as_a_missing_record() -> None:
    """Every organisation has an Organisation."""
    with playing(bad(404, SENTENCE)) as (client, _, _):
        with pytest.raises(UnexpectedAnswer, match="the organisation itself"):
            await client.get("Organisation")
        with pytest.raises(NotFound, match="Xero does not find Contacts there"):
            await client.get("Contacts")
        with pytest.raises(NotFound):
            await client.get("Contacts/5040915e-8ce7-4177-8d08-fde416232f18")
        with pytest.raises(NotFound):
            await client.send(PUT, idempotency_key="k")


@pytest.mark.anyio
@pytest.mark.parametrize(
    "body", ["", "<html></html>", {"Title": "Unauthorized", "Detail": "AuthenticationUnsuccessful"}]
)
async def test_a_single_401_on_a_write_is_answered_with_a_new_token(body: Any) -> None:
    """It says that nothing was done, and not that the connection is at its end."""
    with playing(bad(401, body), ok({"Invoices": []})) as (client, xero, tokens):
        await client.send(PUT, idempotency_key="k")

        assert (tokens.refusals, len(xero.sent)) == (1, 2)
        assert xero.sent[0].content == xero.sent[1].content
        assert xero.sent[0].headers["idempotency-key"] == xero.sent[1].headers["idempotency-key"]
    with playing(bad(401, body)) as (client, xero, tokens), pytest.raises(ReconnectNeeded):
        await client.send(PUT, idempotency_key="k")
    assert (tokens.refusals, len(xero.sent)) == (1, 2)


NOW = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reported", "seconds"),
    [
        ("30", 30), ("0", 0), (" 7 ", 7), ("1.5", 2), ("0.01", 1), ("86400", 86_400), ("9999999", 86_400),
        ("9" * 30, 86_400), ("-1", None), ("soon", None), ("", None), ("\u00b2", None), ("1e9", None), ("nan", None),
        ("9" * 5_000, None), ("Tue, 16 Jun 2026 12:01:00 GMT", 60), ("Tue, 16 Jun 2026 11:00:00 GMT", 0),
        ("Fri, 16 Jun 2028 12:00:00 GMT", 86_400), ("Tue, 99 Jun 2026 12:01:00 GMT", None),
    ],
)  # fmt: skip
def test_a_wait_is_what_it_says_and_at_most_a_day(reported: str, seconds: int | None) -> None:
    """9999999 blocked an organisation for 115 days."""
    headers = {"retry-after": reported, "x-rate-limit-problem": "minute"}

    assert wait_of(headers, NOW) == seconds
    assert Seen.of(429, headers, 0, now=NOW).retry_after_s == seconds
    error = failure_of(429, headers, b"", now=NOW)
    assert isinstance(error, RateLimited)
    assert error.retry_after_s == seconds


def test_a_time_to_wait_for_is_reckoned_from_the_answers_own_clock() -> None:
    """Ours may be wrong."""
    headers = {"retry-after": "Tue, 16 Jun 2026 12:01:00 GMT", "date": "Tue, 16 Jun 2026 12:00:30 GMT"}

    assert wait_of(headers, NOW) == 30
    assert wait_of({"retry-after": headers["retry-after"]}) is None


@given(st.text(max_size=40))
def test_no_wait_is_without_bounds(reported: str) -> None:
    """Whatever stands there."""
    found = wait_of({"retry-after": reported}, NOW)

    assert found is None or 0 <= found <= 86_400


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('[{"Message": "first"}, {"Message": "second"}, {"Message": "first"}]', "first second"),
        ('["bare", {"detail": "with a name"}]', "bare with a name"),
        ('[{"Name": "Words of a record"}]', "It gave no reason."),
        ("null", "It gave no reason."),
        (" null\n", "It gave no reason."),
    ],
)
def test_a_bare_list_says_what_its_parts_say_and_null_says_nothing(body: str, said: str) -> None:
    """What stands in a record is no reason."""
    assert failed(400, body).message == f"Xero refused the request: {said}"


@pytest.mark.parametrize("status", [401, 403, 404, 412, 429, 500])
def test_single_reasons_are_reported_with_every_status(status: int) -> None:
    """Also where the main sentence is only their heading, and the answer was cut."""
    reason = {"Message": "The contact is locked"}
    body = json.dumps({"Message": "A validation exception occurred", "Elements": [{"ValidationErrors": [reason]}]})

    for text in (body, body[:-4]):
        assert "The contact is locked" in failed(status, text).message
