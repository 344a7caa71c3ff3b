"""What every call to the sandbox's accounting API passes, as at Xero."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from datetime import date

import msgspec
import pytest
from sandbox.conftest import Site, opened

from atom_xero_plugin.sandbox.options import Options

pytestmark = pytest.mark.anyio


async def test_without_a_token_nothing_is_answered(site: Site) -> None:
    """401, with Xero's words."""
    answer = await site.http.get("/api.xro/2.0/Contacts", headers={"accept": "application/json"})

    assert answer.status_code == 401
    assert "AuthenticationUnsuccessful" in answer.text


@pytest.fixture
async def narrow() -> AsyncIterator[Site]:
    """Logged in to read contacts alone."""
    async with opened(Options(today=date(2026, 6, 16), limits=False)) as site:
        await site.log_in(scope="offline_access accounting.contacts.read")
        yield site


async def test_an_old_token_is_told_apart_from_a_missing_scope(narrow: Site) -> None:
    """Only the first is helped by a refresh."""
    site = narrow
    scope = await site.get("Invoices")
    await site.control("tokens/expire")
    old = await site.get("Contacts")

    assert (scope.status_code, old.status_code) == (401, 401)
    assert "insufficient_scope" in scope.headers["www-authenticate"]
    assert "TokenExpired" in old.text
    assert "insufficient" not in old.headers.get("www-authenticate", "")


async def test_another_organisation_is_forbidden(site: Site) -> None:
    """403, AuthenticationUnsuccessful."""
    answer = await site.get("Contacts", {"xero-tenant-id": str(uuid.uuid4())})

    assert answer.status_code == 403
    assert "AuthenticationUnsuccessful" in answer.text


async def test_a_read_scope_writes_nothing(narrow: Site) -> None:
    """accounting.contacts.read."""
    answer = await narrow.http.put("/api.xro/2.0/Contacts", json={"Name": "New"}, headers=narrow.headers)

    assert answer.status_code == 401


async def test_letter_case_of_the_path_does_not_matter_and_json_must_be_asked_for(site: Site) -> None:
    """Xero answers XML to who does not."""
    assert (await site.get("contacts")).status_code == 200
    xml = await site.get("Contacts", {"accept": "*/*"})

    assert xml.headers["content-type"].startswith("text/xml")
    assert xml.text.startswith("<")


async def test_every_answer_says_what_is_left_and_what_time_it_is(site: Site) -> None:
    """By Xero's headers; the clock is the sandbox's."""
    answer = await site.get("Contacts")

    assert int(answer.headers["x-minlimit-remaining"]) > 0
    assert int(answer.headers["x-daylimit-remaining"]) > 0
    assert answer.headers["xero-correlation-id"]
    assert answer.headers["date"].startswith(("Mon, 15 Jun 2026", "Tue, 16 Jun 2026"))


async def test_the_61st_call_of_a_minute_is_429_and_says_how_long_to_wait() -> None:
    """Then it works again."""
    async with opened(Options(today=date(2026, 6, 16), limits=True)) as site:
        await site.log_in()
        answers = [await site.get("Organisation") for _ in range(61)]
        await site.control("time", advance_s=int(answers[60].headers["retry-after"]))
        after = await site.get("Organisation")

    assert [answer.status_code for answer in answers[:60]] == [200] * 60
    assert [answer.headers["x-minlimit-remaining"] for answer in answers[:60]] == [str(n) for n in range(59, -1, -1)]
    assert (answers[60].status_code, answers[60].headers["x-rate-limit-problem"]) == (429, "minute")
    assert after.status_code == 200


async def test_the_day_has_its_own_limit() -> None:
    """With hours to wait."""
    async with opened(Options(today=date(2026, 6, 16), limits=True)) as site:
        await site.log_in()
        await site.control("limits", day=3)
        answers = [await site.get("Organisation") for _ in range(4)]

    assert (answers[3].status_code, answers[3].headers["x-rate-limit-problem"]) == (429, "day")
    assert int(answers[3].headers["retry-after"]) > 3_600


async def test_the_sixth_call_at_once_is_429() -> None:
    """Five are taken."""
    async with opened(Options(today=date(2026, 6, 16), limits=True)) as site:
        await site.log_in()
        await site.control("faults", kind="slow", match="Organisation", times=5, seconds=0.05)
        answers = await asyncio.gather(*(site.get("Organisation") for _ in range(6)))

    assert sorted(answer.status_code for answer in answers)[:1] == [200]
    problems = [a.headers.get("x-rate-limit-problem") for a in answers if a.status_code == 429]
    assert set(problems) <= {"concurrent"}


async def test_the_same_key_with_the_same_request_is_answered_the_same_and_written_once(site: Site) -> None:
    """For six minutes; another request under it is refused."""
    key = {"idempotency-key": uuid.uuid4().hex}

    async def put(name: str) -> tuple[int, bytes]:
        answer = await site.http.put("/api.xro/2.0/Contacts", json={"Name": name}, headers=site.headers | key)
        return answer.status_code, answer.content

    first, again, other = await put("Miramar Boats"), await put("Miramar Boats"), await put("Somebody Else")
    await site.control("time", advance_s=7 * 60)
    late = await put("Miramar Boats")

    assert first == again
    assert other[0] == 400
    assert b"Idempotency" in other[1]
    assert late[0] in {200, 400}
    assert len([each for each in await site.rows("Contacts", page="1") if each["Name"] == "Miramar Boats"]) == 1


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "Nothing", b"", 404),
        ("GET", f"Invoices/{uuid.UUID(int=0)}", b"", 404),
        ("DELETE", "Invoices", b"", 405),
        ("PUT", "Contacts", b"{", 400),
        ("PUT", "Contacts", b"[1]", 400),
    ],
)
async def test_each_class_of_error_has_xeros_status(
    site: Site, method: str, path: str, body: bytes, status: int
) -> None:
    """And a body that says why, where Xero gives one."""
    answer = await site.http.request(method, f"/api.xro/2.0/{path}", content=body, headers=site.headers)

    assert answer.status_code == status


async def test_a_refused_record_is_told_with_its_reasons(site: Site) -> None:
    """ErrorNumber 10, Elements, ValidationErrors."""
    answer = await site.http.put("/api.xro/2.0/Invoices", json={"Type": "ACCREC"}, headers=site.headers)

    told = msgspec.json.decode(answer.content)
    assert (answer.status_code, told["ErrorNumber"], told["Type"]) == (400, 10, "ValidationException")
    assert told["Elements"][0]["ValidationErrors"][0]["Message"]


async def test_an_address_that_is_too_long_is_404(site: Site) -> None:
    """As more than some 52 ids are at Xero."""
    ids = ",".join(str(uuid.uuid4()) for _ in range(60))

    assert (await site.get("Invoices", IDs=ids)).status_code == 404


@pytest.mark.parametrize("status", [500, 503])
async def test_a_fault_asked_for_comes_as_often_as_asked(site: Site, status: int) -> None:
    """Then the sandbox works again."""
    await site.control("faults", kind="status", status=status, match="Contacts", times=2)

    assert [(await site.get("Contacts")).status_code for _ in range(3)] == [status, status, 200]
