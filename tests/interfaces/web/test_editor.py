"""Documents typed in the browser, without scripts: a plan comes of them, and nothing that was typed is ever lost."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import httpx2
import pytest
from support.browsing import Browser, browser_of
from support.markup import faults
from support.service import Served, words_of

pytestmark = pytest.mark.anyio
KARORI = "Karori Veterinary Clinic"
NEW = ("invoices", "bills", "quotes", "credit-notes", "purchase-orders")
ACCOUNTS = {"invoices": "200", "quotes": "200", "credit-notes": "200", "bills": "429", "purchase-orders": "429"}
HOSTILE = "\"><script>alert(1)</script>'{{ 7 * 7 }}"


def _at(served: Served, path: str) -> str:
    return f"/o/{served.house.organisation}/{path}"


def _line(number: int = 1, **more: str) -> dict[str, str]:
    cells = {"desc": "Poster", "qty": "2", "price": "150.00", "acc": "200", **more}
    return {f"{key}{number}": text for key, text in cells.items()}


def _value(page: httpx2.Response, name: str) -> str:
    """What stands in a field of the page."""
    found = re.search(rf'<input[^>]* name="{name}"[^>]*? value="([^"]*)"', page.text)
    if found is None:
        found = re.search(rf'<textarea[^>]* name="{name}"[^>]*>\n?\n?(.*?)</textarea>', page.text, re.DOTALL)
    assert found is not None, name
    return unescape(found[1])


async def _sent(browser: Browser, address: str, page: httpx2.Response, **fields: Any) -> httpx2.Response:
    once = re.search(r'name="once" value="([0-9a-f]{32})"', page.text)
    assert once
    answer: httpx2.Response = await browser.post(address, {"once": once[1], **fields}, of=page)
    return answer


async def _plan(served: Served, answer: httpx2.Response) -> Any:
    assert answer.status_code == 303, words_of(answer)
    return await served.runtime.plans.plan("default", answer.headers["location"].rpartition("/")[2])


@pytest.mark.parametrize("path", NEW)
async def test_each_kind_of_document_is_typed_and_becomes_a_plan_of_exactly_that(served: Served, path: str) -> None:
    address = _at(served, f"{path}/new")
    async with browser_of(served) as browser:
        page = await browser.get(address)
        assert page.status_code == 200, words_of(page)
        assert faults(page.text) == []
        answer = await _sent(
            browser, address, page, contact=KARORI, date="2026-06-15", number="T-77", amounts_are="exclusive",
            do="draft", **_line(acc=ACCOUNTS[path]),
            **_line(3, desc="Ink", qty="", price="1,040.50", acc=ACCOUNTS[path]),
        )  # fmt: skip
        shown = words_of(await browser.follow(answer))

    plan = await _plan(served, answer)
    assert plan.state == "proposed"
    assert plan.tenant_id == served.house.organisation
    assert [(each["description"], each["amount"]["amount"]) for each in plan.view().after["lines"]] == [
        ("Poster", "300.00"), ("Ink", "1040.50"),
    ]  # fmt: skip
    assert "Poster" in shown
    assert KARORI in shown


async def test_approve_and_e_mail_are_asked_for_by_the_button_that_says_so(served: Served) -> None:
    address = _at(served, "invoices/new")
    found = {}
    async with browser_of(served) as browser:
        page = await browser.get(address)
        for do in ("draft", "approve", "email"):
            sent = await _sent(
                browser,
                address,
                await browser.get(address),
                contact="Glenmore Lawyers",
                due_date="2026-07-20",
                do=do,
                **_line(),
            )
            view = (await _plan(served, sent)).view()
            found[do] = (view.after["status"], len(view.emails))
        drafts = await browser.get(_at(served, "quotes/new"))

    assert "Approve and e-mail…" in words_of(page)
    assert "Approve…" not in words_of(drafts)
    assert found == {"draft": ("draft", 0), "approve": ("awaiting_payment", 0), "email": ("awaiting_payment", 1)}


async def test_add_lines_gives_the_form_back_longer_with_everything_in_it_and_plans_nothing(served: Served) -> None:
    address = _at(served, "quotes/new")
    async with browser_of(served) as browser:
        page = await browser.get(address)
        longer = await _sent(
            browser,
            address,
            page,
            contact=KARORI,
            title=HOSTILE,
            terms="One\r\nTwo",
            do="add",
            **_line(4, desc=HOSTILE),
        )

    assert longer.status_code == 200
    assert longer.text.count('class="c-desc"') > page.text.count('class="c-desc"')
    assert faults(longer.text) == []
    assert "<script>alert" not in longer.text
    assert (_value(longer, "title"), _value(longer, "desc4"), _value(longer, "terms")) == (HOSTILE, HOSTILE, "One\nTwo")
    assert await _plans(served) == 0


async def _plans(served: Served) -> int:
    found = await served.runtime.plan_lists.page("default", states=("proposed",), within=None, limit=100)
    return len(found.items)


@pytest.mark.parametrize(
    ("cell", "typed", "said"),
    [
        ("qty", "1e5", "must be written out, such as 100000"),
        ("qty", "1,5", "has a comma that could be a decimal point"),
        ("price", "\N{MINUS SIGN}", "is only a sign"),
        ("price", "ten", "is no number"),
        ("price", "1040.00.00", "is no number"),
        ("disc", "10%", "is no number"),
    ],
)
async def test_a_number_that_could_mean_two_things_is_refused_at_its_cell(
    served: Served, cell: str, typed: str, said: str
) -> None:
    address = _at(served, "invoices/new")
    async with browser_of(served) as browser:
        page = await browser.get(address)
        answer = await _sent(
            browser,
            address,
            page,
            contact=KARORI,
            reference="kept",
            do="draft",
            **_line(1),
            **_line(3, **{cell: typed}),
        )

    assert answer.status_code == 400
    assert f'href="#{cell}3"' in answer.text
    assert said in words_of(answer)
    assert re.search(rf'name="{cell}3"[^>]*aria-invalid="true"', answer.text)
    assert (_value(answer, f"{cell}3"), _value(answer, "reference"), _value(answer, "price1")) == (
        typed,
        "kept",
        "150.00",
    )
    assert await _plans(served) == 0


async def test_what_the_skill_refuses_is_said_at_the_cell_it_is_about_though_blank_lines_stand_between(
    served: Served,
) -> None:
    address = _at(served, "invoices/new")
    async with browser_of(served) as browser:
        page = await browser.get(address)
        no_account = await _sent(
            browser, address, page, contact=KARORI, do="approve", **_line(2), **_line(4, desc="Hosting", acc="")
        )
        unknown = await _sent(browser, address, page, contact="Nobody Of That Name", do="draft", **_line())
        strange = await _sent(browser, address, page, contact=KARORI, do="draft", **_line(3, tax="No such tax"))
        empty = await _sent(browser, address, page, contact="", do="draft")

    assert 'href="#acc4"' in no_account.text
    assert "Line 4, account:" in words_of(no_account)
    assert _value(no_account, "desc4") == "Hosting"
    assert 'href="#contact"' in unknown.text
    assert _value(unknown, "contact") == "Nobody Of That Name"
    assert 'href="#tax3"' in strange.text
    assert {'href="#contact"', 'href="#desc1"'} <= set(re.findall(r'href="#\w+"', empty.text))
    assert [each.status_code for each in (no_account, strange, empty)] == [400, 404, 400]


async def test_the_same_form_sent_twice_is_one_plan(served: Served) -> None:
    address = _at(served, "invoices/new")
    async with browser_of(served) as browser:
        page = await browser.get(address)
        answers = [await _sent(browser, address, page, contact=KARORI, do="draft", **_line()) for _ in range(2)]
        made = await _plans(served)
        changed = await _sent(browser, address, page, contact=KARORI, do="draft", **_line(price="151.00"))

    assert answers[0].headers["location"] == answers[1].headers["location"] != changed.headers["location"]
    assert made == 1


async def test_a_form_of_an_earlier_session_does_nothing_and_comes_back_as_it_was_typed(served: Served) -> None:
    address = _at(served, "invoices/new")
    async with browser_of(served) as browser, browser_of(served) as other:
        theirs = await other.get(address)
        answer = await _sent(browser, address, theirs, contact=KARORI, do="draft", **_line(price="77.10"))
        again = await _sent(browser, address, answer, contact=KARORI, do="draft", **_line(price="77.10"))
        elsewhere = await browser.post(
            address, {"contact": KARORI, **_line()}, of=theirs, headers={"sec-fetch-site": "cross-site"}
        )

    assert answer.status_code == 403
    assert "nothing was done" in words_of(answer)
    assert (_value(answer, "price1"), _value(answer, "contact")) == ("77.10", KARORI)
    assert again.status_code == 303
    assert elsewhere.status_code == 403
    assert 'id="editor"' not in elsewhere.text


async def test_who_may_only_read_is_told_so_and_gets_no_form(served: Served) -> None:
    address = _at(served, "bills/new")
    async with browser_of(served, "read") as browser:
        page = await browser.get(address)

    assert page.status_code == 403
    assert 'id="editor"' not in page.text


async def test_totals_are_those_that_the_plan_will_have(served: Served) -> None:
    address = _at(served, "invoices/new")
    lines = _line(1, qty="3", price="19.9950", disc="7.5") | _line(
        2, qty="0.333", price="1,040.00", tax="Zero Rated Income"
    )
    lines |= _line(3, desc="Words only", qty="", price="", acc="")
    lines |= _line(4, desc="", item="WEB-BUILD", price="", acc="")
    async with browser_of(served) as browser:
        page = await browser.get(address)
        for amounts_are in ("exclusive", "inclusive", "no_tax"):
            part = await browser.post(
                _at(served, "invoices/total"), {"amounts_are": amounts_are, **lines}, of=page,
                headers={"hx-request": "true"},
            )  # fmt: skip
            fields = {"contact": KARORI, "amounts_are": amounts_are, "do": "draft"}
            plan = await _plan(served, await _sent(browser, address, await browser.get(address), **fields, **lines))
            shown = dict(re.findall(r'data-total="(\w+)">(.*?)</td>', part.text))
            totals = plan.proposal.totals
            assert totals is not None
            assert "<html" not in part.text
            assert shown == {"net": f"{totals.net.amount:,}", "total": f"{totals.total.amount:,}"}, amounts_are


async def test_a_bill_brings_its_files_and_one_that_xero_does_not_take_is_said_without_losing_the_others(
    served: Served,
) -> None:
    address = _at(served, "bills/new")
    pdf, script = b"%PDF-1.4 scan", b"#!/bin/sh"
    async with browser_of(served) as browser:
        page = await browser.get(address)
        fields = {"contact": KARORI, "do": "draft", **_line(acc="429")}
        refused = await _sent_with(browser, address, page, fields, [("scan.pdf", pdf), ("run.sh", script)])
        handle = re.search(r'name="kept_file" value="(file_[0-9a-f]{32})"', refused.text)
        assert handle
        answer = await _sent(browser, address, refused, **fields, kept_file=handle[1])
        shown = await browser.follow(answer)
        theirs = await _sent(browser, address, await browser.get(address), **fields, kept_file="/etc/passwd")

    assert refused.status_code == 400
    assert "run.sh" in words_of(refused)
    assert "scan.pdf" in words_of(refused)
    files = [step.write.file for step in (await _plan(served, answer)).proposal.steps if step.write.file]
    assert [each.size for each in files] == [len(pdf)]
    assert not [each for each in (await _plan(served, theirs)).proposal.steps if each.write.file]
    assert "Invoices/(of step 1)/Attachments/scan.pdf" in words_of(shown)


async def _sent_with(
    browser: Browser, address: str, page: httpx2.Response, fields: dict[str, str], files: list[tuple[str, bytes]]
) -> httpx2.Response:
    sent = [("files", (name, content, "application/octet-stream")) for name, content in files]
    answer: httpx2.Response = await browser.post(address, fields, of=page, files=sent)
    return answer


async def test_a_thousand_lines_are_read_and_the_limit_is_said_with_all_of_them_kept(served: Served) -> None:
    address = _at(served, "invoices/new")
    lines: dict[str, str] = {}
    for number in range(1, 1001):
        lines |= _line(number, price=f"{number}.00")
    async with browser_of(served) as browser:
        page = await browser.get(address)
        answer = await _sent(browser, address, page, contact=KARORI, do="draft", **lines)

    assert answer.status_code == 400
    assert "100" in words_of(answer).split("Line")[0]
    assert _value(answer, "price1000") == "1000.00"


async def test_a_contact_is_offered_as_it_is_typed_and_one_of_the_address_is_filled_in(served: Served) -> None:
    async with browser_of(served) as browser:
        offered = await browser.get(_at(served, "editor/contacts"), params={"q": "karori"})
        nothing = await browser.get(_at(served, "editor/contacts"), params={"q": " "})
        books = served.house.sandbox.organisations[served.house.organisation]
        row = next(each for each in books.tables["Contacts"].rows.values() if each["Name"] == KARORI)
        filled = await browser.get(_at(served, "invoices/new"), params={"contact": row["ContactID"]})

    assert f'<option value="{KARORI}">' in offered.text
    assert "<option" not in nothing.text
    assert (_value(filled, "contact"), _value(filled, "contact_id")) == (KARORI, row["ContactID"])


async def test_of_several_contacts_of_one_name_the_one_that_is_ticked_gets_the_document(served: Served) -> None:
    address = _at(served, "invoices/new")
    rows = served.house.sandbox.organisations[served.house.organisation].tables["Contacts"].rows
    known = next(each for each in rows.values() if each["Name"] == KARORI)
    twin = "7d1c52aa-0000-4000-8000-2c41d0a7e913"
    rows[twin] = {**known, "ContactID": twin}
    async with browser_of(served) as browser:
        page = await browser.get(address)
        asked = await _sent(browser, address, page, contact=KARORI, do="draft", **_line())
        answer = await _sent(
            browser, address, asked, contact=KARORI, contact_asked=KARORI, contact_chosen=twin, do="draft", **_line()
        )

    assert "Which one?" in words_of(asked)
    assert len(re.findall(r'name="contact_chosen" value="([^"]+)"', asked.text)) == 2
    assert (await _plan(served, answer)).view().after["contact"]["id"] == twin
