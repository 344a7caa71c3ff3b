"""The page of components in a real browser: an error in its console, or a request to elsewhere, fails the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright
from support.browser import browser
from support.components_server import Pages

ARGUMENTS = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip


@contextmanager
def launched() -> Iterator[Browser]:
    """Chromium, until the end of the block."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser(), args=ARGUMENTS)
        yield opened
        opened.close()


@contextmanager
def opened(
    chromium: Browser, pages: Pages, query: str = "", width: int = 1440, path: str = "/components", **more: Any
) -> Iterator[Page]:
    """The page of components, or another; an error in the console, or a request to elsewhere, fails the test."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, **more)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if _counts(said) else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(pages.address) else wrong.append(asked.url))
    page.goto(f"{pages.address}{path}{query}")
    yield page
    context.close()
    assert wrong == []


def _counts(said: ConsoleMessage) -> bool:
    """Whether it is an error of ours: Chromium says of every form that is answered with 422 that it failed to load."""
    return said.type in {"error", "warning"} and "a status of 422" not in said.text


def help_open(page: Page) -> None:
    page.evaluate("() => document.querySelector('#help').showPopover()")


def search_open(page: Page) -> None:
    page.keyboard.press("/")
    page.locator("#palette input").fill("thorndon")
    expect(page.locator("#hits [role=option]")).to_have_count(2)
