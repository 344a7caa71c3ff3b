"""Keys, selection, search, look and toasts in a real browser, and what is left of them without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from support.components_page import help_open, launched, opened, search_open
from support.components_server import Pages, serving


@pytest.fixture(scope="module")
def pages() -> Iterator[Pages]:
    with serving() as served:
        yield served


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with launched() as opened_browser:
        yield opened_browser


@pytest.fixture
def page(chromium: Browser, pages: Pages) -> Iterator[Page]:
    with opened(chromium, pages) as found:
        yield found


def test_the_question_mark_shows_keys_on_the_controls(page: Page) -> None:
    cap = page.locator("kbd.hint-key").first
    expect(cap).to_be_hidden()
    page.keyboard.press("?")
    expect(cap).to_be_visible()
    page.keyboard.press("?")
    expect(cap).to_be_hidden()


def test_g_and_a_letter_go_to_a_page(page: Page, pages: Pages) -> None:
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url(f"{pages.address}/invoices/t1")


def test_a_digit_in_the_switcher_goes_to_an_organisation_and_elsewhere_nowhere(page: Page, pages: Pages) -> None:
    page.keyboard.press("2")
    assert "components" in page.url
    page.locator(".org").click()
    page.keyboard.press("2")
    page.wait_for_url(f"{pages.address}/overview/t2")


def test_a_menu_opens_by_its_key_and_arrows_move_in_it(page: Page) -> None:
    page.keyboard.press(".")
    menu = page.locator("#example")
    expect(menu).to_be_visible()
    expect(menu.get_by_role("link", name="Edit")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(menu.get_by_role("link", name="Copy")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(menu.get_by_role("link", name="Void…")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(page.locator("[popovertarget=example]")).to_be_focused()


def test_a_filter_gets_the_focus_by_its_key(page: Page) -> None:
    page.keyboard.press("f")
    expect(page.get_by_role("searchbox", name="Number, contact, reference")).to_be_focused()


def test_letters_are_letters_while_typing(page: Page) -> None:
    field = page.get_by_role("textbox", name="Reference", exact=True)
    field.fill("")
    field.press_sequentially("gi?/x")
    expect(field).to_have_value("gi?/x")
    expect(page.locator("#palette")).to_be_hidden()


def test_single_letters_can_be_switched_off(chromium: Browser, pages: Pages) -> None:
    with opened(chromium, pages, "?keys=off") as page:
        for key in ("?", "/", "g", "i"):
            page.keyboard.press(key)
        expect(page.locator("#palette")).to_be_hidden()
        assert "components" in page.url
        page.keyboard.press("Control+k")
        expect(page.locator("#palette")).to_be_visible()


def test_search_opens_asks_as_one_types_and_opens_what_is_marked(page: Page, pages: Pages) -> None:
    search_open(page)
    field = page.locator("#palette input")
    expect(field).to_have_attribute("aria-activedescendant", "h1")
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "h2")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{pages.address}/contacts/2")


def test_ticks_are_counted_and_summed_to_the_cent(page: Page) -> None:
    said = page.locator("[data-pick-count]")
    expect(said).to_have_text("1 selected, 3,967.50")
    page.get_by_label("Select INV-0149").check()
    expect(said).to_have_text("2 selected, 8,728.50")
    page.get_by_label("Select all on this page").check()
    expect(said).to_have_text("3 selected, 12,448.75")
    page.get_by_label("Select all 19 that match").check()
    expect(said).to_have_text("19 selected, all that match, 54,121.89")
    page.get_by_label("Select INV-0149").uncheck()
    expect(said).to_have_text("2 selected, 7,687.75")
    expect(page.get_by_label("Select all 19 that match")).not_to_be_checked()


def test_a_range_is_ticked_by_shift_click(page: Page) -> None:
    page.get_by_label("Select INV-0144").uncheck()
    page.get_by_label("Select INV-0149").click()
    page.get_by_label("Select INV-0147").click(modifiers=["Shift"])
    expect(page.locator("[data-pick-count]")).to_have_text("3 selected, 12,448.75")


def test_sums_are_exact_where_floats_are_not(page: Page) -> None:
    total = page.evaluate(
        "async () => (await import('/static/selection.js')).sum(['0.1', '0.2', '9007199254740993.01', '-0.005'])"
    )
    assert total == "9,007,199,254,740,993.305"
    assert page.evaluate("async () => (await import('/static/selection.js')).sum(['-1.50', '-2'])") == "(3.50)"


def test_the_selection_s_bar_is_there_only_while_something_is_ticked(chromium: Browser, pages: Pages) -> None:
    for scripts in (True, False):
        with opened(chromium, pages, java_script_enabled=scripts) as page:
            bar = page.locator(".pick")
            expect(bar).to_be_visible()
            page.get_by_label("Select INV-0144").uncheck()
            expect(bar).to_be_hidden()


def test_rows_are_walked_ticked_and_come_back_to(page: Page) -> None:
    names = page.locator(".picks th[scope=row] a")
    page.locator("main").evaluate("each => each.focus()")
    page.evaluate("""() => { for (const each of document.querySelectorAll("main .table"))
      if (!each.closest(".picks")) each.remove(); }""")
    page.keyboard.press("k")  # from the row that is open
    expect(names.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(names.nth(0)).to_be_focused()
    page.keyboard.press("x")
    expect(page.get_by_label("Select INV-0149")).to_be_checked()
    page.keyboard.press("*")
    expect(page.locator("[data-pick-all]")).to_be_checked()


def test_a_capital_needs_shift_so_that_no_stray_key_approves(page: Page) -> None:
    page.evaluate(
        "() => document.querySelector('[data-key=A]').addEventListener('click', () => document.title = 'yes')"
    )
    page.evaluate("""() => document.dispatchEvent(new KeyboardEvent("keydown", {key: "A", bubbles: true}))""")
    assert page.title() != "yes"
    page.keyboard.press("Shift+A")
    assert page.title() == "yes"


def test_the_look_changes_at_once_and_is_kept_by_the_server(page: Page, pages: Pages) -> None:
    help_open(page)
    with page.expect_response("**/look/t1"):
        page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    with page.expect_response("**/look/t1"):
        page.get_by_role("button", name="Compact").click()
    path, fields, _ = pages.posted[-1]
    assert path == "/look/t1"
    assert fields == {
        "csrf": ["token-of-the-session"], "back": [""], "theme": ["dark"], "density": ["compact"], "keys": ["on"],
    }  # fmt: skip


def test_the_look_is_a_form_without_scripts(chromium: Browser, pages: Pages) -> None:
    with opened(chromium, pages, java_script_enabled=False) as page:
        page.get_by_role("button", name=re.compile("Help, keys and look")).click()
        page.get_by_role("button", name="Roomy").click()
        page.wait_for_url("**/look/t1")
    assert pages.posted[-1][1]["density"] == ["roomy"]


def test_a_toast_stays_while_it_is_pointed_at_and_undo_stays_longer(chromium: Browser, pages: Pages) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.clock.install()
    page.goto(f"{pages.address}/components")
    page.evaluate("async () => (await import('/static/toasts.js')).toast('Kept <b>as text</b>')")
    said = page.locator("#toasts .toast")
    expect(said).to_have_text("Kept <b>as text</b>")
    said.hover()
    page.clock.run_for(60_000)
    expect(said).to_have_count(1)
    page.mouse.move(700, 10)
    page.clock.run_for(9_000)
    expect(said).to_have_count(1)
    page.clock.run_for(2_000)
    expect(said).to_have_count(0)
    context.close()


def test_time_goes_on_by_the_server_s_clock(chromium: Browser, pages: Pages) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.clock.install()
    page.goto(f"{pages.address}/components")
    expect(page.locator(".fresh time")).to_have_text("40 s ago")
    page.clock.run_for(61_000)
    expect(page.locator(".fresh time")).to_have_text("1 min ago")
    context.close()


def test_a_request_of_text_that_is_no_part_of_the_page_is_never_sent(page: Page, pages: Pages) -> None:
    """What the extension for the policy is there for: an attribute without the page's nonce does nothing."""
    said: list[str] = []
    own = page.context.new_page()  # console errors are expected in it
    own.on("console", lambda each: said.append(each.text))
    own.goto(f"{pages.address}/components")
    own.evaluate("""() => {
      const made = document.createElement("button");
      made.id = "evil"; made.setAttribute("hx-get", "/evil"); made.textContent = "evil";
      document.querySelector("main").prepend(made);
      htmx.process(made);
    }""")
    own.locator("#evil").click()
    assert not [each for each in pages.asked if each.startswith("/evil")]
    assert any("hx-csp" in each and "blocked" in each for each in said)


def test_pages_work_without_the_scripts_of_others(chromium: Browser, pages: Pages) -> None:
    pages.files = frozenset({"app.css", "app.js", "icon.svg"})
    try:
        with opened(chromium, pages) as page:
            page.keyboard.press("/")
            page.wait_for_url("**/search/t1")
    finally:
        pages.files = None
