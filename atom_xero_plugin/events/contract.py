"""The printed contract of a trigger: what schemas/triggers/<name>.json holds."""

from __future__ import annotations

from typing import Any

import msgspec

from atom_xero_plugin.accounting.kinds import watched
from atom_xero_plugin.catalogue.schema import schema_of
from atom_xero_plugin.catalogue.trigger import Trigger
from atom_xero_plugin.events.detection import Event
from atom_xero_plugin.events.samples import sample_event


def describe_trigger(trigger: Trigger) -> dict[str, Any]:
    """Words, filters, payload and a sample."""
    return {
        "name": trigger.name,
        "title": trigger.title,
        "event_type": trigger.event_type,
        "description": trigger.description,
        "resource": trigger.resource,
        "daily": trigger.daily,
        "filters": schema_of(trigger.filters),
        "payload": payload_schema(trigger),
        "sample": msgspec.to_builtins(sample_event(trigger)),
    }


def payload_schema(trigger: Trigger) -> dict[str, Any]:
    """The JSON Schema of its events: every event's, with the record's own shape as `old` and `new`."""
    schema = dict(schema_of(Event, nulls=True))
    shape = watched(trigger.resource).shape
    record = schema_of(shape, nulls=True) if shape is not None else {"type": "object"}
    properties = {**schema["properties"], "old": {"anyOf": [record, {"type": "null"}]}, "new": record}
    return {**schema, "properties": properties | {"type": {"const": trigger.event_type}}}
