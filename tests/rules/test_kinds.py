"""A kind of record is declared once, in three files of one name; what works on all kinds names none of them."""

from __future__ import annotations

import ast
import pkgutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec
import pytest

from atom_xero_plugin.accounting import kinds
from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.accounting.kinds import (
    INTERNAL,
    KINDS,
    READ,
    SYNCED,
    every_kind,
    kind_by_name,
    kind_of,
    kinds_in,
    plural_of,
)
from atom_xero_plugin.catalogue.context import Caller, Context, Organisation
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.trigger import Change, Trigger
from atom_xero_plugin.catalogue.trigger_filters import NoFilters
from atom_xero_plugin.core.clock import SystemClock
from atom_xero_plugin.core.package_files import folder
from atom_xero_plugin.events.detection import TriggerMatch, event_of
from atom_xero_plugin.search.entries import entry_of
from atom_xero_plugin.xero.decoding.base import XeroRecord, decode_one
from atom_xero_plugin.xero.endpoint import Endpoint

PACKAGE = Path(folder("schemas")).parent / "atom_xero_plugin"
ENGINES = ("plans", "sync", "events", "search", "dispatch", "tools", "catalogue", "jobs", "interfaces")
OTHER_NOUNS = {
    "account_transactions": "what documents post to an account",
    "aged_balances": "what is owed, by how long",
    "budget_comparison": "a budget next to what came of it",
    "cash_flow": "money in and out, by what it was for",
    "cash_position": "what is in the bank, and what is owed both ways",
    "budget_summary": "a report of what is budgeted",
    "contact_balances": "what contacts owe and are owed",
    "daily_balances": "what an account held at the end of each day",
    "custom_report": "rows that people chose, of the profit and loss",
    "saved_reports": "reports that people put together and keep",
    "executive_summary": "a report of a month",
    "invoice_lines": "lines of invoices and bills as rows",
    "from_contact_group": "a contact's place in a group",
    "to_contact_group": "the same",
    "bank_account": "an account of type BANK",
    "statement_of_account": "what one contact owed, what was issued and paid since, what is left",
    "tax_summary": "tax of a period by rate",
    "history": "what was done to a record, and notes on it",
    "matches": "what may belong to lines of a bank file",
    "monthly_cash": "what came in and went out in each month",
    "operation": "a read operation of Xero's API",
    "operations": "several of them",
    "pdf": "a document as people get it",
    "plan": "a write that waits for approval",
    "record": "one of any kind",
    "records": "records of several kinds at once",
    "reconciliation": "what was recorded for a bank file",
    "report": "a table that Xero makes",
    "tax_forms": "the forms 1099",
    "time": "minutes that a person worked on a task",
    "top_contacts": "contacts by what they were invoiced or billed",
    "statement": "a bank file",
    "statements": "bank files of which lines were kept",
    "workload": "what waits to be done in the books",
    "tracking_option": "a value of a tracking category, which is a part of it",
}
"""Nouns of skills that are no kind of record."""
AT = datetime(2026, 6, 15, 20, 30, tzinfo=UTC)
STUDIO = Organisation("t", "Studio", "NZD", "UTC", 3, 31, "NZ", "!hst01", None)

every = pytest.mark.parametrize("kind", every_kind(), ids=lambda kind: kind.name)
of_xero = pytest.mark.parametrize("kind", [kind_by_name(name) for name in (*SYNCED, *READ)], ids=lambda kind: kind.name)
synced = pytest.mark.parametrize("kind", [kind_by_name(name) for name in SYNCED], ids=lambda kind: kind.name)


def context() -> Context:
    return Context(Caller("w", "plugin:test", "workflow"), SystemClock(), [], STUDIO)


def record_of(kind: RecordKind[Any]) -> XeroRecord:
    """The kind's sample, read as an answer of Xero's is."""
    stamp = {"UpdatedDateUTC": "/Date(1781555400000+0000)/"} if kind.endpoint.changes else {}
    record: XeroRecord = decode_one(kind.record, {**kind.sample, **stamp})
    return record


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def test_engines_name_no_kind() -> None:
    """They are handed the list, or look a kind up by its name: else every new kind is an edit of each of them."""
    files = {f"{kinds.__name__}.{file}" for file in KINDS.values()}
    found = set()
    for path in (path for engine in ENGINES for path in (PACKAGE / engine).rglob("*.py")):
        named = [each for each in imported(path) if each in files or each.startswith("atom_xero_plugin.xero.records")]
        if named:
            found.add(str(path.relative_to(PACKAGE)))

    assert found == set()


def test_what_is_declared_is_listed() -> None:
    """A kind that a file declares and no line lists would be synced, found and shown by nothing."""
    modules = [import_module(f"{kinds.__name__}.{each.name}") for each in pkgutil.iter_modules(kinds.__path__)]
    declared = {each.name for module in modules for each in vars(module).values() if isinstance(each, RecordKind)}

    assert declared == set(KINDS)


def test_the_noun_of_a_skill_is_the_name_of_a_kind() -> None:
    """One word, one meaning; what is no record of Xero's has its own."""
    nouns = {skill.name.partition("_")[2] for skill in Registry().skills}
    known = {name for kind in KINDS for name in (kind, plural_of(kind))}

    assert nouns - known == set(OTHER_NOUNS)


@of_xero
def test_its_three_files_have_one_name(kind: RecordKind[Any]) -> None:
    """What Xero has, what it means to people, and how the imitation behaves."""
    file = KINDS[kind.name]

    for folder_name in ("xero.records", "accounting.kinds", "sandbox.resources"):
        assert find_spec(f"atom_xero_plugin.{folder_name}.{file}") is not None, folder_name


@every
def test_it_is_listed_by_its_own_name(kind: RecordKind[Any]) -> None:
    """And the samples of kinds that share a list are distinguished."""
    assert kind_by_name(kind.name) is kind
    assert kind_of(record_of(kind)) is kind
    assert kind in kinds_in(kind.list_name)


@every
def test_its_sample_is_read_whole(kind: RecordKind[Any]) -> None:
    """Nothing of it is odd, and nothing of it is unknown to the record."""
    record = record_of(kind)

    assert record.record_id
    assert record.problems == []
    assert record.unknown() == {}
    assert isinstance(kind.endpoint, Endpoint) != (kind.name in INTERNAL)


@every
def test_its_sample_is_shown_as_its_view(kind: RecordKind[Any]) -> None:
    """What has a view has a shape, and what is synced or watched has both."""
    assert (kind.view is None) == (kind.shape is None)
    if kind.name in SYNCED or kind.name in INTERNAL:
        assert kind.view is not None
    if kind.view is not None:
        shown = kind.shown(context(), record_of(kind))
        assert type(shown) is kind.shape
        assert msgspec.to_builtins(shown)["id"] == record_of(kind).record_id


@of_xero
def test_its_statuses_are_xeros_words(kind: RecordKind[Any]) -> None:
    """A sample is in one of them, and what a day can change is among them."""
    statuses = kind.endpoint.statuses  # type: ignore[union-attr]  # of Xero's kinds alone
    status = record_of(kind).record_status

    assert (status in statuses) if statuses else status is None
    assert set(kind.pending) <= set(statuses)


@of_xero
def test_only_what_is_synced_says_by_what_it_is_found(kind: RecordKind[Any]) -> None:
    """And only what tells its changes can be synced."""
    assert (kind.found_by is not None) == (kind.name in SYNCED)
    assert kind.name not in SYNCED or kind.endpoint.changes


@synced
def test_its_sample_is_found_as_its_kind(kind: RecordKind[Any]) -> None:
    """With a title, a line below it and a page in Xero."""
    entry = entry_of(record_of(kind), "w")

    assert entry.kind_name == kind.name
    assert entry.title
    assert entry.snippet
    assert kind.page.count("{}") == 1


@pytest.mark.parametrize("kind", [kind_by_name(name) for name in (*SYNCED, *INTERNAL)], ids=lambda kind: kind.name)
def test_its_sample_becomes_an_event(kind: RecordKind[Any]) -> None:
    """Named by the first kind of its list, with the record's own page."""
    trigger = Trigger("x", "Tell when …", kind.list_name, NoFilters, None, {}, False, lambda _change, _filters: True)
    record = record_of(kind)
    event = event_of(
        context(), TriggerMatch(trigger, Change(None, record, date(2026, 6, 16)), "m", AT, ()), source="poll"
    )

    assert event.resource["kind"] == kinds_in(kind.list_name)[0].name
    assert event.resource["id"] == record.record_id
    assert (event.resource["url"] is None) == (kind.name in INTERNAL)
    assert event.new == msgspec.to_builtins(kind.shown(context(), record))
    assert msgspec.convert({}, kind.filters).matches(record)


def test_every_kind_that_search_finds_stands_in_lists() -> None:
    """A list over all kinds would fail for one that does not."""
    synced_kinds = [kind_by_name(name) for name in SYNCED]
    assert [kind.name for kind in synced_kinds if kind.found_by is not None and kind.in_lists is None] == []
