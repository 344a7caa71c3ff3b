"""Requests that make no sense: refused in our shape with the place that is wrong, nothing asked of Xero, no fault."""

from __future__ import annotations

import gzip
import itertools
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.asking import writes
from support.long_run import examples
from support.routes import CALLS, IDS
from support.service import Served, error_of

pytestmark = pytest.mark.anyio
XERO = "/api/integrations/xero"
BODIES = [call for call in CALLS if call.method in {"POST", "PUT"} and call.body]
LARGEST = 1_000_000


async def test_a_body_that_says_it_is_too_large_is_refused_unread(served: Served) -> None:
    """413, on every route that takes one, also for lengths no number holds."""
    async with await served.program() as program:
        for call in BODIES:
            for length in (str(LARGEST + 1), "9" * 400):
                answer = await program.request(
                    call.method, call.path.format_map(IDS), headers={"content-length": length}, content=_never()
                )
                assert (answer.status_code, error_of(answer)["code"]) == (413, "too_large"), call


async def test_a_body_of_no_declared_length_is_read_no_further_than_allowed(served: Served) -> None:
    """One that never ends is left in time."""
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 65_536
            yield b" " * 65_536

    async with await served.program() as program:
        for call in BODIES:
            sent = 0
            answer = await program.request(call.method, call.path.format_map(IDS), content=endless())
            if answer.status_code != 405:
                assert (answer.status_code, error_of(answer)["code"]) == (413, "too_large"), call
                assert sent <= LARGEST + 2 * 65_536


@pytest.mark.parametrize(
    ("skill", "most"),
    [("suggest_matches", 15_000_000), ("xero_reconcile_statement", 15_000_000), ("find_contacts", LARGEST)],
)
async def test_a_skill_that_takes_a_file_is_given_more_room(served: Served, skill: str, most: int) -> None:
    """A bank statement fits; a byte more than allowed does not, and no other skill is sent as much."""
    async with await served.program() as program:
        fits = await program.post(f"/api/skills/{skill}", content=b" " * most)
        too_large = await program.post(f"/api/skills/{skill}", content=b" " * (most + 1))

    assert fits.status_code != 413
    assert (too_large.status_code, error_of(too_large)["code"]) == (413, "too_large")
    assert f"{most:,} bytes" in error_of(too_large)["message"]


NO_OBJECTS = (
    b"{", b"[]", b"null", b'"x"', b"1e999", b"\xff\xfe", b'{"a":' * 50_000, b"[" * 200_000, b"NaN", b"{}{}",
    b'{"\\ud800": 1}', gzip.compress(b"{}"), b"a=b",
)  # fmt: skip


async def test_a_body_that_is_no_json_object_is_refused(served: Served) -> None:
    """422 or 400, on every route that takes one; depth and size are no way to exhaust us."""
    before = writes(served.house)
    headers = {"content-type": "application/json"}
    async with await served.program() as program:
        for body, call in itertools.product(NO_OBJECTS, BODIES):
            answer = await program.request(call.method, call.path.format_map(IDS), content=body, headers=headers)
            assert answer.status_code in {400, 422, 405}, (call, body[:20], answer.text)
            assert error_of(answer)["message"]
    assert writes(served.house) == before


async def test_every_wrong_field_of_a_body_is_named(served: Served) -> None:
    """By its path, with what would be right."""
    about = {"organisation": "harbour"}
    line = {"description": "Poster", "quantity": True, "unit_amount": "150.00", "account": "200"}
    async with await served.program() as program:
        number = await program.post(f"{XERO}/invoices", params=about, json={"contact": "Karori", "lines": [line]})
        lost = await program.post(f"{XERO}/contacts", params=about, json={"nam": "Ngaio"})
        other = await program.put(f"{XERO}/contacts/Ngaio", params=about, json={"contact": "Acme", "email": "a@b.nz"})
        status = await program.put(f"{XERO}/invoices/INV-1", params=about, json={"status": "paid", "total": 1})
        run = await program.post("/api/skills/find_contacts", json={"argument": {}, "organisation": [7]})

    assert (number.status_code, error_of(number)["fields"][0]["path"]) == (400, "/lines/0/quantity")
    assert {field["path"] for field in error_of(lost)["fields"]} == {"/name", "/nam"}
    assert (other.status_code, error_of(other)["fields"][0]["path"]) == (422, "/contact")
    assert {field["path"] for field in error_of(status)["fields"]} == {"/status", "/total"}
    assert {field["path"] for field in error_of(run)["fields"]} == {"/argument", "/organisation"}


WRONG_PARAMETERS = (
    (f"{XERO}/contacts?limit=x", "/limit"),
    (f"{XERO}/contacts?limit=0", "/limit"),
    (f"{XERO}/contacts?limit=1e3", "/limit"),
    (f"{XERO}/contacts?colour=red", "/colour"),
    (f"{XERO}/contacts?limit=1&limit=2", "/limit"),
    (f"{XERO}/invoices?dates[from]=2026-02-30", "/dates/from"),
    (f"{XERO}/invoices?dates[colour]=red", "/dates/colour"),
    (f"{XERO}/invoices?status=unpaidish", "/status"),
    (f"{XERO}/invoices/INV-1?kind=quote", "/kind"),
    ("/api/search", "/q"),
    ("/api/search?q=%00", "/q"),
    ("/api/search?q=a&limit=101", "/limit"),
    ("/api/search?q=a&kind=receipt", "/kind/0"),
    ("/api/events?after=-1", "/after"),
    ("/api/events?after=99999999999999999999", "/after"),
    ("/api/events?state=lost", "/state"),
    ("/api/plans?limit=501", "/limit"),
    ("/api/plans/a%20b", "/plan_id"),
)


async def test_a_wrong_parameter_is_named(served: Served) -> None:
    """And refused, rather than left out."""
    async with await served.program() as program:
        for path, invalid in WRONG_PARAMETERS:
            answer = await program.get(f"{path}{'&' if '?' in path else '?'}organisation=harbour")
            assert answer.status_code in {400, 422}, (path, answer.text)
            assert invalid in {field["path"] for field in error_of(answer)["fields"]}, path
        climbing = await program.get("/api/plans/..%2f..%2fetc")

    assert climbing.status_code == 404


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(call=st.sampled_from(BODIES), extra=st.dictionaries(st.text(max_size=12), _JSON, max_size=3), data=st.data())
def test_any_json_is_answered_without_a_fault(asked: Any, call: Any, extra: dict[str, Any], data: Any) -> None:
    """Whatever stands in the fields, or next to them."""
    body = {name: data.draw(_JSON | st.just(value)) for name, value in call.body.items()} | extra
    answer = asked(call.method, call.path.format_map(IDS), json.dumps(body).encode())

    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        assert error_of(answer)["code"] != "internal"


async def _never() -> AsyncIterator[bytes]:
    """A body that must not be waited for."""
    raise AssertionError("the body was read")
    yield b""
