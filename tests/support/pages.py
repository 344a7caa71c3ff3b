"""A page without a service, for tests of templates: what base.html and the macros read of `page`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any


@dataclass
class Place:
    id: str = "t1"
    name: str = "Harbour Street Studio Limited"
    currency: str = "NZD"
    locale: str = "en-NZ"
    time_zone: str = "NEWZEALANDSTANDARDTIME"
    initials: str = "HS"


@dataclass
class Counts:
    approvals: int | None = 3
    bank: int | None = 11
    invoices_late: int | None = 14
    bills_late: int | None = 10


@dataclass
class Fresh:
    synced_at: datetime | None = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    calls_left: int | None = 4212
    day_limit: int | None = 5000
    failing: int = 0


class Addresses:
    def __init__(self, missing: frozenset[str] = frozenset()) -> None:
        self._missing = missing

    def has(self, name: str) -> bool:
        return name not in self._missing


@dataclass
class StandIn:
    """The attributes of `page`, set as a test needs them."""

    organisation: Place | None = field(default_factory=Place)
    organisations: list[Place] = field(
        default_factory=lambda: [Place(), Place("t2", "Bright Wattle Supplies Pty Ltd", "AUD", "en-AU", "UTC", "BW")]
    )
    here: str = "overview"
    counts: Counts = field(default_factory=Counts)
    fresh: Fresh | None = field(default_factory=Fresh)
    theme: str | None = None
    density: str | None = None
    keys: bool = True
    today: date = date(2026, 11, 30)
    now: datetime = datetime(2026, 11, 30, 9, 0, 40, tzinfo=UTC)
    csrf: str = "token-of-the-session"
    nonce: str = "abc123"
    partial: bool = False
    addresses: Addresses = field(default_factory=Addresses)
    files: frozenset[str] | None = None
    """Static files there are; None for all."""
    base: str = "/static"
    rights: frozenset[str] = frozenset({"read", "write", "approve", "admin"})

    @property
    def place(self) -> Place | None:
        return self.organisation or (self.organisations[0] if len(self.organisations) == 1 else None)

    def url(self, name: str, **given: Any) -> str:
        organisation = given.pop("organisation", None) or (self.organisation.id if self.organisation else None)
        query = "&".join(f"{key}={value}" for key, value in given.items())
        return f"/{name}" + (f"/{organisation}" if organisation else "") + (f"?{query}" if query else "")

    def static(self, name: str) -> str | None:
        return f"{self.base}/{name}" if self.files is None or name in self.files else None

    def may(self, right: str) -> bool:
        return right in self.rights
