"""What can be done with a record of a list, by its kind and status: each makes a plan of one skill."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Literal


@dataclass(frozen=True)
class RecordAction:
    """One action on one record."""

    skill: str
    text: str
    argument: str
    """The argument that names the record."""
    statuses: frozenset[str] = frozenset()
    """In which it is offered; none: in every one."""
    look: Literal["primary", "plain", "more", "danger"] = "more"
    arguments: dict[str, Any] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    """What a person types before: fields of ASKED."""

    def offered(self, status: str) -> bool:
        """Whether it can be done in that status."""
        return not self.statuses or status in self.statuses


@dataclass(frozen=True)
class BulkAction:
    """One action on many records, as one plan."""

    skill: str
    text: str
    argument: str
    """The list that it takes."""
    each: str | None = None
    """The field that names each one, where the list is of objects."""
    most: int = 500
    asks: tuple[str, ...] = ()
    arguments: dict[str, Any] = field(default_factory=dict)
    tabs: frozenset[str] = frozenset()
    """The views of the list in which it can be done with what stands there; none: in every one."""

    def offered(self, tab: str | None) -> bool:
        """Whether it is offered in a view; None for statuses that were chosen by hand."""
        return not self.tabs or tab is None or tab in self.tabs


ASKED: Final[dict[str, dict[str, Any]]] = {
    "account": {"label": "Bank account", "hint": "Its code or its name.", "required": True},
    "amount": {"label": "Amount", "num": True, "hint": "Left out, all that is owed."},
    "date": {"label": "Day", "type": "date", "hint": "Left out, today."},
    "reference": {"label": "Reference", "attrs": {"maxlength": 18}},
}
"""What forms of actions can ask for, by the argument's name."""
PAID: Final = ("account", "amount", "date")
_DRAFTS: Final = frozenset({"draft", "awaiting_approval"})
_OPEN: Final = frozenset({"awaiting_payment"})
_APPROVED: Final = frozenset({"approved"})
_RECORDED: Final = frozenset({"recorded"})


def _documents(noun: str, skills: tuple[tuple[str, str, frozenset[str], str], ...]) -> tuple[RecordAction, ...]:
    return tuple(RecordAction(skill, text, noun, statuses, look) for skill, text, statuses, look in skills)  # type: ignore[arg-type]  # the looks are those above


_PAY: Final = RecordAction("record_payment", "Record payment", "invoice", _OPEN, "primary", asks=PAID)
_BILL: Final = (
    RecordAction("approve_invoice", "Approve", "invoice", _DRAFTS, "primary"),
    _PAY,
    RecordAction("copy_invoice", "Copy", "invoice"),
    RecordAction("unapprove_invoice", "Unapprove", "invoice", _OPEN),
    RecordAction("void_invoice", "Void", "invoice", _OPEN | _DRAFTS, "danger"),
)
ACTIONS: Final[dict[str, tuple[RecordAction, ...]]] = {
    "invoice": (
        *_BILL[:2],
        RecordAction("email_invoice", "E-mail", "invoice", _OPEN | {"paid"}, "plain"),
        *_BILL[2:],
    ),
    "bill": _BILL,
    "quote": _documents("quote", (
        ("send_quote", "Mark as sent", frozenset({"draft"}), "primary"),
        ("accept_quote", "Mark as accepted", frozenset({"sent"}), "primary"),
        ("invoice_quote", "Make an invoice", frozenset({"accepted"}), "primary"),
        ("decline_quote", "Mark as declined", frozenset({"sent"}), "plain"),
        ("copy_quote", "Copy", frozenset(), "more"),
        ("delete_quote", "Delete", frozenset({"draft", "sent", "declined"}), "danger"),
    )),
    "purchase_order": _documents("purchase_order", (
        ("approve_purchase_order", "Approve", _DRAFTS, "primary"),
        ("bill_purchase_order", "Make a bill", _APPROVED, "primary"),
        ("copy_purchase_order", "Copy", frozenset(), "more"),
        ("delete_purchase_order", "Delete", _DRAFTS | _APPROVED, "danger"),
    )),
    "credit_note": _documents("credit_note", (
        ("approve_credit_note", "Approve", _DRAFTS, "primary"),
        ("void_credit_note", "Void", _DRAFTS | _APPROVED, "danger"),
    )),
    "payment": (RecordAction("reverse_payment", "Reverse", "payment", _RECORDED, "danger"),),
    "batch_payment": (RecordAction("delete_batch_payment", "Delete", "batch_payment", _RECORDED, "danger"),),
    "bank_transaction": (
        RecordAction("reverse_bank_transaction", "Reverse", "bank_transaction", _RECORDED, "danger"),
    ),
    "manual_journal": _documents("manual_journal", (
        ("post_manual_journal", "Post", frozenset({"draft"}), "primary"),
        ("void_manual_journal", "Void", frozenset({"draft", "posted"}), "danger"),
    )),
}  # fmt: skip
"""By kind, in the order in which they are shown."""

_OWED_TABS: Final = frozenset({"unpaid", "late", "all"})
_DRAFT_TABS: Final = frozenset({"draft", "to_approve", "all"})
APPROVE_MANY: Final = BulkAction("approve_invoices", "Approve", "invoices", tabs=_DRAFT_TABS)
EMAIL_MANY: Final = BulkAction("email_invoices", "E-mail", "invoices", tabs=_OWED_TABS)
VOID_MANY: Final = BulkAction("void_invoices", "Void", "invoices", tabs=_OWED_TABS | _DRAFT_TABS)
PAY_MANY: Final = BulkAction(
    "create_batch_payment", "Record one payment", "payments", each="invoice", most=100,
    asks=("account", "date", "reference"), tabs=_OWED_TABS,
)  # fmt: skip
