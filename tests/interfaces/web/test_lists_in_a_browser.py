"""Lists in a real browser: what came is announced and moves nothing, and views and columns are chosen by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from support.axe import violations
from support.components_page import launched
from support.dashboard import Dashboard, dashboard, signed_in

from atom_xero_plugin.interfaces.web.pages import changes

INVOICE = {
    "contact": "Karori Veterinary Clinic",
    "lines": [{"description": "Poster", "unit_amount": "150.00", "account": "200"}],
}


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    with pytest.MonkeyPatch.context() as patch, dashboard(Path(tmp_path_factory.mktemp("lists"))) as opened:
        patch.setattr(changes, "CHECK_EVERY_S", 0.05)
        opened.run(opened.served.hear())
        yield opened


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with launched() as opened:
        yield opened


@pytest.fixture
def page(chromium: Browser, at: Dashboard) -> Iterator[Page]:
    with signed_in(chromium, at) as opened:
        opened.goto(f"{at.address}/o/{at.served.house.organisation}/invoices")
        yield opened


def test_what_came_is_announced_in_the_rail_and_rows_stay_until_it_is_asked_for(page: Page, at: Dashboard) -> None:
    async def invoice() -> None:
        async with await at.served.program() as program:
            where = {"organisation": "harbour", "approve": "true"}
            made = await program.post("/api/integrations/xero/invoices", json=INVOICE, params=where)
            assert made.is_success, made.text
        await at.served.hear()

    before = page.locator("#records tbody").inner_text()
    at.run(invoice())
    news = page.get_by_role("link", name="1 changed, show")
    expect(news).to_be_visible()
    assert page.locator("#records tbody").inner_text() == before
    assert violations(page) == []
    news.click()
    expect(page.locator(".news a")).to_have_count(0)
    assert page.locator("#records tbody").inner_text() != before


def test_the_menu_saves_what_is_shown_and_chooses_columns(page: Page) -> None:
    page.get_by_role("button", name="View", exact=True).click()
    page.get_by_label("Name of a view").fill("Mine")
    assert violations(page) == []
    page.get_by_role("button", name="Save what is shown").click()
    expect(page.locator(".tabs [aria-current=page]")).to_have_text("Mine")
    page.get_by_role("button", name="View", exact=True).click()
    page.get_by_label("Reference", exact=True).uncheck()
    page.get_by_role("button", name="Show these columns").click()
    expect(page.get_by_role("columnheader", name="Reference")).to_have_count(0)
    expect(page.get_by_role("columnheader", name="Contact")).to_have_count(1)


def test_the_keys_of_a_period_move_the_days(page: Page) -> None:
    page.keyboard.press("[")
    page.wait_for_url("**from=**")
    page.keyboard.press("[")
    expect(page.locator("nav[aria-label=Period] [aria-current]")).not_to_have_text("All days")
