"""The components in a real browser: what axe finds, how they stand on a phone, and what the focus is on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page
from support.axe import violations
from support.components_page import help_open, launched, opened, search_open
from support.components_server import Pages, serving

THEMES = ("light", "dark")
HIDDEN = """() => {
  const each = document.activeElement, at = each.getBoundingClientRect();
  if (each === document.body || !at.width || each.closest(".vh,.skip")) return null;
  const points = [[.5, .5], [.1, .5], [.9, .5]].map(([x, y]) => [at.x + at.width * x, at.y + at.height * y]);
  const seen = points.some(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return each.contains(top) || (top?.contains(each) && !top.matches("html,body"));
  });
  return seen ? null : each.outerHTML.slice(0, 120);
}"""
"""The control that has the focus, if something else covers it."""


@pytest.fixture(scope="module")
def pages() -> Iterator[Pages]:
    with serving() as served:
        yield served


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with launched() as opened_browser:
        yield opened_browser


def usual(page: Page) -> None:
    """As it opens."""


def dialog_open(page: Page) -> None:
    page.evaluate("() => { const each = document.querySelector('#void'); each.close(); each.showModal(); }")


def menu_open(page: Page) -> None:
    page.get_by_role("button", name="More", exact=True).first.click()


def switcher_open(page: Page) -> None:
    page.locator(".org").click()


def pages_open(page: Page) -> None:
    page.locator(".thumb button").click()


def hints_shown(page: Page) -> None:
    page.keyboard.press("?")


EVERYWHERE = (usual, dialog_open, menu_open, help_open, switcher_open, search_open)
STATES = [
    *((state, width) for state in EVERYWHERE for width in (1440, 390)),
    (usual, 768), (hints_shown, 1440), (pages_open, 390),
]  # fmt: skip


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("state", "width"), STATES, ids=lambda each: getattr(each, "__name__", each))
def test_axe_finds_nothing(
    chromium: Browser, pages: Pages, state: Callable[[Page], None], width: int, theme: str
) -> None:
    with opened(chromium, pages, f"?theme={theme}", width) as page:
        state(page)
        assert violations(page) == []


@pytest.mark.parametrize("width", [1440, 768, 390, 320])
@pytest.mark.parametrize("density", ["compact", "roomy"])
def test_nothing_but_wide_tables_and_tabs_scrolls_sideways(
    chromium: Browser, pages: Pages, width: int, density: str
) -> None:
    with opened(chromium, pages, f"?density={density}", width) as page:
        assert page.evaluate("() => document.documentElement.scrollWidth") == width


def test_every_control_is_large_enough_for_a_finger(chromium: Browser, pages: Pages) -> None:
    with opened(chromium, pages, width=390, has_touch=True, is_mobile=True) as page:
        small = page.evaluate("""() => [...document.querySelectorAll(".btn,.thumb > *,.seg a,.org,.find,.input")]
          .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 40)
          .map(each => each.outerHTML.slice(0, 90))""")
        assert small == []


def test_a_field_of_a_line_has_a_label_that_is_seen_on_a_phone(chromium: Browser, pages: Pages) -> None:
    said = "each => getComputedStyle(each, '::before').content"
    for width, label in ((390, '"Quantity" / ""'), (768, '"Quantity" / ""'), (1440, "none")):
        with opened(chromium, pages, width=width) as page:
            content = page.locator("td.c-qty").first.evaluate(said)
            shown = page.locator("td.c-qty").first.evaluate("each => getComputedStyle(each, '::before').display")
            assert (content, shown) == (label, "block") if width < 1440 else shown in {"none", "inline", "block"}


def test_what_has_the_focus_is_never_hidden(chromium: Browser, pages: Pages) -> None:
    """Bars that stick to an edge cover no control that the keyboard is on."""
    for width in (1440, 390):
        with opened(chromium, pages, width=width) as page:
            for _ in range(70):
                page.keyboard.press("Tab")
                hidden = page.evaluate(HIDDEN)
                assert hidden is None


def test_no_colour_is_needed_and_nothing_moves_where_that_was_asked_for(chromium: Browser, pages: Pages) -> None:
    with opened(chromium, pages, forced_colors="active", reduced_motion="reduce") as page:
        moving = page.evaluate("() => document.getAnimations().length")
        assert moving == 0
        assert violations(page) == []
