"""A trigger's sample: an event made as a real one is, from the change that the trigger's file declares."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from atom_xero_plugin.accounting.kinds import watched
from atom_xero_plugin.catalogue.context import Caller, Context, Organisation
from atom_xero_plugin.catalogue.trigger import Change, Trigger
from atom_xero_plugin.core.clock import SystemClock
from atom_xero_plugin.events.detection import Event, TriggerMatch, event_of
from atom_xero_plugin.xero.decoding.base import decode_one

TODAY: Final = date(2026, 6, 16)
_ORGANISATION: Final = Organisation(
    id="3f6b1c52-8a0e-4d6f-9b57-2c41d0a7e913",
    name="Harbour Street Studio Limited",
    base_currency="NZD",
    timezone="NEWZEALANDSTANDARDTIME",
    year_end_month=3,
    year_end_day=31,
    country="NZ",
    short_code="!hst01",
    lock_date=None,
)


class _SampleClock(SystemClock):
    def now(self) -> datetime:
        return datetime(2026, 6, 15, 20, 30, tzinfo=UTC)


def sample_change(trigger: Trigger) -> Change[Any]:
    """The change of the sample; the trigger must say of it that it is its event."""
    kind = watched(trigger.resource)
    stamp = {"UpdatedDateUTC": "/Date(1781555400000+0000)/"} if kind.endpoint.changes else {}

    def record(special: Mapping[str, Any]) -> Any:
        return decode_one(kind.record, {**kind.sample, **special, **stamp})

    new = record(trigger.after)
    if trigger.daily:
        return Change(new, new, TODAY, checked_on=date(2026, 6, 15))
    return Change(None if trigger.before is None else record(trigger.before), new, TODAY)


def sample_event(trigger: Trigger) -> Event:
    """The event of the sample."""
    caller = Caller("default", "plugin:sample", "workflow")
    context = Context(caller, _SampleClock(), [], _ORGANISATION)
    at = _SampleClock().now()
    match = TriggerMatch(trigger, sample_change(trigger), at.isoformat(), at, ())
    return event_of(context, match, source="sweep" if trigger.daily else "poll")
