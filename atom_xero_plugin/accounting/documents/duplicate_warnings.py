"""What a plan says of documents that may be the same one, entered twice: a code for each way that shows it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

from atom_xero_plugin.accounting.documents.document import Document, described
from atom_xero_plugin.accounting.documents.duplicates import DocumentFacts, Sign, signs
from atom_xero_plugin.plans.proposal import PlanWarning

_SAME: Final[dict[Sign, str]] = {"number": "number", "reference": "reference", "total_and_date": "total and date"}
"""What is called a duplicate, and what of it is the same."""
_LIKE: Final[dict[Sign, str]] = {
    "number_alike": "The same total, and a number that is one character away",
    "net_or_gross": "The total of the one is what the other comes to without tax",
    "other_contact": "The same number and total, for a contact whose name is like this one's",
}
"""What may be a duplicate in a way that has a code of its own: only of what others number, such as bills."""
_AMOUNTS: Final = frozenset({"date", "total", "contact"})
_SHOWN_BY: Final[dict[Sign, frozenset[str]]] = {
    "number": frozenset({"number"}),
    "reference": frozenset({"reference"}),
    "total_and_date": _AMOUNTS,
    "number_alike": _AMOUNTS | {"number"},
    "net_or_gross": _AMOUNTS | {"number"},
    "other_contact": _AMOUNTS | {"number"},
}
"""What must be new for a sign to be news."""


def duplicate_warnings(
    document: Document, facts: DocumentFacts, others: Iterable[Any], changed: Collection[str]
) -> list[PlanWarning]:
    """Warnings for each of the others that may be the same document, given what is new of it."""
    found = []
    for each in others:
        shown = [sign for sign in signs(facts, facts_of(document, each)) if _SHOWN_BY[sign] & set(changed)]
        words = described(document, each)
        if same := [_SAME[sign] for sign in shown if sign in _SAME]:
            found.append(PlanWarning("possible_duplicate", f"The same {' and '.join(same)}: {words}."))
        elif not document.number_is_unique:
            found += [PlanWarning(sign, f"{_LIKE[sign]}: {words}.") for sign in shown]
    return found


def facts_of(document: Document, record: Any) -> DocumentFacts:
    """What is compared of a record."""
    contact = record.contact
    return DocumentFacts(
        contact.contact_id if contact else None,
        contact.name if contact else None,
        getattr(record, document.number.attribute),
        getattr(record, "reference", None),
        record.date,
        record.sub_total,
        record.total,
        record.currency_code,
    )
