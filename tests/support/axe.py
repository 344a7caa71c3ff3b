"""axe-core in the page: every rule of WCAG 2.0 to 2.2 A and AA, target size among them, and best practice."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """async tags => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  return found.violations.map(each => `${each.id}: ${each.nodes.map(node => node.target.join(" ")).join(" | ")}`);
}"""


@cache
def _source() -> str:
    assert AXE.is_file(), "axe-core is not here, and this test runs it: make assets (needs npm)"
    return AXE.read_text()


def violations(page: Page) -> list[str]:
    """What axe finds wrong in the page as it is now."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_source())
    found: list[Any] = page.evaluate(_RUN, TAGS)
    return [str(each) for each in found]
