"""Which documents can be typed in the browser, declared: one page shows them all."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from atom_xero_plugin.accounting.documents.document import Document
from atom_xero_plugin.accounting.kinds import kind_by_name


@dataclass(frozen=True)
class EditorField:
    """A field of a document, apart from those that every one has."""

    name: str
    """As the skills call it, and as the form does."""
    label: str
    type: str = "text"
    """Of the input: text, date, or area for several lines."""
    width: int = 2
    hint: str = ""


@dataclass(frozen=True)
class EditorColumn:
    """A column of the lines."""

    key: str
    """What the form's fields begin with; a number follows."""
    name: str
    """As the skills call it."""
    label: str
    col: str = ""
    """The class of its width; none for the one that takes what is left."""
    num: bool = False
    choices: str = ""
    """The id of the list that it offers."""


_ITEM: Final = EditorColumn("item", "item", "Item", "k-3", choices="items")
_DESCRIPTION: Final = EditorColumn("desc", "description", "Description")
_QUANTITY: Final = EditorColumn("qty", "quantity", "Quantity", "k-2", num=True)
_PRICE: Final = EditorColumn("price", "unit_amount", "Price", "k-2", num=True)
_DISCOUNT: Final = EditorColumn("disc", "discount_percent", "Discount %", "k-2", num=True)
_ACCOUNT: Final = EditorColumn("acc", "account", "Account", "k-4", choices="accounts")
_TAX: Final = EditorColumn("tax", "tax", "Tax", "k-4", choices="taxes")
COLUMNS: Final = (_ITEM, _DESCRIPTION, _QUANTITY, _PRICE, _DISCOUNT, _ACCOUNT, _TAX)
TRACKING: Final = ("t1", "t2")
"""What the fields of a line's tracking begin with: Xero has at most two categories."""
CELLS: Final = (*(each.key for each in COLUMNS), *TRACKING)
REFERENCE: Final = EditorField("reference", "Reference")


@dataclass(frozen=True)
class EditorKind:
    """One kind of document."""

    name: str
    """What its pages' names begin with."""
    path: str
    words: str
    create: str
    change: str
    show: str
    record: str
    """What skills call it, as an argument and in their answers."""
    number: EditorField
    number_when_new: str
    """What the skill that makes one calls its number."""
    due: EditorField | None = None
    texts: tuple[EditorField, ...] = ()
    longer: tuple[EditorField, ...] = ()
    """Fields that stand below the lines."""
    files: bool = False
    approves: bool = True
    emails: bool = False
    two_ways: bool = False
    """Whether it is to a customer or from a supplier, as its first field says."""
    here: str = ""
    """Which entry of the rail it belongs to, if that is not its path."""
    when_made: tuple[str, ...] = field(default=())
    """What happens once it is approved."""

    @cached_property
    def document(self) -> Document:
        """What it is made of, and what can become of it. Raises LookupError for a kind that is no document."""
        found = kind_by_name(self.name).document
        if found is None:
            raise LookupError(self.name)
        return found

    @property
    def selling(self) -> bool:
        """Whether its lines sell, as far as the kind alone says it."""
        return self.document.side == "sales"

    @property
    def party(self) -> str:
        """What the field of the contact is called."""
        return "Contact" if self.two_ways else "To" if self.selling else "From"

    @property
    def columns(self) -> tuple[EditorColumn, ...]:
        """The columns of its lines, but for tracking."""
        return tuple(each for each in COLUMNS if each is not _DISCOUNT or self.document.discounts)

    @property
    def reference(self) -> EditorField:
        """The field that stands in the first row: the reference, or the number where there is none."""
        return next((each for each in self.texts if each is REFERENCE), self.number)

    @property
    def others(self) -> tuple[EditorField, ...]:
        """Those of the second row."""
        return tuple(each for each in (self.number, *self.texts) if each is not self.reference)

    @property
    def fields(self) -> tuple[EditorField, ...]:
        """Its fields, but for those that every document has."""
        return (*((self.due,) if self.due else ()), self.number, *self.texts, *self.longer)

    @property
    def changeable(self) -> frozenset[str]:
        """The statuses, in the words of answers, in which something of one can be changed."""
        return frozenset(self.document.status_word(each) for each in self.document.moves["changed"].to)


_AREA: Final = "area"
KINDS: Final = (
    EditorKind(
        "invoice", "invoices", "invoice", "create_invoice", "change_invoice", "show_invoice", "invoice",
        EditorField("number", "Number", hint="Empty: Xero gives the next."), "invoice_number",
        EditorField("due_date", "Due", "date", hint="Empty: by their terms."), (REFERENCE,), emails=True,
        when_made=("It counts in the books of its date and awaits payment.",
                   "Nobody gets an e-mail unless you choose so.", "Undo: void it, as long as nothing is paid."),
    ),
    EditorKind(
        "bill", "bills", "bill", "create_bill", "change_invoice", "show_invoice", "invoice",
        EditorField("number", "Reference", hint="The supplier's own number."), "bill_number",
        EditorField("due_date", "Due", "date", hint="Empty: by their terms."), files=True,
        when_made=("It counts in the books of its date and awaits payment.", "Nothing is sent or paid.",
                   "Undo: void it, as long as nothing is paid."),
    ),
    EditorKind(
        "quote", "quotes", "quote", "create_quote", "change_quote", "show_quote", "quote",
        EditorField("number", "Number", hint="Empty: Xero gives the next."), "number",
        EditorField("expiry_date", "Valid until", "date"), (REFERENCE, EditorField("title", "Title", width=4)),
        (EditorField("summary", "Summary", _AREA), EditorField("terms", "Terms", _AREA)), approves=False,
        when_made=("It is a draft; nothing is sent, and nothing is booked.", "Undo: delete it."),
    ),
    EditorKind(
        "credit_note", "credit-notes", "credit note", "create_credit_note", "change_credit_note", "show_credit_note",
        "credit_note",
        EditorField("number", "Number", hint="A supplier's: their number."), "number", None, (REFERENCE,),
        two_ways=True, here="money",
        when_made=("It counts in the books of its date and can be set against what is owed.", "Nothing is sent.",
                   "Undo: void it, as long as nothing is set against it."),
    ),
    EditorKind(
        "purchase_order", "purchase-orders", "purchase order", "create_purchase_order", "change_purchase_order",
        "show_purchase_order", "purchase_order",
        EditorField("number", "Number", hint="Empty: Xero gives the next."), "number",
        EditorField("delivery_date", "Delivery", "date"), (REFERENCE,),
        (EditorField("delivery_address", "Delivery address", _AREA), EditorField("attention", "Attention"),
         EditorField("telephone", "Telephone"), EditorField("instructions", "Instructions", _AREA)), here="quotes",
        when_made=("It can be billed once the goods are there.", "Nothing is sent to the supplier, or booked.",
                   "Undo: delete it."),
    ),
)  # fmt: skip
"""All of them."""


def edit_page(kind: str, status: str | None) -> str | None:
    """The name of the page that changes a record of a kind; None where one in that status cannot be changed."""
    found = next((each for each in KINDS if each.name == kind), None)
    return f"{kind}_edit" if found is not None and status in found.changeable else None
