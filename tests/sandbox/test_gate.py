"""What every call to the sandbox's accounting API passes, as at Xero."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from datetime import date

import msgspec
import pytest
from anyio.lowlevel import checkpoint
from sandbox.conftest import SandboxServer, opened

from atom_xero_plugin.sandbox.api.catalogue import RESOURCES
from atom_xero_plugin.sandbox.options import Options

pytestmark = pytest.mark.anyio


async def test_without_a_token_nothing_is_answered(server: SandboxServer) -> None:
    """401, with Xero's words."""
    answer = await server.http.get("/api.xro/2.0/Contacts", headers={"accept": "application/json"})

    assert answer.status_code == 401
    assert "AuthenticationUnsuccessful" in answer.text


@pytest.fixture
async def narrow() -> AsyncIterator[SandboxServer]:
    """Logged in to read contacts alone."""
    async with opened(Options(today=date(2026, 6, 16), limits=False)) as server:
        await server.log_in(scope="offline_access accounting.contacts.read")
        yield server


async def test_an_old_token_is_distinguished_from_a_missing_scope(narrow: SandboxServer) -> None:
    """Only the first is helped by a refresh."""
    server = narrow
    scope = await server.get("Invoices")
    await server.control("tokens/expire")
    old = await server.get("Contacts")

    assert (scope.status_code, old.status_code) == (401, 401)
    assert "insufficient_scope" in scope.headers["www-authenticate"]
    assert "TokenExpired" in old.text
    assert "insufficient" not in old.headers.get("www-authenticate", "")


async def test_another_organisation_is_forbidden(server: SandboxServer) -> None:
    """403, AuthenticationUnsuccessful."""
    answer = await server.get("Contacts", {"xero-tenant-id": str(uuid.uuid4())})

    assert answer.status_code == 403
    assert "AuthenticationUnsuccessful" in answer.text


async def test_a_read_scope_writes_nothing(narrow: SandboxServer) -> None:
    """accounting.contacts.read."""
    answer = await narrow.http.put("/api.xro/2.0/Contacts", json={"Name": "New"}, headers=narrow.headers)

    assert answer.status_code == 401


async def test_letter_case_of_the_path_does_not_matter_and_json_must_be_asked_for(server: SandboxServer) -> None:
    """Xero answers XML to who does not."""
    assert (await server.get("contacts")).status_code == 200
    xml = await server.get("Contacts", {"accept": "*/*"})

    assert xml.headers["content-type"].startswith("text/xml")
    assert xml.text.startswith("<")


async def test_every_answer_says_what_is_left_and_what_time_it_is(server: SandboxServer) -> None:
    """By Xero's headers; the clock is the sandbox's."""
    answer = await server.get("Contacts")

    assert int(answer.headers["x-minlimit-remaining"]) > 0
    assert int(answer.headers["x-daylimit-remaining"]) > 0
    assert answer.headers["xero-correlation-id"]
    assert answer.headers["date"].startswith(("Mon, 15 Jun 2026", "Tue, 16 Jun 2026"))


@pytest.fixture
async def strict() -> AsyncIterator[SandboxServer]:
    """Logged in, with Xero's limits."""
    async with opened(Options(today=date(2026, 6, 16), limits=True)) as server:
        await server.log_in()
        yield server


async def test_the_61st_call_of_a_minute_is_429_and_says_how_long_to_wait(strict: SandboxServer) -> None:
    """Then it works again."""
    answers = [await strict.get("Organisation") for _ in range(61)]
    wait = int(answers[60].headers["retry-after"])
    await strict.control("time", advance_s=wait - 2)
    too_early = await strict.get("Organisation")
    await strict.control("time", advance_s=2)
    after = await strict.get("Organisation")

    assert [answer.status_code for answer in answers[:60]] == [200] * 60
    assert [answer.headers["x-minlimit-remaining"] for answer in answers[:60]] == [str(n) for n in range(59, -1, -1)]
    assert (answers[60].status_code, answers[60].headers["x-rate-limit-problem"]) == (429, "minute")
    assert answers[60].content == b""
    assert wait <= 61
    assert (too_early.status_code, after.status_code) == (429, 200)


async def test_each_organisation_has_its_own_minute_and_all_share_the_apps(strict: SandboxServer) -> None:
    """`X-AppMinLimit-Remaining` falls with every call, `X-MinLimit-Remaining` with the organisation's own."""
    await strict.control("limits", minute=2, app_minute=3)
    other = {"xero-tenant-id": strict.facts["organisations"][1]["tenant_id"]}
    mine = [await strict.get("Organisation") for _ in range(3)]
    others = [await strict.get("Organisation", other) for _ in range(2)]

    assert [answer.headers.get("x-rate-limit-problem") for answer in mine] == [None, None, "minute"]
    assert [answer.headers.get("x-rate-limit-problem") for answer in others] == [None, "appminute"]
    assert others[0].headers["x-minlimit-remaining"] == "1"
    assert others[0].headers["x-appminlimit-remaining"] == "0"


async def test_the_day_has_its_own_limit(strict: SandboxServer) -> None:
    """With hours to wait."""
    await strict.control("limits", day=3)
    answers = [await strict.get("Organisation") for _ in range(4)]

    assert [answer.headers.get("x-daylimit-remaining") for answer in answers] == ["2", "1", "0", None]
    assert (answers[3].status_code, answers[3].headers["x-rate-limit-problem"]) == (429, "day")
    assert int(answers[3].headers["retry-after"]) > 3_600


async def test_the_sixth_call_at_once_is_429_and_says_no_time(strict: SandboxServer) -> None:
    """Five are in flight, their bodies still on the way."""
    in_flight, go_on = asyncio.Semaphore(0), asyncio.Event()

    async def body(number: int) -> AsyncIterator[bytes]:
        in_flight.release()
        await go_on.wait()
        yield msgspec.json.encode({"Name": f"Boat {number}"})

    async def put(number: int) -> int:
        answer = await strict.http.put("/api.xro/2.0/Contacts", content=body(number), headers=strict.headers)
        return answer.status_code

    five = [asyncio.create_task(put(number)) for number in range(5)]
    for _ in five:
        await in_flight.acquire()
    sixth = await strict.get("Organisation")
    go_on.set()

    assert await asyncio.gather(*five) == [200] * 5
    assert (sixth.status_code, sixth.headers["x-rate-limit-problem"]) == (429, "concurrent")
    assert "retry-after" not in sixth.headers
    assert (await strict.get("Organisation")).status_code == 200


async def test_a_slow_call_is_one_of_those_at_once_until_it_is_given_up(strict: SandboxServer) -> None:
    """As at Xero, where slowness is what fills the five."""
    await strict.control("limits", concurrent=1)
    await strict.control("faults", kind="slow", match="Invoices", seconds=3_600)
    slow = asyncio.create_task(strict.get("Invoices"))
    while (await strict.http.get("/_sandbox/")).json()["faults"][0]["times"]:
        await checkpoint()

    meanwhile = await strict.get("Organisation")
    slow.cancel()
    with pytest.raises(asyncio.CancelledError):
        await slow
    afterwards = await strict.get("Organisation")

    assert (meanwhile.status_code, meanwhile.headers["x-rate-limit-problem"]) == (429, "concurrent")
    assert afterwards.status_code == 200


async def test_a_replay_counts_against_the_limits_too(strict: SandboxServer) -> None:
    """The key saves the books, not the quota."""
    headers = strict.headers | {"idempotency-key": uuid.uuid4().hex}
    left = []
    for _ in range(2):
        answer = await strict.http.put("/api.xro/2.0/Contacts", json={"Name": "Miramar Boats"}, headers=headers)
        left.append(int(answer.headers["x-minlimit-remaining"]))

    assert left[0] - left[1] == 1


async def test_the_same_key_with_the_same_request_is_answered_the_same_and_written_once(server: SandboxServer) -> None:
    """For six minutes; another request under it is refused."""
    key = {"idempotency-key": uuid.uuid4().hex}

    async def put(name: str) -> tuple[int, bytes]:
        answer = await server.http.put("/api.xro/2.0/Contacts", json={"Name": name}, headers=server.headers | key)
        return answer.status_code, answer.content

    first, again, other = await put("Miramar Boats"), await put("Miramar Boats"), await put("Somebody Else")
    await server.control("time", advance_s=7 * 60)
    late = await put("Miramar Boats")

    assert first == again
    assert other[0] == 400
    assert b"Idempotency" in other[1]
    assert late[0] == 400
    assert b"already assigned to another contact" in late[1]
    assert len([each for each in await server.rows("Contacts", page="1") if each["Name"] == "Miramar Boats"]) == 1


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "kind", "reported"),
    [
        ("GET", "Nothing", b"", 404, "text/html", "cannot be found"),
        ("GET", f"Invoices/{uuid.UUID(int=0)}", b"", 404, "text/html", "cannot be found"),
        ("DELETE", "Invoices", b"", 405, "text/plain", "not supported"),
        ("PUT", "Contacts", b"{", 400, "application/json", '"ErrorNumber":14'),
        ("PUT", "Contacts", b"[1]", 400, "application/json", '"ErrorNumber":14'),
        ("PUT", "Contacts", b" " * (10 * 1024 * 1024 + 1), 413, "application/json", "PayloadTooLarge"),
    ],
    ids=["no resource", "no record", "no method", "no JSON", "no record in it", "too large"],
)
async def test_each_class_of_error_has_xeros_status_and_form(
    server: SandboxServer, method: str, path: str, body: bytes, status: int, kind: str, reported: str
) -> None:
    """JSON where Xero gives JSON, plain text where it does not."""
    answer = await server.http.request(method, f"/api.xro/2.0/{path}", content=body, headers=server.headers)

    assert answer.status_code == status
    assert answer.headers["content-type"].startswith(kind)
    assert reported in answer.text


async def test_a_refused_record_is_reported_with_its_reasons(server: SandboxServer) -> None:
    """ErrorNumber 10, Elements, ValidationErrors."""
    answer = await server.http.put("/api.xro/2.0/Invoices", json={"Type": "ACCREC"}, headers=server.headers)

    reported = msgspec.json.decode(answer.content)
    assert (answer.status_code, reported["ErrorNumber"], reported["Type"]) == (400, 10, "ValidationException")
    assert reported["Elements"][0]["ValidationErrors"][0]["Message"]


async def test_an_address_that_is_too_long_is_404(server: SandboxServer) -> None:
    """As more than some 52 ids are at Xero."""
    ids = ",".join(str(uuid.uuid4()) for _ in range(60))

    assert (await server.get("Invoices", IDs=ids)).status_code == 404


OF_INVOICES = {
    "Invoices", "CreditNotes", "LinkedTransactions", "Quotes", "PurchaseOrders", "RepeatingInvoices", "Items",
}  # fmt: skip
OF_PAYMENTS = {"Payments", "BatchPayments", "Overpayments", "Prepayments"}
OF_BANK_TRANSACTIONS = {"BankTransactions", "BankTransfers"}
OF_CLAIMS = {"ExpenseClaims", "Receipts"}
OF_SETTINGS = {
    "Organisation", "Organisations", "Accounts", "BrandingThemes", "Currencies", "InvoiceReminders", "Items",
    "TaxRates", "TrackingCategories", "Users",
}  # fmt: skip
"""What each scope covers of Xero's resources. Source: developer.xero.com, "Scopes"."""


@pytest.mark.parametrize(
    ("scope", "lets_read"),
    [
        ("accounting.invoices.read", OF_INVOICES),
        ("accounting.settings.read", OF_SETTINGS),
        ("accounting.contacts", {"Contacts", "ContactGroups"}),
        ("accounting.payments.read", OF_PAYMENTS),
        ("accounting.banktransactions.read", OF_BANK_TRANSACTIONS),
        (
            "accounting.transactions.read",
            OF_INVOICES | OF_PAYMENTS | OF_BANK_TRANSACTIONS | {"ManualJournals"} | OF_CLAIMS,
        ),
        ("accounting.classicexpenses.read", OF_CLAIMS),
        ("accounting.budgets.read", {"Budgets"}),
        ("paymentservices", {"PaymentServices"}),
        ("accounting.reports.trialbalance.read", {"Reports/TrialBalance"}),
        ("accounting.reports.aged.read", {"Reports/AgedReceivablesByContact", "Reports/AgedPayablesByContact"}),
    ],
)
async def test_a_scope_lets_read_what_xero_says_and_no_more(scope: str, lets_read: set[str]) -> None:
    """Of everything that the sandbox serves."""
    async with opened(Options(today=date(2026, 6, 16), limits=False)) as server:
        await server.log_in(scope=scope)
        statuses = {resource.path: (await server.get(resource.path)).status_code for resource in RESOURCES}

    assert {path for path, status in statuses.items() if status != 401} == lets_read & set(statuses)
