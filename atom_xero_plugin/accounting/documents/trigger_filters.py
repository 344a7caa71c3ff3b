"""What may narrow a trigger that watches documents."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, Struct

from atom_xero_plugin.catalogue.trigger_filters import ContactName, Least, is_contact, reaches


class DocumentFilters(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Of documents: invoices, bills and their like."""

    contact: ContactName | None = None
    min_total: Least | None = None
    reference: Annotated[str | None, Meta(description="Only with this text in its reference or number.")] = None

    def matches(self, record: Any) -> bool:
        """Whether the document is meant: a record with a contact, a total, a reference and a number."""
        reported = f"{record.reference or ''}\n{record.record_number or ''}".casefold()
        return (
            is_contact(self.contact, record.contact)
            and reaches(self.min_total, record.total)
            and (self.reference or "").casefold() in reported
        )


class OverdueFilters(DocumentFilters, forbid_unknown_fields=True, omit_defaults=True):
    """Of invoices that nobody paid in time."""

    days: Annotated[int, Meta(description="How many days after the due date.", ge=1, le=365)] = 1
