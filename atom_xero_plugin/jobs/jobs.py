"""What is to be done in the background, and how often; who does it is another file's."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final

from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import DatabaseAway
from atom_xero_plugin.dispatch.dispatcher import Dispatch
from atom_xero_plugin.events.outbox import Deliver
from atom_xero_plugin.jobs.resume_plans import resume_plans
from atom_xero_plugin.sync.poller import Poller

log = logging.getLogger(__name__)
CHECK_S: Final = 10
"""Seconds between two checks what is due. A check nothing costs three queries."""
DELIVER_S: Final = 2
RESUME_S: Final = 15
KEEP_ALIVE_S: Final = 3_600
FORGET_S: Final = 3_600


@dataclass(frozen=True)
class Job:
    """One chore."""

    name: str
    every_s: float
    work: Callable[[], Awaitable[Any]]
    at_once: int = 1
    """How many of it may overlap: a check what is due goes on while an earlier one waits for a slow organisation."""


def jobs(runtime: App, registry: Registry, deliver: Deliver | None = None) -> list[Job]:
    """Sync what is due, keep unused logins alive, forget events long delivered; hand events over, carry plans on.

    Without `deliver` events stay in the outbox for whoever does deliver, and plans for whoever serves: a mere listener
    must not take them from him.
    """
    stored = timedelta(days=runtime.settings.event_days)
    poller = Poller(runtime, {trigger.name: trigger for trigger in registry.triggers})
    found = [
        Job("hear", CHECK_S, _careful("hear", poller.tick), at_once=6),
        Job("keep_alive", KEEP_ALIVE_S, _careful("keep_alive", runtime.tokens.keep_alive)),
        Job("forget", FORGET_S, _careful("forget", partial(runtime.outbox.forget, stored))),
        Job("forget_requests", FORGET_S, _careful("forget_requests", runtime.caller_requests.forget)),
    ]
    if deliver is not None:
        dispatcher = Dispatch(runtime, registry)
        found += [
            Job("deliver", DELIVER_S, _careful("deliver", partial(runtime.outbox.deliver, deliver))),
            Job("carry_on", RESUME_S, _careful("carry_on", partial(resume_plans, dispatcher))),
        ]
    return found


def _careful(name: str, work: Callable[[], Awaitable[Any]]) -> Callable[[], Awaitable[Any]]:
    away = False

    async def run() -> Any:
        nonlocal away
        try:
            answer = await work()
        except DatabaseAway as error:
            if not away:  # said once, not at every try
                log.warning("the background work %s waits: %s", name, error.message)
            away = True
            return None
        except Exception:
            log.exception("the background work %s failed; it is tried again", name)
            return None
        away = False
        return answer

    return run
