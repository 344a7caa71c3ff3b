"""Every list of the dashboard, declared: one page shows them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from atom_xero_plugin.interfaces.web.lists import columns as c
from atom_xero_plugin.interfaces.web.lists.actions import (
    APPROVE_MANY,
    EMAIL_MANY,
    PAY_MANY,
    VOID_MANY,
    BulkAction,
)
from atom_xero_plugin.interfaces.web.lists.columns import ListColumn


@dataclass(frozen=True)
class ListTab:
    """A view of a list that everybody has."""

    name: str
    text: str
    statuses: tuple[str, ...] = ()
    sort: str | None = None
    descending: bool = False


@dataclass(frozen=True)
class DeclaredList:
    """One list."""

    name: str
    """Of its page, and the last part of its path."""
    title: str
    one: str
    """What one of its records is called."""
    many: str
    kinds: tuple[str, ...]
    columns: tuple[ListColumn, ...]
    """Those that it shows unless a person chooses others."""
    more_columns: tuple[ListColumn, ...] = ()
    """Those that can be chosen as well."""
    tabs: tuple[ListTab, ...] = ()
    bulk: tuple[BulkAction, ...] = ()
    here: str = ""
    """Which entry of the rail it belongs to; its own name unless it is another's."""
    begins: str = ""
    """How the first of its records comes to be, for a list that is empty."""

    @property
    def record_page(self) -> str:
        """The name of the page of one of its records."""
        return self.kinds[0] if self.name != "money" else "money_record"

    @property
    def new_page(self) -> str:
        """The name of the page on which one is made."""
        return f"{self.kinds[0]}_new"

    @property
    def every_column(self) -> tuple[ListColumn, ...]:
        """All that it can show."""
        return (*self.columns, *self.more_columns)

    def has(self, key: str) -> bool:
        """Whether it can show such a column."""
        return any(each.key == key for each in self.every_column)

    @property
    def named_by(self) -> str:
        """The column that names a row: its contact, or what it is."""
        return next(each.key for each in self.columns if each.key in {"contact", "title"})


_ALL: Final = ListTab("all", "All")
_DRAFT: Final = ListTab("draft", "Drafts", ("draft",))
_TO_APPROVE: Final = ListTab("to_approve", "To approve", ("awaiting_approval",))
_VOIDED: Final = ListTab("voided", "Voided", ("voided", "deleted"))
_UNPAID: Final = ListTab("unpaid", "Unpaid", ("unpaid",), "due_day")
_LATE: Final = ListTab("late", "Late", ("overdue",), "due_day")
_PAID: Final = ListTab("paid", "Paid", ("paid",))
_DELETED: Final = ListTab("deleted", "Deleted", ("deleted",))
_INVOICES: Final = (_ALL, _UNPAID, _LATE, _DRAFT, _TO_APPROVE, _PAID, _VOIDED)
_DOCUMENT: Final = (c.NUMBER, c.CONTACT, c.REFERENCE, c.STATUS)

LISTS: Final = (
    DeclaredList(
        "invoices", "Invoices", "invoice", "invoices", ("invoice",), (*_DOCUMENT, c.DUE, c.TOTAL, c.OWED),
        (c.DAY, c.SENT), _INVOICES, (APPROVE_MANY, EMAIL_MANY, PAY_MANY, VOID_MANY),
        begins="An invoice is here once it was made, or once the books were synced.",
    ),
    DeclaredList(
        "bills", "Bills", "bill", "bills", ("bill",), (*_DOCUMENT[:2], c.STATUS, c.DUE, c.TOTAL, c.OWED),
        (c.REFERENCE, c.DAY), _INVOICES, (APPROVE_MANY, PAY_MANY, VOID_MANY),
        begins="A bill is here once it was entered, or once the books were synced.",
    ),
    DeclaredList(
        "quotes", "Quotes", "quote", "quotes", ("quote",), (*_DOCUMENT, c.DAY, c.DUE.headed("Valid until"), c.AMOUNT),
        (), (_ALL, _DRAFT, ListTab("sent", "Sent", ("sent",)), ListTab("expired", "Expired", ("expired",)),
             ListTab("accepted", "Accepted", ("accepted",)), ListTab("declined", "Declined", ("declined",)),
             ListTab("invoiced", "Invoiced", ("invoiced",))),
        begins="A quote becomes an invoice in one step once the customer says yes.",
    ),
    DeclaredList(
        "purchase-orders", "Purchase orders", "purchase order", "purchase orders", ("purchase_order",),
        (*_DOCUMENT, c.DAY, c.DUE.headed("Delivery"), c.AMOUNT), (c.SENT,),
        (_ALL, _DRAFT, _TO_APPROVE, ListTab("approved", "Approved", ("approved",)),
         ListTab("late", "Late", ("overdue",), "due_day"), ListTab("billed", "Billed", ("billed",))),
        here="quotes", begins="A purchase order becomes a bill in one step once the goods are there.",
    ),
    DeclaredList(
        "credit-notes", "Credit notes", "credit note", "credit notes", ("credit_note",),
        (*_DOCUMENT, c.DAY, c.TOTAL, c.OWED.headed("Left")), (c.DIRECTION, c.SENT),
        (_ALL, _DRAFT, _TO_APPROVE, ListTab("approved", "Not used up", ("approved",)),
         ListTab("used", "Used", ("used",)), _VOIDED),
        here="money", begins="A credit note takes something off what an invoice or a bill is over.",
    ),
    DeclaredList(
        "payments", "Payments", "payment", "payments", ("payment", "batch_payment"),
        (c.NUMBER, c.CONTACT, c.REFERENCE, c.ACCOUNT, c.DAY, c.AMOUNT), (c.KIND, c.DIRECTION, c.STATUS, c.RECONCILED),
        (_ALL, ListTab("recorded", "Recorded", ("recorded",)),
         ListTab("reversed", "Reversed", ("reversed", "deleted"))),
        here="money", begins="A payment is here once one was recorded of an invoice or a bill.",
    ),
    DeclaredList(
        "bank-transactions", "Bank transactions", "bank transaction", "bank transactions", ("bank_transaction",),
        (c.CONTACT, c.REFERENCE, c.ACCOUNT, c.DAY, c.RECONCILED, c.AMOUNT), (c.DIRECTION, c.STATUS),
        (_ALL, ListTab("deleted", "Deleted", ("deleted", "voided"))),
        here="bank", begins="Money spent or received without an invoice or a bill stands here.",
    ),
    DeclaredList(
        "journals", "Manual journals", "journal", "journals", ("manual_journal",),
        (c.TITLE, c.STATUS, c.DAY, c.AMOUNT), (),
        (_ALL, _DRAFT, ListTab("posted", "Posted", ("posted",)), ListTab("voided", "Voided", ("voided",))),
        here="money", begins="A journal corrects the books where no document does.",
    ),
    DeclaredList(
        "money", "All money", "record", "records",
        ("invoice", "bill", "credit_note", "payment", "batch_payment", "bank_transaction", "quote", "purchase_order",
         "manual_journal"),
        (c.KIND, c.NUMBER, c.CONTACT, c.REFERENCE, c.STATUS, c.DAY, c.TOTAL, c.OWED), (c.DUE, c.DIRECTION, c.ACCOUNT),
        (_ALL, _UNPAID, _LATE, _DRAFT, _TO_APPROVE),
        begins="Everything that moves money, or will, stands here once the books were synced.",
    ),
)  # fmt: skip
"""All of them."""
TOGETHER: Final = (
    ("quotes", "purchase-orders"),
    ("money", "payments", "bank-transactions", "credit-notes", "journals"),
)
"""Lists that share an entry of the rail, and lead to each other."""
BY_NAME: Final = {each.name: each for each in LISTS}
HOME_OF: Final = {kind: each.name for each in reversed(LISTS) if each.name != "money" for kind in each.kinds}
"""The list that records of a kind belong to."""
