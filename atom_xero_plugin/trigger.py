"""What a trigger is: something that happens in Xero that a workflow may wait for."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(eq=False)
class Trigger:
    """One trigger: its words, payload, filters and the change it is made from."""

    name: str
    description: str
    resource: str
    """What is watched, in Xero's plural: Invoices, Contacts, Payments …"""
    sample: Mapping[str, Any]
    detect: Callable[..., Any] = field(repr=False)

    @property
    def event_type(self) -> str:
        """The name of its events, in the host's style: XERO_INVOICE_PAID."""
        return f"XERO_{self.name.upper()}"


def trigger(*, resource: str, sample: Mapping[str, Any]) -> Callable[[Callable[..., Any]], Trigger]:
    """Declare the decorated function to be a trigger: it tells whether a change of a record is its happening."""

    def declare(detect: Callable[..., Any]) -> Trigger:
        description = inspect.getdoc(detect)
        if not description:
            raise TypeError(f"{detect.__name__}: a trigger's docstring is what people read; it has none")
        return Trigger(detect.__name__, description, resource, dict(sample), detect)

    return declare
