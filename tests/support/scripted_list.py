"""One of Xero's lists, small and exact: what changes while somebody pages through it moves under his hands."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from support.clock import StillClock

from atom_xero_plugin.xero.client import Reply


@dataclass
class ScriptedList:
    """Contacts by id, each with the time of its last change and a version, asked for as XeroClient asks."""

    clock: StillClock
    ahead: timedelta = timedelta(0)
    """How far Xero's clock is before the poller's."""
    rows: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    own_size: int | None = None
    """The size of its pages where none can be asked for; such an answer does not say how many there are."""
    whole: bool = False
    """Whether it takes no page and comes whole."""
    calls: int = 0
    after_answer: Callable[[], None] = lambda: None
    """What happens behind the reader's back after each answer."""
    spoil: Callable[[dict[str, Any]], dict[str, Any] | bytes] = lambda reported: reported

    def now(self) -> datetime:
        return self.clock.now() + self.ahead

    def edit(self, identity: str, *, late_s: float = 0) -> None:
        """Somebody changes or makes a contact; `late_s` is how long ago its stamp says that was."""
        stamp = self.now() - timedelta(seconds=late_s)
        version = self.rows[identity][1] + 1 if identity in self.rows else 1
        self.rows[identity] = stamp.replace(microsecond=stamp.microsecond // 1000 * 1000), version

    def versions(self) -> dict[str, int]:
        return {identity: version for identity, (_, version) in self.rows.items()}

    async def get(self, path: str, params: Mapping[str, str], *, modified_since: datetime | None = None) -> Reply:
        """A page, by the rules that Xero has."""
        assert (path, params["order"]) == ("Contacts", "UpdatedDateUTC ASC")
        self.calls += 1
        since = modified_since.replace(microsecond=0) if modified_since else datetime.min.replace(tzinfo=UTC)
        page, size = self._page(params)
        found = sorted((stamp, identity) for identity, (stamp, _) in self.rows.items() if stamp >= since)
        reported = {
            "pagination": {
                "page": page, "pageSize": size, "pageCount": -(-len(found) // size), "itemCount": len(found),
            },
            "Contacts": [self._row(identity) for _, identity in found[(page - 1) * size : page * size]],
        }  # fmt: skip
        if self.own_size is not None or self.whole:
            del reported["pagination"]
        spoilt = self.spoil(reported)
        date = self.now().replace(microsecond=0)
        self.after_answer()
        body = spoilt if isinstance(spoilt, bytes) else json.dumps(spoilt).encode()
        return Reply(200, body, date)

    def _page(self, params: Mapping[str, str]) -> tuple[int, int]:
        """The page that is asked for, and its size."""
        if self.whole:
            assert not {"page", "pageSize"} & params.keys()
            return 1, 1_000_000
        if self.own_size is not None:
            assert "pageSize" not in params
            return int(params["page"]), self.own_size
        return int(params["page"]), int(params["pageSize"])

    def _row(self, identity: str) -> dict[str, Any]:
        stamp, version = self.rows[identity]
        wire = f"/Date({round(stamp.timestamp() * 1000)}+0000)/"
        return {"ContactID": identity, "Name": f"Version {version}", "UpdatedDateUTC": wire}
