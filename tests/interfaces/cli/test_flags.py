"""Arguments as KEY=VALUE at the command line, and what its help reports a skill's fields."""

from __future__ import annotations

import json
from typing import Any

import pytest
from interfaces.cli.conftest import Terminal, connected, sandbox

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import InvalidArguments
from atom_xero_plugin.interfaces.cli.flags import with_flags
from atom_xero_plugin.tools.formats import arguments_schema

__all__ = ["connected", "sandbox"]


def _given(skill: str, *flags: str, **given: Any) -> dict[str, Any]:
    return with_flags(given, flags, arguments_schema(Registry().skill(skill)))


@pytest.mark.parametrize(
    ("skill", "flags", "arguments"),
    [
        ("find_invoices", ["status=overdue", "contact=acme"], {"status": "overdue", "contact": "acme"}),
        ("find_invoices", ["dates.from=2026-01-01", "dates.to=a"], {"dates": {"from": "2026-01-01", "to": "a"}}),
        ("find_invoices", ["min_amount=0.10", "limit=5"], {"min_amount": "0.10", "limit": "5"}),
        ("find_invoices", ["text=a=b", "due-within-days=7"], {"text": "a=b", "due_within_days": "7"}),
        ("change_contact", ["contact=x", "email="], {"contact": "x", "email": ""}),
        ("change_contact", ["address.lines=1 Main St,Level 2"], {"address": {"lines": ["1 Main St", "Level 2"]}}),
        ("change_contact", ["address.lines=Flat 1\\, 2 High St"], {"address": {"lines": ["Flat 1, 2 High St"]}}),
        ("change_invoice", ["remove_lines=1", "remove_lines=2,3"], {"remove_lines": ["1", "2", "3"]}),
        (
            "create_invoice",
            ["lines.0.description=A, b", "lines.0.unit_amount=1.50", "lines.1.account=200"],
            {"lines": [{"description": "A, b", "unit_amount": "1.50"}, {"account": "200"}]},
        ),
        ("create_invoice", ['lines=[{"account": "200"}]'], {"lines": '[{"account": "200"}]'}),
    ],
)  # fmt: skip
def test_a_flag_is_the_argument_that_it_names(skill: str, flags: list[str], arguments: dict[str, Any]) -> None:
    """Parts by dots and places, lists by commas or the key again; every value stays the text it is."""
    assert _given(skill, *flags) == arguments


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["overdue"], "is not KEY=VALUE"),
        (["=x"], "is not KEY=VALUE"),
        (["status=paid", "status=draft"], "is given twice"),
        (["contact=x"], "is given twice"),
        (["lines.1.account=200"], "must name a place"),
        (["lines.x.account=200"], "must name a place"),
        (["dates=x", "dates.from=today"], "as a whole and in parts"),
    ],
)
def test_a_flag_that_cannot_be_placed_is_refused(flags: list[str], words: str) -> None:
    """By its key."""
    with pytest.raises(InvalidArguments, match=words):
        _given("create_invoice", *flags, contact="y")


def test_flags_ask_and_write_what_json_does(connected: Terminal) -> None:
    """Next to --input too; --org is --organisation."""
    asked = connected.found("skill", "run", "find_invoices", "status=overdue", "limit=2", "--org", "harbour")
    mixed = connected.found(
        "skill", "run", "find_invoices", "limit=2", "--input", '{"status": "overdue"}', "--org", "harbour"
    )
    plan = connected(
        "skill", "run", "create_invoice", "contact=Kauri Grove Cafe", "lines.0.description=Poster, large",
        "lines.0.unit_amount=1,150.50", "lines.0.account=200", "date=3/6/2026", "--org", "harbour", "--json",
    ).data["plan"]  # fmt: skip

    assert [len(each["result"]["items"]) for each in (asked, mixed)] == [2, 2]
    assert asked["result"] == mixed["result"]
    (line,) = plan["after"]["lines"]
    assert (line["description"], line["unit_amount"], plan["after"]["date"]) == (
        "Poster, large",
        "1150.50",
        "2026-06-03",
    )


def test_a_wrong_flag_is_reported_as_a_wrong_argument(connected: Terminal) -> None:
    """With what is allowed, and once."""
    said = connected("skill", "run", "find_invoices", "status=late", "--org", "harbour")

    assert said.code == 5
    assert said.err.count("awaiting_approval") == 1


@pytest.mark.parametrize("ask", [["skill", "show", "create_invoice"], ["skill", "run", "create_invoice", "--help"]])
def test_help_says_types_allowed_words_and_parts(bare: Terminal, ask: list[str]) -> None:
    """Of every field, down to the parts of a line."""
    said = bare(*ask, COLUMNS="100")

    words = " ".join(said.out.split())
    assert said.code == 0
    assert "amounts_are: one of exclusive, inclusive, no_tax" in words
    assert "lines (required): list of parts, 1 to 100" in words
    assert "unit_amount: exact amount" in words
    assert "due_in_days: whole number, 0 to 3650" in words


def test_h_helps_everywhere(bare: Terminal) -> None:
    """The program, a group, a command of it."""
    for command in ([], ["skill"], ["plan", "list"], ["serve"]):
        said = bare(*command, "-h")
        assert (said.code, "Usage" in said.out) == (0, True), command
    assert json.loads(bare("skill", "list", "--json").out)
