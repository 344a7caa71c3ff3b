"""Take the screenshots of docs/dashboard.md: every page on the sandbox, at two widths. Run by `make screenshots`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from playwright.sync_api import Page  # noqa: E402 - the tests' folder is no package
from support.components_page import launched  # noqa: E402
from support.dashboard import Dashboard, dashboard, signed_in  # noqa: E402

TO: Final = ROOT / "docs" / "images" / "dashboard"
WIDTHS: Final = (1440, 390)
HIGH: Final = 720
PAGES: Final = {
    "overview": "/o/{o}/overview",
    "organisations": "/organisations",
    "approvals": "/approvals",
    "plan": "/approvals/{plan}",
    "invoices": "/o/{o}/invoices",
    "money": "/o/{o}/money",
    "editor": "/o/{o}/invoices/new",
    "contacts": "/o/{o}/contacts",
    "bank": "/o/{o}/bank",
    "reports": "/o/{o}/reports",
    "profit-and-loss": "/o/{o}/reports/profit-and-loss",
    "aged-receivables": "/o/{o}/reports/aged-receivables",
    "search": "/o/{o}/search?q=karori",
    "automations": "/automations",
    "activity": "/activity",
    "usage": "/usage",
    "health": "/system-health",
    "settings": "/settings",
    "connect": "/connect",
}
INVOICE: Final = {
    "contact": "Karori Veterinary Clinic",
    "lines": [{"description": "Poster design", "quantity": "2", "unit_amount": "150.00", "account": "200"}],
    "due_in_days": 14,
}


def take() -> None:
    """Take them all, and print which there are."""
    TO.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, dashboard(Path(folder)) as opened, launched() as chromium:
        opened.run(opened.served.hear())
        plan = opened.run(_proposed(opened))
        with signed_in(chromium, opened) as page:
            for name, path in PAGES.items():
                address = opened.address + path.format(o=opened.served.house.organisation, plan=plan)
                for width in WIDTHS:
                    _shoot(page, address, name, width)


async def _proposed(opened: Dashboard) -> str:
    """A plan that waits, so that approvals are not empty."""
    async with await opened.served.program("read", "write") as program:
        where = {"organisation": "harbour"}
        answer = await program.post("/api/integrations/xero/invoices", json=INVOICE, params=where)
    return str(answer.json()["plan"]["id"])


def _shoot(page: Page, address: str, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": HIGH})
    answer = page.goto(address, wait_until="networkidle")
    assert answer is not None, address
    assert answer.ok, (address, answer.status)
    page.screenshot(path=str(TO / f"{name}-{width}.png"))
    sys.stdout.write(f"{name}-{width}.png\n")


if __name__ == "__main__":
    take()
