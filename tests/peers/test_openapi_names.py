"""Xero's own spec as a witness: every field of our models, and every field we may send, is a field of its schema."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from msgspec import Struct
from support.records import OF_ACCOUNTING

from atom_xero_plugin.xero.decoding.base import Pagination
from atom_xero_plugin.xero.decoding.fields import fields_of
from atom_xero_plugin.xero.endpoint import Endpoint

BODIES, ENDPOINTS, RECORDS = OF_ACCOUNTING.bodies, OF_ACCOUNTING.endpoints, OF_ACCOUNTING.records
OPERATIONS = Path(__file__).parents[3] / "shared" / "openapi" / "operations.txt"
SPEC = Path(__file__).parents[3] / "shared" / "openapi" / "xero_accounting.yaml"


OTHER_NAMES = {
    "NestedAccount": "Account",
    "NestedContact": "Contact",
    "OrganisationRecord": "Organisation",
    "Report": "ReportWithRow",
    "ReportRow": "ReportRows",
    "TaxForm": "Report",
    "TaxFormContact": "TenNinetyNineContact",
    "Term": "Bill",
    "PaymentTerms": "PaymentTerm",
    "Tracking": "LineItemTracking",
    "XeroMessage": "ValidationError",
    "Balance": "AccountsReceivable",
    "TrackingDefault": "SalesTrackingCategory",
    "ContactBranding": "BrandingTheme",
    "InvoicePayment": "Payment",
    "AppliedCreditNote": "CreditNote",
    "AppliedPrepayment": "Prepayment",
    "AppliedOverpayment": "Overpayment",
    "PaymentBatch": "BatchPayment",
    "ItemPrice": "Purchase",
    "Person": "ContactPerson",
    "AttachedFile": "Attachment",
    "BatchedPayment": "Payment",
    "GroupMember": "Contact",
    "GroupMembership": "ContactGroup",
    "JournalLine": "ManualJournalLine",
    "LedgerLine": "JournalLine",
    "Note": "HistoryRecord",
}
"""Schemas that the spec calls by another name than ours; most have the same."""
NEVER_CHANGED = {"Journals"}
"""Lists that take If-Modified-Since, by the time that a record was made: theirs has no time of a change."""


def with_parts() -> set[type[Struct]]:
    """Every record and every part of one."""
    seen: set[type[Struct]] = {Pagination}
    waiting: list[type[Struct]] = list(RECORDS.values())
    while waiting:
        kind = waiting.pop()
        if kind not in seen:
            seen.add(kind)
            waiting += [field.leaf for field in fields_of(kind) if field.is_part]
    return seen


def named(ours: str) -> str:
    return OTHER_NAMES.get(ours, ours)


@cache
def schemas() -> dict[str, dict[str, str]]:
    """The properties of each schema and the text of each, read by indentation: no YAML library is needed."""
    text = SPEC.read_text().split("\n  schemas:\n")[1]
    found: dict[str, dict[str, str]] = {}
    for name, body in re.findall(r"^    (\w+):\n((?:      .*\n|\n)*)", text, re.MULTILINE):
        inside = re.search(r"^      properties:\n((?:        .*\n|\n)*)", body, re.MULTILINE)
        pieces = re.split(r"^        [\"']?(\w+)[\"']?:", inside[1] if inside else "", flags=re.MULTILINE)
        found[name] = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    return found


if SPEC.exists():

    @pytest.mark.parametrize(
        "kind", sorted(with_parts(), key=lambda kind: kind.__name__), ids=lambda kind: kind.__name__
    )
    def test_every_field_of_a_model_is_one_of_the_spec(kind: type[Struct]) -> None:
        """Also each name that the spec leaves out is still left out. Every record of ours has UpdatedDateUTC."""
        ours = {field.key for field in fields_of(kind)} - {"UpdatedDateUTC"}
        assert ours - set(schemas()[named(kind.__name__)]) == getattr(kind, "UNDECLARED", frozenset())

    @pytest.mark.parametrize("name", sorted(BODIES))
    def test_everything_we_may_send_is_in_the_spec_and_not_read_only(name: str) -> None:
        """A read-only field that is sent is refused or, worse, ignored."""
        declared = schemas()[named(name.removesuffix("Body").removesuffix("Ref"))]
        for field in get_type_hints(BODIES[name]):
            assert field in declared
            assert not re.search(r"^          readOnly: true$", declared[field], re.MULTILINE), field

    @pytest.mark.parametrize("endpoint", ENDPOINTS.values(), ids=lambda each: each.name)
    def test_what_a_list_takes_is_what_the_spec_says(endpoint: Endpoint[Any]) -> None:
        """A page, its size, four decimals, changes since an instant: asked for where Xero has it, and only there."""
        asked = re.compile(
            rf"GET (/\w+/{{\w+}})?/{endpoint.path} "
        )  # of the organisation, or of one record of any kind
        found = [set(line.split(" | ")[2].split()) for line in OPERATIONS.read_text().splitlines() if asked.match(line)]

        assert found != []
        for takes in found:
            assert (endpoint.page_size is not None) == ("q:page" in takes)
            assert endpoint.page_size is None or endpoint.sized == ("q:pageSize" in takes)
            assert endpoint.four_decimals == ("q:unitdp" in takes)
            assert (endpoint.changes or endpoint.name in NEVER_CHANGED) == ("h:If-Modified-Since" in takes)
            assert {f"q:{name}" for name, _ in endpoint.feed} <= takes

    @pytest.mark.parametrize("endpoint", ENDPOINTS.values(), ids=lambda each: each.name)
    def test_the_statuses_of_a_record_are_those_of_the_spec(endpoint: Endpoint[Any]) -> None:
        """A status that Xero adds is known here once the spec has it."""
        field = {each.attribute: each.key for each in fields_of(endpoint.record)}.get(endpoint.record.STATUS)
        text = schemas()[named(endpoint.record.__name__)].get(field or "", "")

        refers = re.search(r'\$ref: "#/components/schemas/(\w+)"', text)
        if refers:  # a schema of its own, of nothing but its words
            found = re.search(rf"^    {refers[1]}:\n((?:      .*\n)*)", SPEC.read_text(), re.MULTILINE)
            text = found[1] if found else ""

        assert set(endpoint.statuses) == set(re.findall(r"^ *- ([A-Z]+)$", text, re.MULTILINE))
