"""The editor in a real browser: keys, rows from a spreadsheet, totals while one types, and a tab that was closed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from support.axe import violations
from support.components_page import launched
from support.dashboard import Dashboard, dashboard, signed_in

PASTE = """([id, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.getElementById(id).dispatchEvent(event);
}"""


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    with dashboard(Path(tmp_path_factory.mktemp("dashboard"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with launched() as opened:
        yield opened


def _new(page: Page, at: Dashboard, path: str = "invoices", other: bool = False) -> None:
    house = at.served.house
    mine = house.organisation
    tenants = [each for each in house.sandbox.organisations if each != mine]
    page.goto(f"{at.address}/o/{tenants[0] if other else mine}/{path}/new")


def test_lines_are_typed_by_keys_pasted_from_sheets_and_summed_by_the_service(chromium: Browser, at: Dashboard) -> None:
    with signed_in(chromium, at) as page:
        _new(page, at)
        page.locator("#contact").fill("Karori Veterinary Clinic")
        page.locator("#contact").press("Enter")
        expect(page.locator("#date")).to_be_focused()
        page.locator("#desc1").fill("Website build")
        page.keyboard.press("Tab")
        page.keyboard.type("5")
        page.keyboard.press("Tab")
        page.keyboard.type("1,040.00")
        page.locator("#acc1").fill("200 Sales")
        expect(page.locator("[data-total=total]")).to_have_text("5,980.00")
        expect(page.locator("#line1 .c-amt")).to_contain_text("5,200.00")
        expect(page.locator("#tax1")).to_have_attribute("placeholder", "15% GST on Income")
        page.locator("#desc5").press("Enter")
        expect(page.locator("#item6")).to_be_focused()
        page.evaluate(PASTE, ["desc2", 'Hosting\t12\t120.00\n"Two ""big""\nlines"\t1\t$1,000.00\n' + "Row\t1\t1\n" * 6])
        expect(page.locator("#desc3")).to_have_value('Two "big"\nlines')
        expect(page.locator("#price3")).to_have_value("$1,000.00")
        expect(page.locator("#desc9")).to_have_value("Row")
        expect(page.locator("#t19")).to_have_attribute("aria-label", "Region, line 9")
        expect(page.locator("[data-total=net]")).to_have_text("7,646.00")
        assert violations(page) == []
        page.keyboard.press("Control+s")
        page.wait_for_url("**/approvals/plan_*")
        expect(page.locator("#plan")).to_contain_text("Karori Veterinary Clinic")


def test_what_was_typed_outlives_its_tab_for_its_organisation_alone_and_goes_with_its_plan(
    chromium: Browser, at: Dashboard
) -> None:
    with signed_in(chromium, at) as page:
        _new(page, at)
        page.locator("#contact").fill("Glenmore Lawyers")
        page.locator("#desc1").fill("Kept <b>words</b>")
        page.locator("#price1").fill("12.50")
        page.locator("#desc5").press("Enter")
        page.locator("#desc6").fill("Sixth")
        page.locator("#price6").fill("1")
        expect(page.locator("[data-kept]")).to_contain_text("kept in this browser")
        tab = page.context.new_page()
        page.close()
        for path, other in (("invoices", True), ("bills", False)):
            _new(tab, at, path, other=other)
            expect(tab.locator("[data-offer]")).to_be_hidden()
        _new(tab, at)
        tab.get_by_role("button", name="Take it up again").click()
        expect(tab.locator("#desc1")).to_have_value("Kept <b>words</b>")
        expect(tab.locator("#desc6")).to_have_value("Sixth")
        expect(tab.locator("[data-total=net]")).to_have_text("13.50")
        kept = tab.evaluate("() => Object.values(localStorage).join()")
        assert "csrf" not in kept
        tab.get_by_role("button", name="Save as draft…").click()
        tab.wait_for_url("**/approvals/plan_*")
        _new(tab, at)
        expect(tab.locator("[data-offer]")).to_be_hidden()
        expect(tab.locator("#contact")).to_have_value("")


def test_who_signs_out_leaves_no_draft_in_the_browser(chromium: Browser, at: Dashboard) -> None:
    """What was typed is of the books, and the next person at this machine may be another."""
    with signed_in(chromium, at) as page:
        _new(page, at)
        page.locator("#contact").fill("Karori Veterinary Clinic")
        page.wait_for_function("() => Object.keys(localStorage).length > 0")
        page.goto(f"{at.address}/settings")
        page.get_by_role("button", name="Sign out", exact=True).click()
        page.wait_for_load_state()

        assert page.evaluate("() => Object.keys(localStorage).filter((key) => key.startsWith('draft '))") == []


@pytest.mark.parametrize("width", [390, pytest.param(768, marks=pytest.mark.full), 1440])
def test_nothing_of_it_scrolls_sideways_and_axe_finds_nothing(chromium: Browser, at: Dashboard, width: int) -> None:
    with signed_in(chromium, at, width) as page:
        for path in ("invoices", "bills", "purchase-orders"):
            _new(page, at, path)
            assert page.evaluate("() => document.documentElement.scrollWidth") == width
            assert violations(page) == []
        page.locator("[value=draft]").click()
        expect(page.locator("[role=alert]")).to_be_focused()
        assert violations(page) == []
