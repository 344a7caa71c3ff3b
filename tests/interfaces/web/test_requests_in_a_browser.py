"""Parts of pages that come later, in a real browser: under the policy, with the token, and seen when they fail."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from support.axe import violations
from support.components_page import launched, opened
from support.components_server import Pages, serving

HEAD = """{% extends "base.html" %}{% import "components/htmx.html" as hx %}{% import "components/forms.html" as f %}
{% import "components/controls.html" as c %}{% block content %}<h1>Parts</h1>"""
PARTS = (
    HEAD
    + """<form method="post" action="/save" hx-post="/save" hx-target="#out" {{ hx.nonce(page) }}>{{ f.csrf(page) }}
{{ f.field("name", "Name", "kept") }}{{ f.look_up("contact", "Contact", href="/people?of=customers", page=page) }}
{{ c.button("Save") }}</form><div id="out"></div>
<a class="btn" href="/void" hx-get="/void" hx-target="#overlay" {{ hx.nonce(page) }}>Void…</a>{% endblock %}"""
)
DIALOG = """<dialog open class="inline" data-dialog aria-labelledby="t"><form method="post" action="/void">
<header><h2 id="t">Void INV-0021?</h2></header><div class="body"><p>This cannot be undone.</p></div>
<footer><a class="btn" href="/parts" data-close>Keep it</a><button class="btn danger">Void</button>
</footer></form></dialog>"""


@pytest.fixture(scope="module")
def pages() -> Iterator[Pages]:
    with serving() as served:
        served.shown["/parts"] = PARTS
        served.parts |= {
            "/save": (422, '<div class="note bad" tabindex="-1" data-focus>Name the contact</div>'),
            "/people": (200, '<option value="Thorndon Tea Company"></option>'),
            "/void": (200, DIALOG),
        }
        yield served


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with launched() as opened_browser:
        yield opened_browser


@pytest.fixture
def page(chromium: Browser, pages: Pages) -> Iterator[Page]:
    with opened(chromium, pages, path="/parts") as found:
        yield found


def test_a_part_is_posted_with_the_token_in_its_header_and_gets_the_focus_it_asks_for(page: Page, pages: Pages) -> None:
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#out [data-focus]")).to_be_focused()
    _, fields, headers = pages.posted[-1]
    assert headers["x-csrf-token"] == "token-of-the-session"
    assert headers["HX-Request"] == "true"
    assert fields["name"] == ["kept"]


def test_a_type_ahead_asks_by_q_and_offers_what_came(page: Page) -> None:
    with page.expect_response(lambda answer: "q=tho" in answer.url) as came:  # on a slow machine it asks for "t" before
        page.get_by_label("Contact").press_sequentially("tho", delay=20)
    assert "/people?" in came.value.url
    assert "of=customers" in came.value.url
    expect(page.locator("datalist option")).to_have_attribute("value", "Thorndon Tea Company")


def test_a_dialog_opens_over_the_page_and_closes_without_leaving_it(page: Page) -> None:
    page.get_by_role("link", name="Void…").click()
    dialog = page.locator("#overlay dialog")
    expect(dialog).to_be_visible()
    assert page.evaluate("() => document.querySelector('dialog:modal') !== null")
    assert violations(page) == []
    page.get_by_role("link", name="Keep it").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("link", name="Void…")).to_be_focused()
    assert page.url.endswith("/parts")


def test_a_network_that_is_away_is_said_and_nothing_that_was_typed_is_lost(chromium: Browser, pages: Pages) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{pages.address}/parts")

    def away(route: Route) -> None:
        route.abort("internetdisconnected")

    page.route("**/save", away)
    page.get_by_label("Name", exact=True).fill("typed")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#toasts .toast")).to_contain_text("No answer")
    expect(page.get_by_label("Name", exact=True)).to_have_value("typed")
    expect(page.get_by_role("button", name="Save")).not_to_have_attribute("aria-busy", "true")
    context.close()


def test_a_button_is_busy_only_once_its_request_is_slow(chromium: Browser, pages: Pages) -> None:
    context = chromium.new_context()
    page = context.new_page()
    held: list[Route] = []
    page.clock.install()
    page.goto(f"{pages.address}/parts")
    page.route("**/save", lambda route: held.append(route))
    button = page.get_by_role("button", name="Save")
    button.click()
    page.clock.run_for(200)
    expect(button).not_to_have_attribute("aria-busy", "true")
    page.clock.run_for(200)
    expect(button).to_have_attribute("aria-busy", "true")
    held[0].continue_()
    expect(page.locator("#out")).to_contain_text("Name the contact")
    page.clock.run_for(50)
    expect(button).not_to_have_attribute("aria-busy", "true")
    context.close()


def test_the_same_form_and_link_work_without_scripts(chromium: Browser, pages: Pages) -> None:
    with opened(chromium, pages, path="/parts", java_script_enabled=False) as page:
        page.get_by_role("button", name="Save").click()
        page.wait_for_url("**/save")
    assert pages.posted[-1][1]["csrf"] == ["token-of-the-session"]


def test_the_policy_is_in_force_so_that_an_empty_console_says_something(chromium: Browser, pages: Pages) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{pages.address}/parts")
    refused = page.evaluate("""() => {
      try { document.querySelector("#out").innerHTML = "<b>x</b>"; return "written"; }
      catch (error) { return error.name; }
    }""")
    context.close()
    assert refused == "TypeError"
