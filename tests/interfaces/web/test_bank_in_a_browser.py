"""Import and reconcile a statement in a real browser: with the keyboard alone, the next line opening in its place."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from support.axe import violations
from support.components_page import launched
from support.dashboard import Dashboard, dashboard, signed_in
from support.long_run import LONG

FILE = (
    "Date,Amount,Payee,Reference,Balance\n2026-06-15,690.00,BROOKLYN HILL WIND EN,INV-0151,1690.00\n"
    "2026-06-15,-359.26,CAPITAL POWER,CP-2270,1330.74\n2026-06-15,-299.00,RIMU CLEANING,,1031.74\n"
    "2026-06-16,4105.50,KARORI VETERINARY CLINIC,INV-0149,5137.24\n2026-06-16,-12.50,ACCOUNT FEE,,5124.74\n"
    "2026-06-16,-2000.00,TRF TO 12-3456-0789012-25,,3124.74\n"
)


LOOKS: list[tuple[int, Any]] = [(1440, "light"), (390, "dark"), *([(1440, "dark"), (390, "light")] if LONG else [])]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with launched() as opened:
        yield opened


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Dashboard]:
    with dashboard(tmp_path) as served:
        yield served


def rows(at: Dashboard, table: str, **wanted: Any) -> list[dict[str, Any]]:
    house = at.served.house
    found = house.sandbox.organisations[house.organisation].tables[table].rows.values()
    return [each for each in found if all(each.get(name) == value for name, value in wanted.items())]


def address(at: Dashboard) -> str:
    account = rows(at, "Accounts", Code="090")[0]["AccountID"]
    return f"{at.address}/o/{at.served.house.organisation}/bank/{account}"


def imported(page: Page, at: Dashboard, folder: Path) -> None:
    """By the keyboard, but for the system's own window that chooses a file."""
    file = folder / "june.csv"
    file.write_text(FILE)
    page.goto(address(at))
    page.keyboard.press("i")
    page.locator("[name=file]").set_input_files(str(file))
    page.locator("[name=file]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Import 6 new lines")).to_be_visible()
    page.locator("body").press("Enter")
    expect(page.locator(".rec .on")).to_contain_text("BROOKLYN")


def test_a_statement_is_imported_and_reconciled_by_the_keyboard_alone(
    chromium: Browser, at: Dashboard, tmp_path: Path
) -> None:
    """Enter, the next match, new, transfer, all that is sure, and undo."""
    with signed_in(chromium, at) as page:
        imported(page, at, tmp_path)
        place = page.locator(".rec .on").bounding_box()
        page.keyboard.press("Enter")
        expect(page.locator(".rec .on")).to_contain_text("CAPITAL POWER")
        assert page.locator(".rec .on").bounding_box()["y"] == place["y"]  # type: ignore[index]
        assert rows(at, "Invoices", InvoiceNumber="INV-0151")[0]["Status"] == "PAID"

        page.keyboard.press("u")
        expect(page.locator(".rec")).to_contain_text("BROOKLYN")
        assert rows(at, "Invoices", InvoiceNumber="INV-0151")[0]["Status"] == "AUTHORISED"

        page.keyboard.press("a")
        expect(page.locator(".rec .on")).to_contain_text("RIMU")
        expect(page.locator(".rec")).not_to_contain_text("KARORI")
        assert rows(at, "Invoices", InvoiceNumber="CP-2270")[0]["Status"] == "PAID"

        before = page.locator(".rec .on .made").inner_text()
        page.keyboard.press("ArrowRight")
        expect(page.locator(".rec .on .made")).not_to_have_text(before)
        page.keyboard.press("d")
        expect(page.locator(".rec .on")).to_contain_text("RIMU")

        page.locator(".rec a.said", has_text="ACCOUNT FEE").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".rec .on")).to_contain_text("ACCOUNT FEE")
        page.keyboard.press("n")
        expect(page.locator("#account")).to_be_visible()
        page.locator("#account").fill("404")
        page.locator("#contact").fill("Capital Power")
        page.keyboard.press("Enter")
        expect(page.locator(".rec")).not_to_contain_text("ACCOUNT FEE")
        assert rows(at, "BankTransactions", Reference="ACCOUNT FEE")[0]["Total"] == Decimal("12.50")

        expect(page.locator(".rec .on")).to_contain_text("TRF TO")
        page.keyboard.press("t")
        expect(page.locator("#transfer")).to_be_visible()
        page.locator("#transfer").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator(".rec")).not_to_contain_text("TRF TO")
        assert len(rows(at, "BankTransfers", Amount=Decimal("2000.00"), Reference="TRF TO 12-3456-0789012-25")) == 1


def test_axe_finds_nothing_and_nothing_else_scrolls_sideways(chromium: Browser, at: Dashboard, tmp_path: Path) -> None:
    """On every page of the bank, wide and narrow, light and dark."""
    with signed_in(chromium, at) as page:
        imported(page, at, tmp_path)
    at.run(at.served.house.do("create_bank_transfer", from_account="090", to_account="091", amount="512.50"))
    here = address(at)
    bank, moved = here.rpartition("/")[0], f"{at.address}/o/{at.served.house.organisation}/transfers"
    pages = ("", "?view=moved", "/import", "/reconcile", "/reconcile?line=3", "/reconcile?line=5&form=split",
             "/reconcile?line=5&form=find", "/reconcile?tab=recorded")  # fmt: skip
    found = []
    for width, theme in LOOKS:
        with signed_in(chromium, at, width, color_scheme=theme) as page:
            for each in (bank, moved, f"{moved}/new", *(f"{here}{part}" for part in pages)):
                page.goto(each)
                wide = page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
                found += [(each.rpartition("/bank")[2], width, theme, wrong) for wrong in violations(page)]
                found += [(each, width, "scrolls sideways")] if wide else []
    assert found == []
