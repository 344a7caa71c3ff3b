"""Calls to Xero: what goes over the wire, what is tried again, and what never is."""

from __future__ import annotations

import logging
import pickle
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import partial

import httpx2
import pytest
from support.endless_answer import EndlessAnswer
from support.strict_xero import CANARY, bad, ok, playing

from atom_xero_plugin.core.errors import (
    NotAllowed,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    ReconnectNeeded,
    ScopeMissing,
    UnexpectedAnswer,
    XeroPluginError,
    XeroRefused,
    XeroUnavailable,
)
from atom_xero_plugin.xero.write import Write

pytestmark = pytest.mark.anyio
EXPIRED = bad(401, {"Title": "Unauthorized", "Status": 401, "Detail": "TokenExpired: token expired at 11:00"})
PUT = Write.of("PUT", "Invoices", {"Type": "ACCREC", "Amount": Decimal("1.10")})
LOST = httpx2.ReadTimeout("gone")
UNREACHABLE = httpx2.ConnectError("no route")


async def test_a_read_asks_for_json_as_the_organisation() -> None:
    """Without Accept Xero answers XML."""
    with playing(ok()) as (client, xero, _):
        await client.get("Invoices", {"page": "1"})

    sent = xero.sent[0]
    assert sent.url == "https://api.example.com/api.xro/2.0/Invoices?page=1"
    assert sent.headers["accept"] == "application/json"
    assert sent.headers["xero-tenant-id"] == "tenant-1"
    assert sent.headers["authorization"] == f"Bearer {CANARY}"


async def test_a_custom_connection_names_no_organisation() -> None:
    """It is for exactly one."""
    with playing(ok(), custom=True) as (client, xero, _):
        await client.get("Accounts")

    assert "xero-tenant-id" not in xero.sent[0].headers


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 6, 16, 1, 2, 3, 987_654, tzinfo=UTC),
        datetime(2026, 6, 16, 13, 2, 3, tzinfo=timezone(timedelta(hours=12))),
    ],
)
async def test_if_modified_since_is_whole_seconds_of_utc_in_xeros_own_form(moment: datetime) -> None:
    """An HTTP-date, or another zone, is read wrongly or not at all."""
    with playing(ok()) as (client, xero, _):
        await client.get("Contacts", modified_since=moment)

    assert xero.sent[0].headers["if-modified-since"] == "2026-06-16T01:02:03"


async def test_a_write_sends_its_exact_bytes_and_its_key() -> None:
    """Decimals as numbers with exactly their digits."""
    with playing(ok()) as (client, xero, _):
        await client.send(PUT, idempotency_key="axp-1")

    assert xero.sent[0].content == b'{"Type":"ACCREC","Amount":1.10}'
    assert xero.sent[0].headers["idempotency-key"] == "axp-1"


async def test_an_expired_token_is_refreshed_once_and_the_call_repeated() -> None:
    """With the new token."""
    with playing(EXPIRED, ok()) as (client, xero, tokens):
        await client.get("Accounts")

    assert tokens.refusals == 1
    assert xero.sent[1].headers["authorization"] == f"Bearer {CANARY}2"


async def test_a_token_refused_twice_is_a_lost_connection() -> None:
    """No loop."""
    with playing(EXPIRED) as (client, xero, _), pytest.raises(ReconnectNeeded):
        await client.get("Accounts")

    assert len(xero.sent) == 2


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (bad(401, {"Detail": "AuthorizationUnsuccessful"}), ScopeMissing),
        (bad(401, "", www_authenticate='Bearer error="insufficient_scope"'), ScopeMissing),
        (bad(401, "", www_authenticate="insufficent_scope"), ScopeMissing),  # as Xero's FAQ spells it
        (bad(401, {"Detail": "TokenExpired"}, www_authenticate="insufficient_scope"), ScopeMissing),
        (bad(403, "", www_authenticate='Bearer error="insufficient_scope"'), ScopeMissing),
        (bad(403, {"Detail": "insufficient_scope"}), ScopeMissing),
        (bad(403, {"Detail": "AuthenticationUnsuccessful"}), ReconnectNeeded),
        (bad(403, {"Detail": "The user has no reporting permission"}), NotAllowed),
        (bad(404, "The resource you're searching for cannot be found"), NotFound),
    ],
)
async def test_a_missing_right_is_never_answered_by_refreshing(
    answer: httpx2.Response, error: type[XeroPluginError]
) -> None:
    """Each is its own error, after one call."""
    with playing(answer) as (client, xero, tokens), pytest.raises(error):
        await client.get("Accounts")

    assert (len(xero.sent), tokens.refusals) == (1, 0)


@pytest.mark.parametrize("fault", [LOST, UNREACHABLE, bad(500, "<html>"), bad(503, "offline")])
async def test_a_read_is_tried_again_when_xero_is_not_there(fault: httpx2.Response | Exception) -> None:
    """Twice more."""
    with playing(fault, fault, ok()) as (client, xero, _):
        await client.get("Accounts")

    assert len(xero.sent) == 3


@pytest.mark.parametrize("fault", [LOST, bad(500, "<html><body>trace</body></html>")])
async def test_a_read_that_fails_three_times_is_an_outage(fault: httpx2.Response | Exception) -> None:
    """Told as one, retryable."""
    with playing(fault) as (client, _, _), pytest.raises(XeroUnavailable) as caught:
        await client.get("Accounts")

    assert caught.value.retryable
    assert "trace" not in caught.value.message


@pytest.mark.parametrize("fault", [LOST, bad(500), bad(302), bad(408)])
@pytest.mark.parametrize("key", ["axp-1", None])
async def test_a_write_without_an_answer_that_says_is_never_sent_again(
    fault: httpx2.Response | Exception, key: str | None
) -> None:
    """Key or no key: whoever sent it searches the books first."""
    with playing(fault, ok()) as (client, xero, _), pytest.raises(OutcomeUnknown):
        await client.send(PUT, idempotency_key=key)

    assert len(xero.sent) == 1


@pytest.mark.parametrize("answer", [EXPIRED, bad(429, "", retry_after="1", x_rate_limit_problem="minute")])
async def test_a_write_that_xero_answered_by_doing_nothing_is_sent_again(answer: httpx2.Response) -> None:
    """The same bytes and key: the first was never executed."""
    with playing(answer, ok()) as (client, xero, _):
        await client.send(PUT, idempotency_key="axp-1")

    assert len({(sent.content, sent.headers["idempotency-key"]) for sent in xero.sent}) == 1
    assert len(xero.sent) == 2


async def test_xeros_clock_is_known_by_its_answers() -> None:
    """Also by those that refuse."""
    refused = bad(404, "", date="Tue, 16 Jun 2026 01:02:03 GMT")
    with playing(refused) as (client, _, _):
        with pytest.raises(NotFound):
            await client.get("Invoices/x")
        assert client.xero_time == datetime(2026, 6, 16, 1, 2, 3, tzinfo=UTC)


async def test_a_write_that_stays_without_an_answer_is_unknown() -> None:
    """Never a bare failure: it may have been written."""
    with playing(LOST) as (client, _, _), pytest.raises(OutcomeUnknown) as caught:
        await client.send(PUT, idempotency_key="axp-1")

    assert caught.value.may_have_written


async def test_a_write_that_never_left_is_an_outage_and_wrote_nothing() -> None:
    """No connection was made, so it can be asked for again."""
    with playing(UNREACHABLE) as (client, xero, _), pytest.raises(XeroUnavailable) as caught:
        await client.send(PUT, idempotency_key="axp-1")

    assert not caught.value.may_have_written
    assert len(xero.sent) == 1


async def test_a_validation_error_is_never_repeated() -> None:
    """Xero would replay it for six minutes."""
    refused = bad(400, {"ErrorNumber": 10, "Elements": [{"ValidationErrors": [{"Message": "Date is required"}]}]})
    with playing(refused) as (client, xero, _), pytest.raises(XeroRefused):
        await client.send(PUT, idempotency_key="axp-1")

    assert len(xero.sent) == 1


async def test_an_element_that_failed_inside_a_good_answer_is_a_refusal() -> None:
    """summarizeErrors=false answers 200 whatever happened."""
    body = {"Invoices": [{"StatusAttributeString": "ERROR", "ValidationErrors": [{"Message": "No such account"}]}]}
    with playing(ok(body)) as (client, _, _), pytest.raises(XeroRefused, match="No such account"):
        await client.send(PUT, idempotency_key="axp-1")


async def test_a_limit_that_does_not_free_up_is_reported_with_its_seconds() -> None:
    """Never a sleep of hours."""
    limited = bad(429, "", x_rate_limit_problem="day", retry_after="66975")
    with playing(limited) as (client, _, _), pytest.raises(RateLimited) as caught:
        await client.get("Accounts")

    assert caught.value.retry_after_s == 66_975


@pytest.mark.parametrize(
    "answer",
    [bad(400, f"bad Bearer {CANARY}"), bad(401, {"Detail": f"token {CANARY}"}), bad(500, CANARY), LOST, UNREACHABLE],
)
async def test_no_token_is_in_any_error_or_log(
    answer: httpx2.Response | Exception, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in its text, its parts, its causes, or what is logged at the most talkative level."""
    caplog.set_level(logging.DEBUG)
    with playing(answer) as (client, _, _), pytest.raises(XeroPluginError) as caught:
        await client.get("Accounts")

    error = caught.value
    reported = f"{error!r}{error}{vars(error)}{error.__cause__}{error.body()}{caplog.text}"
    assert CANARY not in reported
    assert error.__cause__ is None
    assert pickle.dumps(error.body())


async def test_xeros_correlation_id_is_the_reference() -> None:
    """What its support asks for first."""
    answer = bad(404, "", xero_correlation_id="c-17")
    with playing(answer) as (client, _, _), pytest.raises(NotFound) as caught:
        await client.get("Invoices/x")

    assert caught.value.reference == "c-17"


async def test_an_endless_answer_is_given_up_and_never_held_whole() -> None:
    """Some 64 MB are taken, then the call ends with words."""
    stream = EndlessAnswer()
    endless = partial(httpx2.Response, 200, stream=stream)
    with playing(lambda _: endless()) as (client, xero, _), pytest.raises(UnexpectedAnswer, match="larger than"):
        await client.get("Invoices")

    assert len(xero.sent) == 1
    assert stream.given <= 70 << 20


async def test_an_endless_answer_to_a_write_leaves_its_outcome_unknown() -> None:
    """Xero may well have carried it out."""
    endless = playing(lambda _: httpx2.Response(200, stream=EndlessAnswer()))
    with endless as (client, xero, _), pytest.raises(OutcomeUnknown) as reported:
        await client.send(PUT, idempotency_key="axp-1")

    assert reported.value.may_have_written
    assert {request.headers["idempotency-key"] for request in xero.sent} == {"axp-1"}


async def test_a_redirect_is_not_followed() -> None:
    """The token goes to Xero alone, whatever an answer says."""
    away = httpx2.Response(302, headers={"location": "https://elsewhere.example/steal"})
    with playing(away) as (client, xero, _), pytest.raises(UnexpectedAnswer, match="302"):
        await client.get("Invoices")

    assert [request.url.host for request in xero.sent] == ["api.example.com"]
