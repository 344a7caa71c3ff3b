"""What is to be done in the background, and how often; who does it is another file's."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from atom_xero_plugin.registry import Registry
from atom_xero_plugin.runtime import Runtime
from atom_xero_plugin.sync.outbox import Deliver
from atom_xero_plugin.sync.poller import Poller

log = logging.getLogger(__name__)
LOOK_S: Final = 10
"""Seconds between two looks at what is due. A look at nothing costs three queries."""
DELIVER_S: Final = 2
KEEP_ALIVE_S: Final = 3_600


@dataclass(frozen=True)
class Job:
    """One chore."""

    name: str
    every_s: float
    work: Callable[[], Awaitable[Any]]


async def nobody(event: Mapping[str, Any]) -> None:
    """No host listens: an event is kept for streams and lists all the same."""
    del event


def jobs(runtime: Runtime, registry: Registry, deliver: Deliver = nobody) -> list[Job]:
    """Hear what is due, hand events over, keep unused logins alive."""
    poller = Poller(runtime, {trigger.name: trigger for trigger in registry.triggers})
    return [
        Job("hear", LOOK_S, _careful("hear", poller.tick)),
        Job("deliver", DELIVER_S, _careful("deliver", lambda: runtime.outbox.deliver(deliver))),
        Job("keep_alive", KEEP_ALIVE_S, _careful("keep_alive", runtime.tokens.keep_alive)),
    ]


def _careful(name: str, work: Callable[[], Awaitable[Any]]) -> Callable[[], Awaitable[Any]]:
    async def run() -> Any:
        try:
            return await work()
        except Exception:
            log.exception("the background work %s failed; it is tried again", name)
            return None

    return run
