"""Fixtures every test may use."""

from __future__ import annotations

import asyncio
import gc
import itertools
import os
import shutil
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from support import postgres
from support.clock import StillClock

from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.migrations import upgrade

pytest_plugins = ["atom_xero_plugin.testing"]

# No deadline: a busy machine is not a fault of the code. The same examples for everyone: what fails, fails for all.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell's background job: the processes of tests inherit it
    signal.signal(signal.SIGINT, signal.default_int_handler)

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # each process that a test starts would compile the whole program anew

LONG = (
    "sync/test_poll_crashes.py", "packaging", "reconciliation/test_crashes.py", "plans/test_crashes.py",
    "rules/test_every_skill_on_the_sandbox.py", "interfaces/mcp", "interfaces/cli", "auth/test_refresh_processes.py",
    "interfaces/http/test_process.py",
)  # fmt: skip
"""Files that take long, the longest first: one that comes last would leave the other worker without work."""
_TESTS = Path(__file__).parent
_numbers = itertools.count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the files that take long before the others."""

    def place(item: pytest.Item) -> int:
        path = item.path.relative_to(_TESTS).as_posix() if item.path.is_relative_to(_TESTS) else ""
        return next((number for number, name in enumerate(LONG) if path.startswith(name)), len(LONG))

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """Search for rubbish more seldom, and never among tests and modules, which stay: it was a fifth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.fixture
def anyio_backend() -> str:
    """The plugin runs on asyncio."""
    return "asyncio"


@pytest.fixture
def clock() -> StillClock:
    """Time that stands still until the test moves it."""
    return StillClock()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """One PostgreSQL for all tests of this process, with a migrated template."""
    with postgres.running() as server:
        server.run(f"CREATE DATABASE template_axp OWNER {postgres.ROLE}")
        asyncio.run(upgrade(server.url("template_axp")))
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    asyncio.run(upgrade(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture
def postgres_url(postgres_server: postgres.Server) -> str:
    """A fresh, migrated PostgreSQL database, whose role is no superuser and cannot pass row-level security."""
    name = f"test_{next(_numbers)}"
    postgres_server.run(f"CREATE DATABASE {name} OWNER {postgres.ROLE} TEMPLATE template_axp")
    return postgres_server.url(name)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh, migrated SQLite database."""
    shutil.copy(sqlite_template, tmp_path / "test.db")
    return f"sqlite+aiosqlite:///{tmp_path / 'test.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database of each kind in turn, without tables."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
    server: postgres.Server = request.getfixturevalue("postgres_server")
    name = f"test_{next(_numbers)}"
    server.run(f"CREATE DATABASE {name} OWNER {postgres.ROLE}")
    return server.url(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database of each kind in turn."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
async def store(database_url: str, clock: StillClock) -> AsyncIterator[Store]:
    """A store on a fresh database of each kind in turn."""
    opened = Store(database_url, clock=clock)
    yield opened
    await opened.close()
