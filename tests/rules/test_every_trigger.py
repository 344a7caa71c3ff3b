"""What comes free with each trigger: every file in triggers/ is held to all of this."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from atom_xero_plugin.accounting.kinds import watched
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import schema_of
from atom_xero_plugin.catalogue.trigger import Change, Trigger
from atom_xero_plugin.catalogue.validation import check_struct
from atom_xero_plugin.core.errors import InvalidArguments
from atom_xero_plugin.core.package_files import folder
from atom_xero_plugin.events.contract import describe_trigger, payload_schema
from atom_xero_plugin.events.samples import sample_change, sample_event

TRIGGERS = Registry().triggers
every_trigger = pytest.mark.parametrize("trigger", TRIGGERS, ids=lambda trigger: trigger.name)
WANTED = {
    "invoice_created", "invoice_approved", "invoice_paid", "invoice_part_paid", "invoice_voided", "invoice_overdue",
    "bill_created", "bill_awaiting_approval", "contact_created", "contact_changed", "contact_archived",
    "payment_recorded", "payment_reversed", "bank_transaction_created", "connection_lost", "day_limit_near",
}  # fmt: skip


def test_every_file_holds_the_trigger_of_its_name() -> None:
    """And those that others rely on are there."""
    files = sorted(path.stem for path in folder("triggers").glob("*.py"))

    assert files == [trigger.name for trigger in TRIGGERS]
    assert set(files) >= WANTED


@every_trigger
def test_it_fires_on_its_own_sample(trigger: Trigger) -> None:
    """With no filters, and once only: the same record again is no event."""
    change, filters = sample_change(trigger), trigger.filters()
    seen = {"checked_on": change.today} if trigger.daily else {"old": change.new}
    again: Change[Any] = replace(change, **seen)

    assert trigger.happened(change, filters)
    assert not trigger.happened(again, filters)


@every_trigger
def test_no_other_triggers_sample_of_its_resource_confuses_it(trigger: Trigger) -> None:
    """A bill paid is no invoice paid."""
    for other in TRIGGERS:
        if other.resource == trigger.resource and other is not trigger and other.daily == trigger.daily:
            fires = bool(trigger.happened(sample_change(other), trigger.filters()))
            assert not fires, other.name


@every_trigger
def test_its_sample_fits_its_schema(trigger: Trigger) -> None:
    """What is shown is what is sent."""
    event = msgspec.to_builtins(sample_event(trigger))
    schema = payload_schema(trigger)

    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(json.loads(json.dumps(event)))) == []
    assert event["type"] == trigger.event_type


@every_trigger
def test_its_words_name_xero_and_every_field_is_described(trigger: Trigger) -> None:
    """What a person or a model reads."""
    properties = schema_of(trigger.filters).get("properties", {})

    assert "Xero" in trigger.description
    assert trigger.description.startswith("Fires when ")
    assert all(shape.get("description") for shape in properties.values())


@every_trigger
@pytest.mark.parametrize("invalid", [{"nonsense": 1}, {"min_total": "5 or more"}, {"days": "many"}, {"contact": ["x"]}])
def test_filters_it_does_not_have_are_refused(trigger: Trigger, invalid: dict[str, Any]) -> None:
    """By the field's name, when it is turned on."""
    with pytest.raises(InvalidArguments) as caught:
        check_struct(trigger.filters, invalid, of=trigger.host_name)

    assert caught.value.fields[0].path == f"/{next(iter(invalid))}"


@every_trigger
def test_its_printed_schema_is_in_step(trigger: Trigger) -> None:
    """Committed, readable without Python."""
    printed = json.loads((folder("schemas") / "triggers" / f"{trigger.name}.json").read_text())

    described = json.loads(json.dumps(describe_trigger(trigger)))
    assert {name: value for name, value in printed.items() if name != "$schema"} == described


@every_trigger
def test_what_it_watches_is_known(trigger: Trigger) -> None:
    """There is a kind for it, with a payload."""
    assert watched(trigger.resource).shape is not None


def test_only_the_folder_is_read() -> None:
    """No list of triggers is kept elsewhere."""
    source = "".join(path.read_text() for path in (Path(folder("triggers")).parent / "atom_xero_plugin").rglob("*.py"))

    assert "invoice_part_paid" not in source
