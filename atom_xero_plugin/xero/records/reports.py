"""Reports: rows of text cells, joined to the books by attributes and never by their labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar, Final

import msgspec

from atom_xero_plugin.core.money import unsigned
from atom_xero_plugin.xero.decoding.base import Word, XeroPart, XeroRecord

_NUMBER: Final = re.compile(
    r"(?P<open>\()?(?P<sign>[-\u2212])?"
    r"(?P<number>(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?:\.\d+)?(?:[eE]\+?\d{1,2})?)(?(open)\))",
    re.ASCII,
)


class ReportAttribute(XeroPart):
    """What a cell stands for: `account`, `invoiceID`, `contactID` … and its value."""

    id: Word | None = msgspec.field(name="Id", default=None)
    value: str | None = None


class ReportCell(XeroPart):
    """One cell; Xero writes every value as text, and leaves some out."""

    value: str | None = None
    attributes: list[ReportAttribute] | None = None

    @property
    def amount(self) -> Decimal | None:
        """The value as an exact number; None for text, a date, a code such as 007, or nothing.

        An amount between parentheses is below zero, as accountants write it.
        """
        found = _NUMBER.fullmatch((self.value or "").strip())
        if found is None:
            return None
        number = Decimal(found["number"].replace(",", ""))
        return unsigned(-number if found["open"] or found["sign"] else number)

    def attribute(self, name: str) -> str | None:
        """The value of an attribute, for example `account`; None if the cell has it not."""
        return next((each.value for each in self.attributes or () if each.id == name), None)


class ReportRow(XeroPart):
    """A Header, a Section with rows of its own, a Row or a SummaryRow."""

    row_type: Word | None = None
    title: str | None = None
    cells: list[ReportCell] | None = None
    rows: list[ReportRow] | None = None

    def walk(self) -> Iterator[ReportRow]:
        """The row and all rows inside it, from the top."""
        yield self
        for row in self.rows or ():
            yield from row.walk()


class TaxFormContact(XeroPart):
    """What a contact was paid in a year, by box of a form 1099, and what the form says of it."""

    box1: Decimal | None = None
    box2: Decimal | None = None
    box3: Decimal | None = None
    box4: Decimal | None = None
    box5: Decimal | None = None
    box6: Decimal | None = None
    box7: Decimal | None = None
    box8: Decimal | None = None
    box9: Decimal | None = None
    box10: Decimal | None = None
    box11: Decimal | None = None
    box13: Decimal | None = None
    box14: Decimal | None = None
    name: str | None = None
    federal_tax_id_type: Word | None = msgspec.field(name="FederalTaxIDType", default=None)
    city: str | None = None
    zip: str | None = None
    state: str | None = None
    email: str | None = None
    street_address: str | None = None
    tax_id: str | None = msgspec.field(name="TaxID", default=None)
    contact_id: Word | None = msgspec.field(name="ContactId", default=None)
    legal_name: str | None = None
    business_name: str | None = None
    federal_tax_classification: Word | None = None


class Report(XeroRecord):
    """One of Xero's reports."""

    PLURAL: ClassVar[str] = "Reports"
    ID: ClassVar[str] = "report_id"

    report_id: str = ""
    report_name: str | None = None
    report_title: str | None = None
    report_type: Word | None = None
    report_titles: list[str] | None = None
    report_date: str | None = None
    """The day it was made, as text."""
    rows: list[ReportRow] | None = None

    def walk(self) -> Iterator[ReportRow]:
        """Every row, however deep, from the top."""
        for row in self.rows or ():
            yield from row.walk()


class TaxForm(XeroRecord):
    """A form 1099: contacts instead of rows."""

    PLURAL: ClassVar[str] = "Reports"
    ID: ClassVar[str] = "report_id"
    UNDECLARED: ClassVar[frozenset[str]] = frozenset({"ReportID"})

    report_id: str = ""
    report_name: str | None = None
    report_date: str | None = None
    contacts: list[TaxFormContact] | None = None
