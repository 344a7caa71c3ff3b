"""Xero's own spec as a witness: every field of our models, and every field we may send, is a field of its schema."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import get_type_hints

import pytest
from msgspec import Struct
from support.records import BODIES, RECORDS

from atom_xero_plugin.xero.decoding.base import Pagination
from atom_xero_plugin.xero.decoding.fields import fields_of

SPEC = Path(__file__).parents[3] / "shared" / "openapi" / "xero_accounting.yaml"


OTHER_NAMES = {
    "Report": "ReportWithRow",
    "ReportRow": "ReportRows",
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
}
"""Schemas that the spec calls by another name than ours; most have the same."""


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
