"""Xero's own spec as a witness: every field of our models, and every field we may send, is a field of its schema."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from msgspec import Struct

from atom_xero_plugin.xero.decoding.base import Pagination
from atom_xero_plugin.xero.decoding.fields import fields_of
from atom_xero_plugin.xero.records import (
    KINDS,
    bodies,
    contacts,
    invoices,
    items,
    organisation,
    parts,
    payments,
    reports,
    tax_rates,
)

SPEC = Path(__file__).parents[3] / "shared" / "openapi" / "xero_accounting.yaml"

SCHEMAS: dict[type[Struct], str] = {
    **{kind: kind.__name__ for kind in KINDS.values() if kind is not reports.Report},
    reports.Report: "ReportWithRow",
    reports.ReportRow: "ReportRows",
    reports.ReportCell: "ReportCell",
    reports.ReportAttribute: "ReportAttribute",
    parts.Address: "Address",
    parts.Phone: "Phone",
    parts.Term: "Bill",
    parts.PaymentTerms: "PaymentTerm",
    parts.Attachment: "Attachment",
    parts.Tracking: "LineItemTracking",
    parts.LineItem: "LineItem",
    parts.XeroMessage: "ValidationError",
    contacts.ContactPerson: "ContactPerson",
    contacts.Balance: "AccountsReceivable",
    contacts.Balances: "Balances",
    contacts.ContactGroup: "ContactGroup",
    contacts.TrackingDefault: "SalesTrackingCategory",
    contacts.BatchPaymentDetails: "BatchPaymentDetails",
    contacts.ContactBranding: "BrandingTheme",
    invoices.InvoicePayment: "Payment",
    invoices.AppliedCreditNote: "CreditNote",
    invoices.AppliedPrepayment: "Prepayment",
    invoices.AppliedOverpayment: "Overpayment",
    payments.PaymentBatch: "BatchPayment",
    items.ItemPrice: "Purchase",
    organisation.ExternalLink: "ExternalLink",
    tax_rates.TaxComponent: "TaxComponent",
    Pagination: "Pagination",
}
UNDECLARED = {
    "BankTransaction": {"DateString", "Attachments"},
    "Invoice": {"DateString", "DueDateString", "RoundingAmount"},
    "LineItem": {"ValidationErrors"},
    "Organisation": {"UpdatedDateUTC"},
    "TaxRate": {"UpdatedDateUTC"},
    "ValidationError": {"Description"},
}
"""Sent or documented by Xero and absent from its spec, or of every record of ours."""

BODIES: dict[Any, str] = {
    bodies.InvoiceBody: "Invoice",
    bodies.LineItemBody: "LineItem",
    bodies.TrackingBody: "LineItemTracking",
    bodies.ContactBody: "Contact",
    bodies.PersonBody: "ContactPerson",
    bodies.AddressBody: "Address",
    bodies.PhoneBody: "Phone",
    bodies.TermBody: "Bill",
    bodies.PaymentTermsBody: "PaymentTerm",
    bodies.PaymentBody: "Payment",
    bodies.BankTransactionBody: "BankTransaction",
    bodies.ContactRef: "Contact",
    bodies.InvoiceRef: "Invoice",
    bodies.AccountRef: "Account",
}


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


def test_every_part_of_a_record_has_its_schema_named() -> None:
    """A new part cannot be forgotten here."""
    seen: set[type[Struct]] = set()
    waiting: list[type[Struct]] = list(KINDS.values())
    while waiting:
        kind = waiting.pop()
        if kind not in seen:
            seen.add(kind)
            waiting += [field.leaf for field in fields_of(kind) if field.is_part]
    assert seen | {Pagination} == set(SCHEMAS)


if SPEC.exists():

    @pytest.mark.parametrize("kind", SCHEMAS, ids=lambda kind: kind.__name__)
    def test_every_field_of_a_model_is_one_of_the_spec(kind: type[Struct]) -> None:
        """Also each name that the spec leaves out is still left out, so the list above stays true."""
        schema = SCHEMAS[kind]
        ours = {field.key for field in fields_of(kind)}
        assert ours - set(schemas()[schema]) == UNDECLARED.get(schema, set()) & ours

    @pytest.mark.parametrize("shape", BODIES, ids=lambda shape: shape.__name__)
    def test_everything_we_may_send_is_in_the_spec_and_not_read_only(shape: Any) -> None:
        """A read-only field that is sent is refused or, worse, ignored."""
        declared = schemas()[BODIES[shape]]
        for name in get_type_hints(shape):
            assert name in declared
            assert not re.search(r"^          readOnly: true$", declared[name], re.MULTILINE), name
