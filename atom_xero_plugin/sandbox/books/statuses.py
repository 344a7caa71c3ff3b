"""Which status an invoice may be moved to by a request.

Source: developer.xero.com, Invoices: "Deleting and voiding", "Status codes".
"""

from __future__ import annotations

from collections.abc import Container
from typing import Final

CREATED_AS: Final = frozenset({"DRAFT", "SUBMITTED", "AUTHORISED"})
"""What a new invoice may be; without a status it is a draft."""

MOVES: Final = {
    "DRAFT": frozenset({"DRAFT", "SUBMITTED", "AUTHORISED", "DELETED"}),
    "SUBMITTED": frozenset({"SUBMITTED", "DRAFT", "AUTHORISED", "DELETED"}),
    "AUTHORISED": frozenset({"AUTHORISED", "VOIDED"}),
    "PAID": frozenset({"PAID"}),
    "VOIDED": frozenset[str](),
    "DELETED": frozenset[str](),
}
"""PAID is never asked for: payments make it. VOIDED and DELETED are final: such a document takes no change at all."""


def unknown(requested: str | None, known: Container[str]) -> list[str]:
    """Xero's words for a status that there is not, such as VOID. Source: xero-mcp-server issue 99."""
    return (
        [f"The status '{requested}' cannot be applied to the document"] if requested and requested not in known else []
    )


NOT_MODIFIABLE: Final = "Invoice not of valid status for modification"
HAS_PAYMENT: Final = "This document cannot be edited as it has a payment or credit note allocated to it."


def refusal(now: str, requested: str | None, *, has_payments: bool) -> list[str]:
    """Why an invoice in status `now` may not be changed to `requested` (None: stay as it is); empty when it may."""
    allowed = MOVES[now]
    if requested == "VOIDED" and has_payments and now in {"AUTHORISED", "PAID"}:
        return [NOT_MODIFIABLE, HAS_PAYMENT]
    if not allowed or (requested or now) not in allowed:
        return [NOT_MODIFIABLE]
    return []
