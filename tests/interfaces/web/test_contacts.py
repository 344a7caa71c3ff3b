"""Contacts in the browser: who owes what, to the cent; a statement that adds up; and every change a plan first."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape
from typing import Any

import httpx2
import pytest
from support.asking import change, done, result, row
from support.browsing import browser_of
from support.service import Served, words_of

pytestmark = pytest.mark.anyio
KARORI = "Karori Veterinary Clinic"


def address(served: Served, more: str = "") -> str:
    return f"/o/{served.house.organisation}/contacts{more}"


def shown(amount: str | Decimal) -> str:
    value = Decimal(amount)
    return f"({-value:,.2f})" if value < 0 else f"{value:,.2f}"


def id_of(served: Served, name: str = KARORI) -> str:
    found: str = row(served.house, "Contacts", Name=name)["ContactID"]
    return found


def text_of(page: httpx2.Response) -> str:
    """What a page says, a figure in two voices as one."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", re.sub(r"</(?!span)[^>]+>", " ", page.text))))


async def _plan_of(served: Served, answer: httpx2.Response) -> Any:
    assert answer.status_code == 303, words_of(answer)
    plan_id = answer.headers["location"].rsplit("/", 1)[1]
    return (await served.runtime.plans.plan("default", plan_id)).view()


async def test_the_list_shows_what_each_contact_owes_and_is_owed(served: Served) -> None:
    await served.hear()
    owing = await result(served.house, "list_contact_balances", side="owes", limit=500)
    async with browser_of(served) as browser:
        everyone = words_of(await browser.get(address(served)))
        debtors = await browser.get(address(served), params={"view": "owes"})

    assert "40 contacts" in everyone
    said = words_of(debtors)
    assert f"{owing['total']} contacts owe us {shown(owing['owes']['amount'])}" in said
    for each in owing["items"]:
        found = re.search(rf'/contacts/{each["contact"]["id"]}">.*?</tr>', debtors.text, re.DOTALL)
        assert found
        assert shown(each["owes"]["amount"]) in found[0]


async def test_a_search_keeps_what_was_typed_and_says_when_nobody_fits(served: Served) -> None:
    await served.hear()
    async with browser_of(served) as browser:
        found = await browser.get(address(served), params={"q": "karori"})
        nobody = await browser.get(address(served), params={"q": "<i>nobody</i>"})

    assert KARORI in words_of(found)
    assert 'value="karori"' in found.text
    assert "No contact fits" in words_of(nobody)
    assert "<i>nobody" not in nobody.text


async def test_the_statement_is_the_skill_s_line_by_line(served: Served) -> None:
    await served.hear()
    days = {"from": "2026-01-01", "to": "2026-06-16"}
    statement = await result(served.house, "show_statement_of_account", contact=id_of(served), dates=days)
    async with browser_of(served) as browser:
        page = await browser.get(address(served, f"/{id_of(served)}"), params=days)

    said = text_of(page)
    assert len(statement["rows"]) > 2
    for each in statement["rows"]:
        assert shown(each["balance"]) in said, each
        assert (each.get("number") or "Brought forward") in said
    for name in ("charged", "paid", "closing"):
        assert shown(statement["sums"][0][name]["amount"]) in said
    balance = (await result(served.house, "list_contact_balances", contact_ids=[id_of(served)]))["items"][0]
    assert shown(balance["owes"]["amount"]) in said


async def test_transactions_details_and_notes_are_there_without_scripts(served: Served) -> None:
    await served.hear()
    async with browser_of(served) as browser:
        pages = {tab: await browser.get(address(served, f"/{id_of(served)}"), params={"tab": tab})
                 for tab in ("transactions", "details", "notes")}  # fmt: skip

    assert "INV-" in words_of(pages["transactions"])
    assert "KARO026" in words_of(pages["details"])
    assert "A note can never be changed" in words_of(pages["notes"])


async def test_a_change_becomes_a_plan_of_only_what_was_changed(served: Served) -> None:
    async with browser_of(served) as browser:
        form = await browser.get(address(served, f"/{id_of(served)}/edit"))
        typed = _values(form.text) | {"email": "new@karori.example"}
        answer = await browser.post(address(served, f"/{id_of(served)}/edit"), typed, of=form)

    plan = await _plan_of(served, answer)
    assert plan.after == {"name": KARORI, "email": "new@karori.example"}
    assert plan.state == "proposed"
    assert row(served.house, "Contacts", Name=KARORI)["EmailAddress"] != "new@karori.example"


async def test_a_form_with_a_fault_names_the_field_and_keeps_what_was_typed(served: Served) -> None:
    async with browser_of(served) as browser:
        form = await browser.get(address(served, "/new"))
        wrong = {"name": "New <b>Customer</b>", "email": "no address", "city": "Nelson"}
        answer = await browser.post(address(served, "/new"), wrong, of=form)

    assert answer.status_code == 422
    assert 'href="#email"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert _values(answer.text)["city"] == "Nelson"
    assert unescape(_values(answer.text)["name"]) == "New <b>Customer</b>"
    assert "<b>Customer" not in answer.text


async def test_a_new_contact_a_note_and_an_archiving_are_plans_that_a_person_answers(served: Served) -> None:
    async with browser_of(served) as browser:
        form = await browser.get(address(served, "/new"))
        made = await browser.post(address(served, "/new"), {"name": "Brand New Ltd", "city": "Nelson"}, of=form)
        about = await browser.get(address(served, f"/{id_of(served)}"), params={"tab": "notes"})
        noted = await browser.post(address(served, f"/{id_of(served)}/note"), {"text": "Pays on Fridays."}, of=about)
        details = await browser.get(address(served, f"/{id_of(served)}"), params={"tab": "details"})
        gone = await browser.post(address(served, f"/{id_of(served)}/archive"), of=details)
        shown_plan = words_of(await browser.follow(gone))

    assert (await _plan_of(served, made)).after["name"] == "Brand New Ltd"
    assert "Pays on Fridays." in str((await _plan_of(served, noted)).after)
    assert "Archive the contact" in shown_plan


async def test_an_empty_note_is_refused_and_the_page_stays(served: Served) -> None:
    async with browser_of(served) as browser:
        about = await browser.get(address(served, f"/{id_of(served)}"), params={"tab": "notes"})
        answer = await browser.post(address(served, f"/{id_of(served)}/note"), {"text": "  "}, of=about)

    assert answer.status_code == 422
    assert KARORI in words_of(answer)


async def test_changed_bank_details_and_likely_duplicates_stand_on_the_page(served: Served) -> None:
    await served.hear()
    await done(served.house, "create_contact", name="Karori Veterinary Clinics")
    karori = row(served.house, "Contacts", Name=KARORI)
    change(served.house, "Contacts", karori, BankAccountDetails="12-9999-1234567-00")
    await served.hear()
    async with browser_of(served) as browser:
        page = await browser.get(address(served, f"/{id_of(served)}"))

    said = words_of(page)
    assert "Its bank details changed" in said
    assert "12-9999" not in page.text
    assert "May be the same" in said
    assert "Karori Veterinary Clinics" in said


async def test_who_may_only_read_sees_no_form_and_is_refused(served: Served) -> None:
    async with browser_of(served) as writer, browser_of(served, "read") as reader:
        page = await reader.get(address(served, f"/{id_of(served)}"), params={"tab": "details"})
        form = await writer.get(address(served, f"/{id_of(served)}"), params={"tab": "details"})
        refused = await reader.post(address(served, f"/{id_of(served)}/archive"), of=form)

    assert "Archive…" not in words_of(page)
    assert refused.status_code == 403


async def test_a_contact_that_there_is_not_is_a_page_that_says_so(served: Served) -> None:
    async with browser_of(served) as browser:
        answer = await browser.get(address(served, "/00000000-0000-4000-8000-000000000000"))

    assert answer.status_code == 404


def _values(text: str) -> dict[str, str]:
    """What the fields of a form hold."""
    inputs = re.findall(r'<input class="input" id="\w+" name="(\w+)" type="text" value="([^"]*)"', text)
    areas = re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>(.*?)</textarea>', text, re.DOTALL)
    return {name: unescape(value).strip() for name, value in (*inputs, *areas)}
