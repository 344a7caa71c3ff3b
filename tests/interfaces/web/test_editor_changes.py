"""Records changed in the browser, without scripts: only what is other than it is goes into the plan."""

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
NUMBER = "INV-0156"
_FIELD = re.compile(r"<(input)\b([^>]*)>()|<(select|textarea)\b([^>]*)>\n?\n?(.*?)</(?:select|textarea)>", re.DOTALL)


def _invoice(served: Served, number: str = NUMBER) -> dict[str, Any]:
    rows = served.house.sandbox.organisations[served.house.organisation].tables["Invoices"].rows.values()
    found: dict[str, Any] = next(each for each in rows if each.get("InvoiceNumber") == number)
    return found


def _edit(served: Served, path: str = "invoices", number: str = NUMBER) -> str:
    return f"/o/{served.house.organisation}/{path}/{_invoice(served, number)['InvoiceID']}/edit"


def _typed(page: httpx2.Response) -> dict[str, str]:
    """Every field of the editor as a browser would post it."""
    form = page.text.split('<form id="editor"', 1)[1].split("</form>", 1)[0]
    found: dict[str, str] = {}
    for parts in _FIELD.findall(form):
        tag, given, inner = parts[:3] if parts[0] else parts[3:]
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', given))
        if "name" not in attributes or attributes["name"] == "csrf":
            continue
        value = attributes.get("value", "") if tag == "input" else inner
        if tag == "select":
            value = next(iter(re.findall(r'value="([^"]*)" selected', inner)), "")
        found[attributes["name"]] = unescape(value)
    return found


async def _save(browser: Browser, address: str, page: httpx2.Response, **changed: str) -> httpx2.Response:
    answer: httpx2.Response = await browser.post(address, _typed(page) | {"do": "save"} | changed, of=page)
    return answer


async def _arguments(served: Served, answer: httpx2.Response) -> dict[str, Any]:
    """What the plan changes, by names."""
    assert answer.status_code == 303, words_of(answer)
    plan = await served.runtime.plans.plan("default", answer.headers["location"].rpartition("/")[2])
    return {name: value for name, value in plan.view().after.items() if name != "number"}


async def test_only_what_was_changed_is_planned(served: Served) -> None:
    address = _edit(served)
    async with browser_of(served) as browser:
        page = await browser.get(address)
        assert faults(page.text) == []
        bare = await browser.post(address, {"do": "save"}, of=page)
        due = await _arguments(served, await _save(browser, address, page, due_date="2026-07-31"))
        more = await _arguments(
            served, await _save(browser, address, page, desc2="Travel", price2="90", acc2="200 Sales", qty1="2")
        )

    assert bare.status_code == 409
    assert due == {"due_date": "2026-07-31"}
    assert set(more) == {"lines", "total"}
    assert [each["amount"]["amount"] for each in more["lines"]] == ["1285.00", "90.00"]


async def test_an_emptied_line_goes_and_a_cell_that_cannot_be_empty_says_so(served: Served) -> None:
    address = _edit(served)
    async with browser_of(served) as browser:
        page = await browser.get(address)
        emptied = dict.fromkeys(("item1", "desc1", "qty1", "price1", "acc1", "tax1", "disc1", "t11"), "")
        gone = await _arguments(
            served,
            await _save(browser, address, page, **emptied, desc2="Travel", price2="90", acc2="200", tax2="OUTPUT2"),
        )
        refused = await _save(browser, address, page, acc1="", reference="kept")
        nothing = await _save(browser, address, page)
        none_left = await _save(browser, address, page, **emptied)

    assert [each["description"] for each in gone["lines"]] == ["Travel"]
    assert refused.status_code == 400
    assert 'href="#acc1"' in refused.text
    assert _typed(refused)["reference"] == "kept"
    assert "Nothing is different" in words_of(nothing)
    assert none_left.status_code == 400


async def test_what_somebody_else_wrote_meanwhile_is_shown_and_what_was_typed_is_kept(served: Served) -> None:
    """Fields that were left alone become what they are now; the same field in two hands is named."""
    address = _edit(served)
    async with browser_of(served) as browser, browser_of(served) as other:
        page = await browser.get(address)
        theirs = await _save(other, address, await other.get(address), reference="THEIRS", due_date="2026-08-01")
        shown = await other.get(theirs.headers["location"])
        hashed = re.search(r'name="hash" value="([^"]+)"', shown.text)
        assert hashed
        served.house.sandbox.clock.advance(60)
        await other.post(f"{theirs.headers['location']}/approve", {"hash": hashed[1]}, of=shown)
        conflict = await _save(browser, address, page, reference="MINE", price1="700")
        again = await _arguments(served, await _save(browser, address, conflict))

    assert _invoice(served)["Reference"] == "THEIRS"
    assert conflict.status_code == 409
    assert "Somebody changed this invoice after you opened it" in words_of(conflict)
    assert "in Xero now THEIRS" in words_of(conflict)
    typed = _typed(conflict)
    assert (typed["reference"], typed["price1"], typed["due_date"]) == ("MINE", "700", "2026-08-01")
    assert set(again) == {"reference", "lines", "total"}


async def test_a_record_opens_in_the_editor_of_its_kind_and_a_paid_one_offers_no_change(served: Served) -> None:
    rows = served.house.sandbox.organisations[served.house.organisation].tables["Invoices"].rows.values()
    paid = next(each for each in rows if each["Status"] == "PAID" and each["Type"] == "ACCREC")["InvoiceNumber"]
    async with browser_of(served) as browser:
        led = await browser.get(_edit(served, "bills"))
        closed = await browser.get(_edit(served, number=paid))

    assert led.status_code == 303
    assert led.headers["location"] == _edit(served)
    assert "can no longer be changed" in words_of(closed)
    assert 'value="save"' not in closed.text


async def test_a_record_leads_to_its_editor_as_long_as_it_can_be_changed(served: Served) -> None:
    await served.hear()
    rows = served.house.sandbox.organisations[served.house.organisation].tables["Invoices"].rows.values()
    paid = next(each for each in rows if each["Status"] == "PAID" and each["Type"] == "ACCREC")["InvoiceNumber"]
    async with browser_of(served) as browser:
        shown = [await browser.get(_edit(served, number=each).removesuffix("/edit")) for each in (NUMBER, paid)]

    assert [each.status_code for each in shown] == [200, 200]
    assert [_edit(served, number=each) in page.text for each, page in zip((NUMBER, paid), shown, strict=True)] == [
        True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "table", "key", "fits", "field"),
    [
        ("bills", "Invoices", "InvoiceID", {"Type": "ACCPAY", "Status": "AUTHORISED"}, "due_date"),
        ("quotes", "Quotes", "QuoteID", {"Status": "SENT"}, "expiry_date"),
        ("purchase-orders", "PurchaseOrders", "PurchaseOrderID", {"Status": "AUTHORISED"}, "delivery_date"),
        ("credit-notes", "CreditNotes", "CreditNoteID", {"Type": "ACCRECCREDIT", "Status": "AUTHORISED"}, "reference"),
    ],
)
async def test_each_kind_shows_what_it_is_and_plans_the_one_field_that_was_changed(
    served: Served, path: str, table: str, key: str, fits: dict[str, str], field: str
) -> None:
    rows = served.house.sandbox.organisations[served.house.organisation].tables[table].rows.values()
    found = next(
        each for each in rows
        if all(each.get(name) == value for name, value in fits.items()) and not each.get("Allocations")
    )  # fmt: skip
    address = f"/o/{served.house.organisation}/{path}/{found[key]}/edit"
    typed = "RMA 12" if field == "reference" else "2027-01-31"
    async with browser_of(served) as browser:
        page = await browser.get(address)
        assert faults(page.text) == []
        nothing = await _save(browser, address, page)
        changed = await _arguments(served, await _save(browser, address, page, **{field: typed}))

    assert "Nothing is different" in words_of(nothing)
    assert changed == {field: typed}
