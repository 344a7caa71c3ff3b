"""Contacts, invoices, bank accounts, plans, skills and search over HTTP, each with Xero's true meaning."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from support.asking import row, writes
from support.service import HARBOUR, Served, error_of, result_of

from atom_xero_plugin.catalogue.registry import Registry, describe

pytestmark = pytest.mark.anyio
XERO = "/api/integrations/xero"
ABOUT = {"organisation": "harbour"}
NOW = {**ABOUT, "approve": "true"}
LINES = [{"description": "Poster design", "quantity": "2", "unit_amount": "150.00", "account": "200"}]
INVOICE = {"contact": "Karori Veterinary Clinic", "lines": LINES, "due_in_days": 14}


async def _run_plan(program: httpx2.AsyncClient, answer: httpx2.Response) -> Any:
    """What a person and then a program do with a plan."""
    plan = answer.json()["plan"]
    assert result_of(await program.post(f"/api/plans/{plan['id']}/approve", json={"hash": plan["hash"]}))
    done = await program.post(f"/api/plans/{plan['id']}/execute")
    assert done.json()["plan"]["state"] == "verified", done.text
    return result_of(done)


async def test_a_contact_is_created_shown_changed_and_archived(served: Served) -> None:
    """DELETE archives: Xero deletes no contact. Each write answers 202 and its plan, and nothing is sent before."""
    async with await served.program() as program:
        before = writes(served.house)
        waits = await program.post(f"{XERO}/contacts", params=ABOUT, json={"name": "Harbour Lights Ltd"})
        assert (waits.status_code, error_of(waits)["code"]) == (202, "approval_needed")
        assert writes(served.house) == before
        contact = (await _run_plan(program, waits))["contact"]
        path = f"{XERO}/contacts/{contact['id']}"
        changed = await program.put(path, params=NOW, json={"email": "hello@lights.example"})
        shown = result_of(await program.get(path, params=ABOUT))["contact"]
        by_name = result_of(await program.get(f"{XERO}/contacts/Harbour Lights Ltd", params=ABOUT))["contact"]
        archived = await program.delete(path, params=NOW)
        found = result_of(await program.get(f"{XERO}/contacts", params={**ABOUT, "text": "Harbour Lights"}))

    assert (changed.status_code, archived.status_code) == (200, 200)
    assert shown["email"] == "hello@lights.example"
    assert by_name == shown
    assert found["items"] == []
    assert row(served.house, "Contacts", ContactID=contact["id"])["ContactStatus"] == "ARCHIVED"


async def test_an_outcome_that_is_not_known_is_answered_so_that_nothing_repeats_it(served: Served) -> None:
    """Workflow engines repeat 429 and 5xx by themselves; here that would write twice."""
    served.house.sandbox.faults.add(kind="status", status=429, match="/Invoices/", method="GET", times=99)
    async with await served.program() as program:
        answer = await program.post(f"{XERO}/invoices", params=NOW, json=INVOICE)

    error = error_of(answer)
    assert (answer.status_code, error["code"], error["retryable"]) == (409, "outcome_unknown", False)
    assert "retry-after" not in answer.headers
    assert error["reference"] == answer.json()["plan"]["id"]


async def test_an_invoice_is_created_approved_and_voided_and_a_draft_deleted(served: Served) -> None:
    """PUT approves, DELETE voids what is approved and deletes a draft."""
    async with await served.program() as program:
        made = await program.post(f"{XERO}/invoices", params=NOW, json=INVOICE)
        assert made.status_code == 201
        invoice = result_of(made)["invoice"]
        path = f"{XERO}/invoices/{invoice['id']}"
        approved = await program.put(path, params=NOW, json={"status": "approved"})
        assert result_of(approved)["invoice"]["status"] != "draft"
        assert result_of(await program.get(path, params=ABOUT))["invoice"]["total"]["amount"] == "345.00"
        result_of(await program.delete(path, params=NOW))
        draft = result_of(await program.post(f"{XERO}/invoices", params=NOW, json=INVOICE))["invoice"]
        result_of(await program.delete(f"{XERO}/invoices/{draft['id']}", params=NOW))

    assert row(served.house, "Invoices", InvoiceID=invoice["id"])["Status"] == "VOIDED"
    assert row(served.house, "Invoices", InvoiceID=draft["id"])["Status"] == "DELETED"


async def test_a_bill_is_made_with_its_kind(served: Served) -> None:
    """The same address, with `kind=bill`; lists and shows distinguish one from the other."""
    bill = {"contact": "Acme Builders Limited", "lines": LINES, "due_in_days": 14, "bill_number": "B-7712"}
    async with await served.program() as program:
        made = await program.post(f"{XERO}/invoices", params={**NOW, "kind": "bill"}, json=bill)
        sales = await program.get(f"{XERO}/invoices/B-7712", params={**ABOUT, "kind": "sales"})
        bills = result_of(await program.get(f"{XERO}/invoices", params={**ABOUT, "kind": "bill", "limit": 3}))

    assert made.status_code == 201, made.text
    assert row(served.house, "Invoices", InvoiceNumber="B-7712")["Type"] == "ACCPAY"
    assert (sales.status_code, error_of(sales)["code"]) == (404, "not_found")
    assert {each["kind"] for each in bills["items"]} == {"bill"}


async def test_lists_are_paged_by_a_cursor_and_filtered_by_the_query(served: Served) -> None:
    """Each record once; nested filters as `dates[from]`."""
    async with await served.program("read") as program:
        first = result_of(await program.get(f"{XERO}/contacts", params={**ABOUT, "limit": 5}))
        second = result_of(
            await program.get(f"{XERO}/contacts", params={**ABOUT, "limit": 5, "cursor": first["next_cursor"]})
        )
        day = first_of_june = "2026-06-01"
        dated = result_of(await program.get(
            f"{XERO}/invoices", params={**ABOUT, "dates[from]": first_of_june, "dates[to]": "2026-06-16", "limit": 50}
        ))  # fmt: skip

    ids = [each["id"] for each in first["items"] + second["items"]]
    assert len(set(ids)) == 10
    assert dated["items"]
    assert all(day <= each["date"] <= "2026-06-16" for each in dated["items"])


async def test_an_invoice_is_changed_by_the_fields_and_lines_given(served: Served) -> None:
    """PUT with anything but a status; both at once are two acts."""
    async with await served.program() as program:
        invoice = result_of(await program.post(f"{XERO}/invoices", params=NOW, json=INVOICE))["invoice"]
        path = f"{XERO}/invoices/{invoice['id']}"
        waits = await program.put(path, params=ABOUT, json={"reference": "PO 9", "add_lines": LINES})
        changed = (await _run_plan(program, waits))["invoice"]
        both = await program.put(path, params=NOW, json={"status": "approved", "reference": "PO 10"})
        other = await program.put(path, params=NOW, json={"invoice": "INV-0001", "reference": "PO 10"})

    assert waits.status_code == 202
    assert (changed["reference"], changed["total"]["amount"]) == ("PO 9", "690.00")
    assert [line["id"] for line in changed["lines"]][:1] == [line["id"] for line in invoice["lines"]]
    assert [(each.status_code, error_of(each)["code"]) for each in (both, other)] == [(422, "not_understood")] * 2
    assert row(served.house, "Invoices", InvoiceID=invoice["id"])["Status"] == "DRAFT"


async def test_bank_accounts_and_what_went_over_them_are_read(served: Served) -> None:
    """By code, name or id."""
    async with await served.program() as program:
        accounts = result_of(await program.get(f"{XERO}/bank_accounts", params=ABOUT))["items"]
        account = accounts[0]
        paths = [f"{XERO}/bank_accounts/{account[name]}" for name in ("id", "code", "name")]
        shown = [result_of(await program.get(path, params=ABOUT))["account"] for path in paths]
        over = result_of(await program.get(f"{paths[0]}/transactions", params={**ABOUT, "limit": 5}))
        lost = await program.get(f"{XERO}/bank_accounts/999", params=ABOUT)

    assert all(each == account for each in shown)
    assert over["items"]
    assert [each["date"] for each in over["items"]] == sorted((each["date"] for each in over["items"]), reverse=True)
    assert lost.status_code == 404


async def test_a_bank_account_is_created_changed_and_deleted_or_archived(served: Served) -> None:
    """DELETE deletes what was never used and archives what was; each write answers 202 and its plan."""
    new = {"name": "Till", "number": "12-3456-0789012-51", "code": "095"}
    async with await served.program() as program:
        waits = await program.post(f"{XERO}/bank_accounts", params=ABOUT, json=new)
        account = (await _run_plan(program, waits))["account"]
        path = f"{XERO}/bank_accounts/{account['id']}"
        renamed = result_of(await program.put(path, params=NOW, json={"name": "Shop Till"}))["account"]
        archived = result_of(await program.delete(path, params={**NOW, "archive": "true"}))
        restored = result_of(await program.put(path, params=NOW, json={"restore": True}))["account"]
        deleted = result_of(await program.delete(path, params=NOW))
        lost = await program.get(path, params=ABOUT)
        used = result_of(await program.delete(f"{XERO}/bank_accounts/090", params=NOW))

    assert waits.status_code == 202
    assert renamed["name"] == "Shop Till"
    assert [each["deleted"] for each in (archived, deleted, used)] == [False, True, False]
    assert "archived" not in restored
    assert lost.status_code == 404
    assert row(served.house, "Accounts", Code="090")["Status"] == "ARCHIVED"


async def test_every_skill_is_listed_described_and_run(served: Served) -> None:
    """As the catalogue has it; one that there is not, with the nearest names."""
    async with await served.program() as program:
        listed = result_of(await program.get("/api/skills"))["items"]
        reported = result_of(await program.get("/api/skills/xero_show_report"))
        ran = await program.post(
            "/api/skills/find_contacts", json={"arguments": {"limit": 1}, "organisation": "harbour"}
        )
        lost = await program.post("/api/skills/find_contact", json={})

    assert [each["name"] for each in listed] == [skill.name for skill in Registry().skills]
    assert reported == describe(Registry().skill("show_report"))
    assert ran.json()["organisation"]["name"] == HARBOUR
    assert lost.status_code == 404
    assert "find_contacts" in error_of(lost)["hint"]


async def test_an_organisation_that_must_be_named_is_asked_for(served: Served) -> None:
    """Never silently the first."""
    async with await served.program() as program:
        answer = await program.get(f"{XERO}/contacts")

    assert (answer.status_code, error_of(answer)["code"]) == (409, "ambiguous")
    assert HARBOUR in error_of(answer)["fields"][0]["message"]


async def test_a_plan_is_shown_approved_by_its_hash_executed_once_and_undone(served: Served) -> None:
    """Another hash is refused; a second execution answers what the first did; its undoing is a plan of its own."""
    async with await served.program() as program:
        waits = await program.post(f"{XERO}/contacts", params=ABOUT, json={"name": "Lowry Bay Boats"})
        plan = waits.json()["plan"]
        path = f"/api/plans/{plan['id']}"
        early = await program.post(f"{path}/execute")
        invalid = await program.post(f"{path}/approve", json={"hash": "0" * 64})
        result_of(await program.post(f"{path}/approve", json={"hash": plan["hash"]}))
        first = result_of(await program.post(f"{path}/execute"))
        count = writes(served.house)
        second = result_of(await program.post(f"{path}/execute"))
        shown = result_of(await program.get(path))
        served.house.sandbox.clock.advance(1)
        undo = await program.post(f"{path}/undo")
        listed = result_of(await program.get("/api/plans", params={"limit": 1}))

    assert (early.status_code, invalid.status_code) == (409, 409)
    assert first == second
    assert writes(served.house) == count
    assert (shown["state"], shown["outcome"]["result"]) == ("verified", first)
    assert undo.status_code == 202
    assert listed["items"][0]["id"] == undo.json()["plan"]["id"]
    assert listed["has_more"] is True


async def test_search_finds_what_was_synced_of_every_organisation_or_one(served: Served) -> None:
    """Without asking Xero; filtered by kind and organisation."""
    await served.hear()
    calls = sum(served.house.sandbox.requests.counts.values())
    async with await served.program("read") as program:
        found = result_of(await program.get("/api/search", params={"q": "karori"}))["items"]
        kinds = result_of(await program.get("/api/search?q=karori&kind=contact&kind=bill"))["items"]
        elsewhere = result_of(await program.get("/api/search", params={"q": "karori", "organisation": "wattle"}))

    assert sum(served.house.sandbox.requests.counts.values()) == calls
    assert {each["kind"] for each in found} > {"contact"}
    assert {each["kind"] for each in kinds} == {"contact"}
    assert not any("Karori" in each["title"] for each in elsewhere["items"])
