"""A home of its own, connected to a sandbox that runs in a process of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from atom_xero_plugin.app import App
from atom_xero_plugin.core import settings
from atom_xero_plugin.interfaces.cli.connect import log_in
from atom_xero_plugin.store.migrations import upgrade


@asynccontextmanager
async def connected(sandbox: dict[str, Any], home: Path, **more: str) -> AsyncIterator[tuple[App, dict[str, str]]]:
    """A runtime that has logged in, and the settings by which other processes reach the same home; `more` of them."""
    app, address = sandbox["apps"]["web"], sandbox["address"]
    environment = {
        "ATOM_XERO_HOME": str(home),
        "ATOM_OAUTH_ENCRYPTION_KEY": Fernet.generate_key().decode(),
        "XERO_CLIENT_ID": app["client_id"],
        "XERO_CLIENT_SECRET": app["client_secret"],
        "XERO_SCOPES": "everything",
        "XERO_LOGIN_URL": address,
        "XERO_IDENTITY_URL": address,
        "XERO_API_URL": address,
        **more,
    }
    async with App(settings.load(environment)) as runtime:
        await upgrade(runtime.settings.database_url)
        await log_in(runtime, by_itself=True)
        yield runtime, environment
