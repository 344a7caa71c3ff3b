"""Everything a running sandbox holds: time, books, apps, grants, limits, faults."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from random import Random
from uuid import UUID

from atom_xero_plugin.sandbox.api.idempotency import Idempotency
from atom_xero_plugin.sandbox.api.limits import Limits
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.clock import SandboxClock
from atom_xero_plugin.sandbox.demo.company import build_demo
from atom_xero_plugin.sandbox.faults import Faults
from atom_xero_plugin.sandbox.identity.grants import App, Grants
from atom_xero_plugin.sandbox.options import Options
from atom_xero_plugin.sandbox.signing import Signer

NOON = time(1, 0, tzinfo=UTC)
"""When a sandbox that stands still stands: one o'clock UTC is the same day from New Zealand to Britain."""


@dataclass
class RequestLog:
    """How often what was called; never with a token."""

    total: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def note(self, method: str, path: str) -> None:
        """Count a call to the accounting API."""
        self.total += 1
        self.counts[f"{method} {path}"] += 1


class Sandbox:
    """A small Xero. `restart` brings it back to its seed."""

    def __init__(self, options: Options) -> None:
        """Begin as `options` say."""
        self.signer = Signer()
        self.on_socket = False
        """Whether a real connection can be cut; in-process there is none."""
        self.restart(options)

    def restart(self, options: Options) -> None:
        """Begin again: books, grants, limits, faults, time."""
        self.options = options
        still = datetime.combine(options.today, NOON) if options.today else None
        self.clock = SandboxClock(still)
        random = Random(f"apps/{options.seed}")
        self.web_app, self.pkce_app, self.custom_app = (_app(random, kind) for kind in ("web", "pkce", "custom"))
        self.apps = {app.client_id: app for app in (self.web_app, self.pkce_app, self.custom_app)}
        self.user_id = _guid(random)
        self.grants = Grants(self.clock, random)
        books = build_demo(options.seed, self.clock, options.invoices)
        self.organisations: dict[str, Books] = {each.tenant_id: each for each in books}
        self.limits = Limits(enabled=options.limits, day=options.day_limit)
        self.faults = Faults()
        self.idempotency = Idempotency()
        self.requests = RequestLog()

    @property
    def custom_tenant(self) -> str:
        """The organisation of the custom connection."""
        return next(iter(self.organisations))


def _app(random: Random, kind: str) -> App:
    client_id = f"{random.getrandbits(128):032X}"
    secret = "" if kind == "pkce" else f"sandbox-{random.getrandbits(160):040x}"
    return App(client_id, secret, f"Sandbox {kind} app", kind)


def _guid(random: Random) -> str:
    return str(UUID(int=random.getrandbits(128), version=4))
