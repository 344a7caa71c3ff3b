"""The forms 1099 as one table: a contact of a form a row, a box a column; only boxes that hold something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from atom_xero_plugin.core.money import ZERO, amount_or, in_cents
from atom_xero_plugin.reports.tables import Table, TableRow
from atom_xero_plugin.xero.records.reports import TaxForm, TaxFormContact

BOXES: Final = tuple(f"box{number}" for number in (*range(1, 12), 13, 14))
_SHOWN_DIGITS: Final = 4


def forms_table(forms: Sequence[TaxForm]) -> Table:
    """What each contact was paid, and each form's totals. A taxpayer's number is shown by its last four digits."""
    everyone = [contact for form in forms for contact in form.contacts or ()]
    boxes = [box for box in BOXES if any(amount_or(getattr(each, box)) != 0 for each in everyone)]
    columns = ["tax id", "classification", *(f"box {box.removeprefix('box')}" for box in boxes)]
    rows = [row for form in forms for row in _rows(form, boxes)]
    return Table([form.report_name or "1099" for form in forms], columns if rows else [], rows)


def _rows(form: TaxForm, boxes: Sequence[str]) -> Iterator[TableRow]:
    contacts, section = form.contacts or [], form.report_name or "1099"
    for each in contacts:
        amounts = [getattr(each, box) for box in boxes]
        shown = [None if amount is None else f"{in_cents(amount):f}" for amount in amounts]
        yield TableRow(
            each.name or each.legal_name or "", [_hidden(each), each.federal_tax_classification, *shown],
            section=section, contact_id=each.contact_id,
        )  # fmt: skip
    if contacts:
        totals = [sum((amount_or(getattr(each, box)) for each in contacts), ZERO) for box in boxes]
        yield TableRow(
            "Total", [None, None, *(f"{in_cents(each):f}" for each in totals)], section=section, kind="total"
        )


def _hidden(contact: TaxFormContact) -> str | None:
    """`SSN ending 2223`: the whole number is in Xero, and no answer needs it."""
    digits = "".join(each for each in contact.tax_id or "" if each.isdigit())
    if len(digits) <= _SHOWN_DIGITS:
        return None
    return f"{contact.federal_tax_id_type or 'number'} ending {digits[-_SHOWN_DIGITS:]}"
