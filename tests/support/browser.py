"""The browser that tests of pages run: one of this machine, else the one that Playwright downloads.

Without any, such a test fails and says how to get one: a skipped test would promise what nobody has tried. As a
program it downloads one where there is none: `make test` runs it before the tests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Programs on the path, the first that is there."""
DOWNLOADED: Final = ("chromium-*/chrome-*/chrome", "chromium_headless_shell-*/chrome-*/*headless?shell")
"""Where Playwright puts its own, below its folder of browsers."""
HOW_TO_GET_ONE: Final = (
    "No browser is here, and this test runs one. Install Chromium (Debian: apt-get install chromium), "
    "or let Playwright download its own: .venv/bin/python -m playwright install chromium"
)


class NoBrowser(Exception):
    """There is none; the message says how to get one."""


def browser(path: str | None = None, downloads: Path | None = None) -> str:
    """The program to run.

    Args:
        path: Where programs are searched for; PATH if left out.
        downloads: Playwright's folder of browsers; its own choice if left out.

    Raises NoBrowser.
    """
    for name in NAMES:
        found = shutil.which(name, path=path)
        if found is not None:
            return found
    folder = downloads if downloads is not None else _folder()
    for pattern in DOWNLOADED:
        for each in sorted(folder.glob(pattern), reverse=True):
            if os.access(each, os.X_OK):
                return str(each)
    raise NoBrowser(HOW_TO_GET_ONE)


def _folder() -> Path:
    """As Playwright chooses it. Source: playwright.dev, Browsers, "Managing browser binaries"."""
    chosen = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if chosen:
        return Path(chosen)
    caches = {"darwin": "Library/Caches", "win32": "AppData/Local"}
    return Path.home() / caches.get(sys.platform, ".cache") / "ms-playwright"


def main() -> int:
    """Download one by Playwright if there is none; 1 if there is none afterwards either."""
    try:
        browser()
    except NoBrowser:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    try:
        browser()
    except NoBrowser as error:
        print(error, file=sys.stderr)  # noqa: T201 - a program of its own
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
