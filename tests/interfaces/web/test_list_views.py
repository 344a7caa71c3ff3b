"""A person's own views of a list: what they keep, who sees them, and how days go by key."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import httpx2
import pytest
from support.browsing import Browser, browser_of
from support.service import OWN_FORM, Served, words_of

from atom_xero_plugin.store.api_tokens import RIGHTS
from atom_xero_plugin.testing import TODAY

pytestmark = pytest.mark.anyio
FILTERED = {"status": ["unpaid", "overdue"], "sort": "total", "dir": "ascending"}
EVIL = "<b>Large</b> & late"


def heads(page: httpx2.Response) -> list[str]:
    found = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page.text.split("<tbody>")[0])
    return [re.sub(r"<[^>]+>", "", each) for each in found]


def links(page: httpx2.Response) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]*/invoices/([0-9a-f-]{36})', page.text)


def tabs(page: httpx2.Response) -> dict[str, str]:
    """The address of each of the person's own views, by its name."""
    found = re.findall(r'<a href="([^"]+[?&]view=view_[^"&]+)"[^>]*>([^<]*)</a>', page.text)
    return {unescape(name): unescape(address) for address, name in found}


def action(page: httpx2.Response, ending: str) -> str:
    found = re.search(rf'action="([^"]+{ending}[^"]*)"', page.text)
    assert found, ending
    return unescape(found[1])


async def test_a_view_keeps_filters_order_and_columns_for_one_person_and_is_renamed_and_deleted(served: Served) -> None:
    await served.hear()
    list_ = f"/o/{served.house.organisation}/invoices"
    async with browser_of(served) as mine, served.client() as client:
        other = Browser(client)
        token = (await served.service.tokens.new("default", "other", RIGHTS, by="person:other")).token
        await client.post("/sign-in", data={"token": token}, headers=OWN_FORM)
        first = await mine.get(list_, params=FILTERED | {"cols": "total,day,contact"})
        made = await mine.follow(await mine.post(action(first, "/views"), {"name": EVIL}, of=first))
        opened = await mine.get(tabs(made)[EVIL])
        again = await mine.follow(await mine.post(action(first, "/views"), {"name": EVIL.upper()}, of=first))
        renamed = await mine.follow(await mine.post(action(opened, "/rename"), {"name": "Large"}, of=opened))
        foreign = await other.get(tabs(made)[EVIL])
        elsewhere = await other.get(list_)
        taken = await other.post(action(opened, "/delete"), of=elsewhere)
        nameless = await mine.post(action(first, "/views"), {"name": "  "}, of=first)
        left = await mine.follow(await mine.post(action(renamed, "/delete"), of=renamed))
        gone = await mine.get(tabs(made)[EVIL])

    assert links(opened) == links(first)
    assert links(first)
    assert [each for each in heads(opened) if each] == ["Contact", "Total", "Date"]
    assert "<b>Large" not in made.text
    assert (list(tabs(again)), list(tabs(renamed)), tabs(left), tabs(elsewhere)) == ([EVIL.upper()], ["Large"], {}, {})
    assert [each.status_code for each in (foreign, taken, nameless, gone)] == [404, 404, 400, 404]


async def test_a_filter_that_is_changed_leaves_the_view_and_the_pages_of_a_view_stay_in_it(served: Served) -> None:
    await served.hear()
    list_ = f"/o/{served.house.organisation}/invoices"
    async with browser_of(served) as mine:
        first = await mine.get(list_, params={"sort": "total"})
        view = tabs(await mine.follow(await mine.post(action(first, "/views"), {"name": "By total"}, of=first)))
        opened = await mine.get(view["By total"])
        following = re.search(r'href="([^"]+)" rel="next">Next', opened.text)
        head = re.search(r'<a href="([^"]+)">Contact</a>', opened.text)
        assert following
        assert head

    assert "view=view_" in following[1]
    assert "view=" not in unescape(head[1])
    assert 'aria-current="page">By total' in opened.text


async def test_chosen_columns_stay_and_the_one_that_names_a_row_always_stands(served: Served) -> None:
    await served.hear()
    list_ = f"/o/{served.house.organisation}/invoices"
    token = await served.token()
    async with served.client() as one, served.client() as two:
        for client in (one, two):
            await client.post("/sign-in", data={"token": token}, headers=OWN_FORM)
        mine, later = Browser(one), Browser(two)
        first = await mine.get(list_)
        usual = heads(first)
        chosen = await mine.post(action(first, "/columns"), {"col": ["sent", "number", "made-up"]}, of=first)
        shown = await mine.follow(chosen)
        again = await later.get(list_)
        bills = await later.get(list_.replace("invoices", "bills"))

    assert "Still owed" in usual
    assert [each for each in heads(shown) if each] == ["Number", "Contact", "Sent"]
    assert heads(again) == heads(shown)
    assert "Still owed" in heads(bills)


async def test_the_keys_of_a_period_lead_to_the_days_before_and_after(served: Served) -> None:
    """Whole months stay whole; a list of all days leads to this month; days that make no sense lead nowhere."""
    await served.hear()
    list_ = f"/o/{served.house.organisation}/invoices"
    async with browser_of(served) as mine:
        every = await mine.get(list_)
        this_month = await mine.get(_key(every, "["))
        before = await mine.get(_key(this_month, "["))
        word = await mine.get(list_, params={"period": "last_month", "status": "paid"})
        wrong = await mine.get(list_, params={"from": "soon", "to": "2026-01-01"})

    first = TODAY.replace(day=1)
    last_month = first - timedelta(days=1)
    assert _days(_key(every, "[")) == (first, _end(first))
    assert _days(_key(this_month, "]")) == (_end(first) + timedelta(days=1), _end(_end(first) + timedelta(days=1)))
    assert _days(_key(word, "]")) == (first, _end(first))
    assert "status=paid" in _key(word, "]")
    assert f"{last_month:%b %Y}" in words_of(before)
    assert 'data-key="["' not in wrong.text


def _key(page: httpx2.Response, key: str) -> str:
    found = re.search(rf'<a href="([^"]+)" aria-label="[^"]*" data-key="{re.escape(key)}"', page.text)
    assert found
    return unescape(found[1])


def _days(address: str) -> tuple[date, date]:
    query = httpx2.URL(address).params
    return date.fromisoformat(query["from"]), date.fromisoformat(query["to"])


def _end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
