"""What a trigger is: something that happens in Xero that a workflow may wait for."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

R = TypeVar("R")
HOST_PREFIX = "xero_"


@dataclass(frozen=True)
class Change(Generic[R]):
    """A record as it was and as it is now. `old` is None for one that was never seen: it is new in the books."""

    old: R | None
    new: R
    today: date
    """The day in the organisation's time zone."""
    checked_on: date | None = None
    """Only in the daily check what no change of Xero's shows: the last day on which it was checked."""

    def became(self, name: str, *values: object) -> bool:
        """Whether a field has one of these values now and had none of them before."""
        return getattr(self.new, name) in values and (self.old is None or getattr(self.old, name) not in values)


Detect = Callable[[Change[Any], Any], bool | str]
"""Whether a change is the event. A text says yes and distinguishes one event from another of the same record, where
Xero's time of the last change does not."""


@dataclass(eq=False)
class Trigger:
    """One trigger: its words, its filters, and the change it is made from."""

    name: str
    description: str
    resource: str
    """The list that is watched, by Xero's name of it, such as `Invoices`; `Connections` and `Limits` are our own."""
    filters: type
    """The Struct of what may filter it; its method `fit(record)` says whether a record is meant."""
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]
    """What is special, as Xero's fields, about the record of the sample before and after the event."""
    daily: bool
    detect: Detect = field(repr=False)

    @property
    def title(self) -> str:
        """The name as a person reads it."""
        return self.name.replace("_", " ").capitalize()

    @property
    def host_name(self) -> str:
        """The name a host sees."""
        return HOST_PREFIX + self.name

    @property
    def event_type(self) -> str:
        """The name of its events, in the host's style: XERO_INVOICE_PAID."""
        return f"XERO_{self.name.upper()}"

    def happened(self, change: Change[Any], filters: Any) -> bool | str:
        """Whether this change is its event, and meant by the filters."""
        return (
            self.daily == (change.checked_on is not None)
            and filters.matches(change.new)
            and self.detect(change, filters)
        )


def trigger(
    *,
    resource: str,
    filters: type,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
    daily: bool = False,
) -> Callable[[Detect], Trigger]:
    """Declare the decorated function to be a trigger: it says whether a change of a record is its event.

    Args:
        resource: what is watched.
        filters: the Struct of what may filter it.
        before: the sample's record before the event, as far as it is special; None if it was not there.
        after: the same after it.
        daily: True for what time brings about, and no change of the record.

    Raises TypeError for a function without a docstring.
    """

    def declare(detect: Detect) -> Trigger:
        description = inspect.getdoc(detect)
        if not description:
            raise TypeError(f"{detect.__name__}: a trigger's docstring is what people read; it has none")
        return Trigger(detect.__name__, description, resource, filters, before, after, daily, detect)

    return declare
