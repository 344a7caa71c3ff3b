"""What stands in a sandbox's books, counted so that a write done twice, or not at all, is seen."""

from __future__ import annotations

from collections import Counter
from typing import Any

from atom_xero_plugin.testing import House

_FIELDS = (
    "Status", "ContactStatus", "Type", "Name", "Code", "Reference", "Total", "Amount", "Date", "DueDate",
    "EmailAddress", "BankAccountNumber", "AmountDue", "RemainingCredit", "assetNumber", "assetName", "assetTypeName",
    "CurrencyRate", "EffectiveRate",
)  # fmt: skip
Tally = Counter[tuple[Any, ...]]


def tally(house: House) -> Tally:
    """How many records there are of each check, with files, notes and e-mails, in the first organisation."""
    books = house.sandbox.organisations[house.organisation]
    counted = Counter(
        (
            plural,
            *(str(row.get(name)) for name in _FIELDS),
            *(len(row.get(part) or ()) for part in ("LineItems", "Tasks", "Time")),
            str(row.get("Phones")),
            *sorted((str(each.get("Name")), str(each.get("Status"))) for each in row.get("Options") or ()),
        )
        for plural, table in books.tables.items()
        for row in table.rows.values()
    )
    counted.update(("files", name, len(file.content)) for files in books.files.values() for name, file in files.items())
    notes = (line for lines in books.history.values() for line in lines if line.changes == "Note")
    counted.update(("notes", line.details) for line in notes)
    counted.update(("e-mails", *each.to) for each in books.emails)
    return counted


def done_twice(now: Tally, before: Tally, after: Tally) -> Tally:
    """Records that are there more often than before the write and after it done once."""
    return now - (before | after)
