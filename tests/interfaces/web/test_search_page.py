"""One box over everything, as it is typed and as a page without scripts: nothing of it is read as markup."""

from __future__ import annotations

import re
from html import unescape

import pytest
from support.asking import done
from support.browsing import browser_of
from support.service import HARBOUR, WATTLE, Served, words_of

pytestmark = pytest.mark.anyio
PALETTE = {"hx-request": "true"}
XERO = "/api/integrations/xero"


def address(served: Served) -> str:
    return f"/o/{served.house.organisation}/search"


def options(text: str) -> list[str]:
    return [unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", each)).strip())
            for each in re.findall(r'<div role="option".*?</div>', text, re.DOTALL)]  # fmt: skip


async def test_what_is_typed_finds_what_the_api_finds_and_the_page_without_scripts_the_same(served: Served) -> None:
    await served.hear()
    async with await served.program("read") as program:
        asked = {"q": "karori", "organisation": served.house.organisation}
        hits = (await program.get("/api/search", params=asked)).json()["result"]["items"]
    async with browser_of(served) as browser:
        part = await browser.get(address(served), params={"q": "karori"}, headers=PALETTE)
        page = await browser.get(address(served), params={"q": "karori"})

    assert hits
    shown = options(part.text)
    assert any(each.startswith(hits[0]["title"]) for each in shown), shown
    assert "<html" not in part.text
    assert "<mark>Karori</mark>" in part.text
    assert hits[0]["title"] in re.sub(r"</?mark>", "", page.text)
    assert "<html" in page.text


async def test_it_opens_pages_by_other_words_too_and_only_those_that_there_are(served: Served) -> None:
    async with browser_of(served) as browser:
        found = await browser.get(address(served), params={"q": "plans"}, headers=PALETTE)
        nothing = await browser.get(address(served), params={"q": ""}, headers=PALETTE)

    assert options(found.text) == ["Approvals"]
    assert 'data-href="/approvals"' in found.text
    assert "Overview" in options(nothing.text)


async def test_actions_are_offered_to_who_may_take_them(served: Served) -> None:
    async with browser_of(served) as admin, browser_of(served, "read") as reader:
        offered = await admin.get(address(served), params={"q": "connect another"}, headers=PALETTE)
        withheld = await reader.get(address(served), params={"q": "connect another"}, headers=PALETTE)

    assert "Connect another organisation" in options(offered.text)
    assert options(withheld.text) == ["Search “connect another” in all organisations"]


async def test_hostile_text_is_text_in_the_query_and_in_what_is_found(served: Served) -> None:
    name = "Evil <img src=x onerror=alert(1)> Ltd"
    await done(served.house, "create_contact", name=name)
    await served.hear()
    async with browser_of(served) as browser:
        for query in ("evil", "<script>alert(1)</script>", "\x00\x1b[31m", "'\" OR 1=1 --", "*" * 500):
            for headers in ({}, PALETTE):
                page = await browser.get(address(served), params={"q": query}, headers=headers)
                assert page.status_code == 200, query
                assert query != "evil" or "&lt;img src=x" in page.text
                assert "<script>alert" not in page.text
                assert "<img src=x" not in page.text


async def test_another_organisation_is_searched_only_when_it_is_asked_for_and_is_named(served: Served) -> None:
    await served.hear()
    other = next(each for each in served.house.sandbox.organisations if each != served.house.organisation)
    books = served.house.sandbox.organisations[other]
    theirs = next(each["Name"] for each in books.tables["Contacts"].rows.values())
    async with browser_of(served) as browser:
        here = await browser.get(address(served), params={"q": theirs}, headers=PALETTE)
        everywhere = await browser.get(address(served), params={"q": theirs, "all": "1"})

    assert WATTLE not in "".join(options(here.text))
    assert WATTLE in words_of(everywhere)
    assert HARBOUR in words_of(everywhere)


async def test_a_token_limited_to_one_organisation_finds_nothing_of_another(served: Served) -> None:
    await served.hear()
    mine = served.house.organisation
    other = next(each for each in served.house.sandbox.organisations if each != mine)
    theirs = next(each["Name"] for each in served.house.sandbox.organisations[other].tables["Contacts"].rows.values())
    async with browser_of(served, "read", organisations=[mine]) as browser:
        found = await browser.get(address(served), params={"q": theirs, "all": "1"})

    assert found.status_code == 200
    assert WATTLE not in words_of(found)
