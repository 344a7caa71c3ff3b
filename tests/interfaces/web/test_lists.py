"""Lists in the browser: what fits stands there to the cent, filters are in the address, many records make one plan."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from support.asking import rows
from support.browsing import Browser, browser_of
from support.service import Served, words_of

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.interfaces.web.lists.actions import ACTIONS, ASKED
from atom_xero_plugin.interfaces.web.lists.declared import LISTS

pytestmark = pytest.mark.anyio
SKILLS = {skill.name: skill for skill in Registry().skills}
GONE = {"VOIDED", "DELETED"}
_LINK = re.compile(r'<th scope="row"><a href="([^"]+)"')


def at(served: Served, path: str) -> str:
    return f"/o/{served.house.organisation}/{path}"


def links(text: str) -> list[str]:
    """The records of a page, in its order."""
    return [unescape(each) for each in _LINK.findall(text)]


def invoices(served: Served, type_: str = "ACCREC", **wanted: Any) -> list[dict[str, Any]]:
    return [each for each in rows(served.house, "Invoices", Type=type_, **wanted) if each["Status"] not in GONE]


@pytest.mark.parametrize("declared", LISTS, ids=lambda each: each.name)
async def test_every_list_opens_before_and_after_the_first_sync(served: Served, declared: Any) -> None:
    """And says before it that nothing was synced; a list of another organisation is another page."""
    async with browser_of(served) as browser:
        before = await browser.get(at(served, declared.name))
        await served.hear()
        after = await browser.get(at(served, declared.name))
        elsewhere = await browser.get(f"/o/nobody/{declared.name}")

    assert (before.status_code, after.status_code, elsewhere.status_code) == (200, 200, 404)
    assert "Not everything was synced yet" in words_of(before)
    assert "Not everything was synced yet" not in words_of(after)
    assert links(after.text)


async def test_the_foot_is_over_all_that_fits_and_the_pages_hold_each_record_once(served: Served) -> None:
    """Not over the page that is shown."""
    await served.hear()
    ours = invoices(served)
    async with browser_of(served) as browser:
        page = await browser.get(at(served, "invoices"))
        found, following = links(page.text), page
        while more := re.search(r'href="([^"]+)" rel="next">Next', following.text):
            following = await browser.get(unescape(more[1]))
            found += links(following.text)

    said = words_of(page)
    assert f"{sum(each['Total'] for each in ours if each['CurrencyCode'] == 'NZD'):,.2f}" in said
    ids = [re.search(r"invoices/([^?]+)", each)[1] for each in found]  # type: ignore[index]  # every link has one
    assert len(ids) == len(set(ids))
    assert set(ids) == {each["InvoiceID"] for each in ours}


async def test_filters_stand_in_the_address_and_each_can_be_taken_away(served: Served) -> None:
    """What fits nothing says what there would be without it."""
    await served.hear()
    name = invoices(served)[0]["Contact"]["Name"]
    async with browser_of(served) as browser:
        fits = await browser.get(at(served, "invoices"), params={"contact": name})
        nothing = await browser.get(at(served, "invoices"), params={"contact": name, "min": "99999999"})
        wrong = await browser.get(at(served, "invoices"), params={"from": "soon", "min": "1"})

    mine = [each for each in invoices(served) if each["Contact"]["Name"] == name]
    assert len(links(fits.text)) == len(mine)
    assert f"Contact: {name}" in unescape(words_of(fits))
    assert f"Without these filters there are {len(invoices(served)):,}." in words_of(nothing)
    assert nothing.text.count("Remove “") == 2
    assert wrong.status_code == 200
    assert 'role="alert"' in wrong.text
    assert 'value="soon"' in wrong.text


async def test_a_column_head_sorts_and_turns_the_order(served: Served) -> None:
    """The largest first, then the smallest."""
    await served.hear()
    async with browser_of(served) as browser:
        page = await browser.get(at(served, "invoices"))
        head = re.search(r'<a href="([^"]+)">Total</a>', page.text)
        assert head
        down = await browser.get(unescape(head[1]))
        turned = re.search(r'aria-sort="descending"><a href="([^"]+)">Total</a>', down.text)
        assert turned
        up = await browser.get(unescape(turned[1]))

    totals = sorted((each["Total"] for each in invoices(served)), reverse=True)
    amounts = [_amounts(page.text) for page in (down, up)]
    assert amounts[0] == totals[: len(amounts[0])]
    assert amounts[1] == totals[::-1][: len(amounts[1])]


def _amounts(text: str) -> list[Decimal]:
    """The totals of the rows."""
    body = text.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
    first = (
        re.search(r'<td class="money[^"]*">(?:<small>[A-Z]+</small> )?([\d,.]+)</td>', row)
        for row in body.split("</tr>")
    )
    return [Decimal(each[1].replace(",", "")) for each in first if each]


async def test_ticked_records_become_one_plan_and_so_does_every_match(served: Served) -> None:
    """That waits at its own address; nothing is written."""
    await served.hear()
    drafts = [each for each in invoices(served) if each["Status"] in {"DRAFT", "SUBMITTED"}]
    async with browser_of(served) as browser:
        page = await browser.get(at(served, "invoices"), params={"tab": "draft"})
        few = await _acted(browser, page, "invoices", {"do": "approve_invoices", "id": drafts[0]["InvoiceID"]})
        whole = await _acted(browser, page, "invoices?status=draft&status=awaiting_approval",
                             {"do": "approve_invoices", "all": "yes"})  # fmt: skip
        none = await _acted(browser, page, "invoices", {"do": "approve_invoices"})
        unknown = await _acted(browser, page, "invoices", {"do": "delete_everything", "id": "x"})

    assert (few.status_code, whole.status_code) == (303, 303)
    plans = [await served.service.dispatcher.plan("default", each.headers["location"].split("/")[-1])
             for each in (few, whole)]  # fmt: skip
    assert [len(each.proposal.steps) for each in plans] == [1, len(drafts)]
    assert all(each.state == "proposed" for each in plans)
    assert (none.status_code, unknown.status_code) == (400, 400)


async def _acted(browser: Browser, page: Any, name: str, form: dict[str, Any]) -> Any:
    path, _, query = name.partition("?")
    organisation = str(page.url).split("/o/")[1].split("/")[0]
    return await browser.post(f"/o/{organisation}/lists/{path}/act?{query}", form, of=page)


async def test_several_bills_are_paid_as_one_once_the_account_was_typed(served: Served) -> None:
    """The form asks for it first and keeps what was ticked."""
    await served.hear()
    open_bills = [each for each in invoices(served, "ACCPAY", Status="AUTHORISED") if each["CurrencyCode"] == "NZD"][:2]
    form = {"do": "create_batch_payment", "id": [each["InvoiceID"] for each in open_bills]}
    async with browser_of(served) as browser:
        page = await browser.get(at(served, "bills"))
        asked = await _acted(browser, page, "bills", form)
        planned = await _acted(browser, page, "bills", {**form, "asked": "yes", "account": "090"})

    assert asked.status_code == 200
    assert asked.text.count('type="hidden" name="id"') == 2
    assert planned.status_code == 303, planned.text


async def test_what_is_filtered_is_exported_whole(served: Served) -> None:
    """Every row that fits, not those of the page; a text that is a formula is none in the file."""
    await served.hear()
    async with browser_of(served) as browser:
        page = await browser.get(at(served, "invoices"), params={"tab": "paid"})
        form = {"format": "csv"}
        file = await browser.post(at(served, "lists/invoices/export?tab=paid"), form, of=page)

    paid = [each for each in invoices(served) if each["Status"] == "PAID"]
    written = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    numbers = {cell for row in written for cell in row}
    assert {each["InvoiceNumber"] for each in paid} <= numbers
    assert "attachment" in file.headers["content-disposition"]


async def test_a_record_stands_beside_its_list_and_is_a_page_of_its_own(served: Served) -> None:
    """With its lines, its totals and what can be done with it; Xero is asked for none of it."""
    await served.hear()
    invoice = next(
        each for each in invoices(served) if each["Status"] == "AUTHORISED" and each["CurrencyCode"] == "NZD"
    )
    calls = served.house.sandbox.requests.counts.total()
    async with browser_of(served) as browser:
        page = await browser.get(at(served, f"invoices/{invoice['InvoiceID']}"), params={"tab": "unpaid"})
        part = await browser.get(at(served, f"invoices/{invoice['InvoiceID']}"), headers={"hx-request": "true"})
        assert served.house.sandbox.requests.counts.total() == calls
        acted = await browser.post(
            at(served, f"records/invoice/{invoice['InvoiceID']}/act"), {"do": "void_invoice"}, of=page
        )
        history = await browser.get(at(served, f"records/invoice/{invoice['InvoiceID']}/history"))

    said = words_of(page)
    for expected in (invoice["InvoiceNumber"], "Record payment", "Void", f"{invoice['Total']:,.2f}", "Before tax"):
        assert expected in said, expected
    assert "<html" not in part.text
    assert "Record payment" in part.text
    assert acted.status_code == 303
    assert "/approvals/" in acted.headers["location"]
    assert history.status_code == 200


async def test_who_only_reads_is_offered_nothing_that_writes(served: Served) -> None:
    """And a form that is sent all the same makes no plan."""
    await served.hear()
    invoice = next(each for each in invoices(served) if each["Status"] == "AUTHORISED")
    async with browser_of(served, "read") as browser:
        listed = await browser.get(at(served, "invoices"))
        page = await browser.get(at(served, f"invoices/{invoice['InvoiceID']}"))
        acted = await browser.post(
            at(served, f"records/invoice/{invoice['InvoiceID']}/act"), {"do": "void_invoice"}, of=page
        )

    assert "data-pick" not in listed.text
    assert "record_payment" not in page.text
    assert acted.status_code == 403


def test_every_action_is_a_skill_that_takes_its_argument() -> None:
    """What a page offers exists, and nothing is typed that it does not take."""
    for kind, actions in ACTIONS.items():
        for action in actions:
            fields = {field.replace("_", "") for field in SKILLS[action.skill].input_type.__struct_fields__}
            assert {action.argument.replace("_", ""), *action.asks} <= fields, (kind, action.skill)
            assert set(action.asks) <= ASKED.keys()
    for declared in LISTS:
        for bulk in declared.bulk:
            assert {bulk.argument, *bulk.asks} <= set(SKILLS[bulk.skill].input_type.__struct_fields__), bulk.skill
