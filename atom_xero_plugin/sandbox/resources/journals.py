"""`/Journals`: what every document posted to the general ledger, by number. Read only.

Source: OpenAPI 16.1.0, /Journals; developer.xero.com, Journals: 100 a call, the oldest first, those after `offset`; one
that is asked for by id or number has no source. A journal never changes: one that no longer holds is reversed by
another. Journals are made up as they are asked for, so that of several changes between two calls the last alone shows;
the tax of a line stands on the account of tax alone. Not verified: that a changed document posts a reversing journal
first, and the words of the refusals. Journals on a cash basis (`paymentsOnly`) are not imitated.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final

from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.error_responses import bad_argument, not_imitated
from atom_xero_plugin.sandbox.api.request_body import NoSuchRecord
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.books import json_values
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.ledger import Posting
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.resources.outcomes import answer

MOST: Final = 100
_SOURCES: Final = {
    "RECEIVE": "CASHREC", "SPEND": "CASHPAID",
    "RECEIVE-OVERPAYMENT": "AROVERPAYMENT", "SPEND-OVERPAYMENT": "APOVERPAYMENT",
    "RECEIVE-PREPAYMENT": "ARPREPAYMENT", "SPEND-PREPAYMENT": "APPREPAYMENT",
    "ACCRUALJOURNAL": "MANJOURNAL", "MANUALJOURNAL": "MANJOURNAL",
}  # fmt: skip
"""Xero's word for what posted, where it is not that of the ledger."""
_NO_SOURCE: Final = "JOURNAL"
"""Opening balances: no document posted them."""


def _posted(books: Books) -> dict[str, Row]:
    """What each document posts now, by its id: day, lines and what it is."""
    found: dict[str, Row] = {}
    for each in books.ledger.postings():
        made = found.setdefault(each.source_id, {"Source": each.source_id, "Kind": each.source_kind, "Day": each.date,
                                                 "Lines": []})  # fmt: skip
        made["Lines"].append(_line(each))
    return found


def _line(posting: Posting) -> tuple[str, Decimal]:
    return posting.account_id, posting.amount


def _keep(books: Books) -> list[Row]:
    """Every journal, once those of documents that changed since the last call are made: the old reversed, the new."""
    kept = _kept(books)
    now = _posted(books)
    held: dict[str, Row] = {}
    for journal in kept:
        held[journal["Source"]] = journal  # the last one counts; a reversal leaves nothing
    for source, last in held.items():
        made = now.get(source)
        if last["Reverses"] or (made is not None and (made["Day"], made["Lines"]) == (last["Day"], last["Lines"])):
            continue
        _add(books, {**last, "Lines": [(account, -amount) for account, amount in last["Lines"]], "Reverses": True})
    first_time = not held
    held = {journal["Source"]: journal for journal in kept}
    fresh = [made for source, made in now.items() if source not in held or held[source]["Reverses"]]
    if first_time:
        fresh.sort(key=_day)
    for made in fresh:
        _add(books, {**made, "Reverses": False})
    return kept


def _kept(books: Books) -> list[Row]:
    """The journals that were made: they are no record of the books', which say again what is posted."""
    return books.stored("journals", None, list[Row])


def _day(made: Row) -> date:
    day: date = made["Day"]
    return day


def _add(books: Books, made: Row) -> None:
    kept = _kept(books)
    number = len(kept) + 1
    kept.append(
        {**made, "JournalID": _id(books, number), "JournalNumber": number, "CreatedDateUTC": _created(books, made)}
    )


def _created(books: Books, made: Row) -> datetime:
    """When its document was changed last, as far as that is kept; never before the journal before it."""
    rows = (table.rows.get(made["Source"]) for table in books.tables.values())
    stamp = next((row["UpdatedDateUTC"] for row in rows if row is not None and "UpdatedDateUTC" in row), None)
    at: datetime = stamp or datetime.combine(made["Day"], time(), UTC)
    kept = _kept(books)
    return max(at, kept[-1]["CreatedDateUTC"]) if kept else at


def _id(books: Books, number: int, line: int = 0) -> str:
    """An id that follows from the number, so that to read journals takes no id that another record would have."""
    digest = hashlib.sha256(f"journal/{books.tenant_id}/{number}/{line}".encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-a{digest[17:20]}-{digest[20:32]}"


def shown(books: Books, journal: Row, *, alone: bool) -> Row:
    """A journal as Xero prints it; `alone` for one that is asked for by itself."""
    number = journal["JournalNumber"]
    found = {
        "JournalID": journal["JournalID"],
        "JournalDate": journal["Day"],
        "JournalNumber": number,
        "CreatedDateUTC": journal["CreatedDateUTC"],
        "JournalLines": [
            _shown_line(books, _id(books, number, place), *line) for place, line in enumerate(journal["Lines"], 1)
        ],
    }
    if alone or journal["Kind"] == _NO_SOURCE:
        return found
    rows = (table.rows.get(journal["Source"]) for table in books.tables.values())
    reference = next((row.get("Reference") for row in rows if row is not None), None)
    kind = _SOURCES.get(journal["Kind"], journal["Kind"])
    return {**found, "Reference": reference or None, "SourceID": journal["Source"], "SourceType": kind}


def _shown_line(books: Books, identity: str, account_id: str, amount: Decimal) -> Row:
    account = books["Accounts"].rows[account_id]
    return {
        "JournalLineID": identity,
        "AccountID": account_id,
        "AccountCode": account.get("Code"),
        "AccountType": account["Type"],
        "AccountName": account["Name"],
        "Description": "",
        "NetAmount": amount,
        "GrossAmount": amount,
        "TaxAmount": Decimal("0.00"),
        "TrackingCategories": [],
    }


def _get(books: Books, call: Call) -> Result:
    if call.flag("paymentsOnly"):
        raise not_imitated("Journals?paymentsOnly")
    journals = _keep(books)
    if call.identity is not None:
        named: Any = call.identity.lower()
        fitting = [each for each in journals if named in {each["JournalID"], str(each["JournalNumber"])}]
        if not fitting or call.rest:
            raise NoSuchRecord(call.identity)
        return _answer(books, call, fitting, alone=True)
    offset = call.query.get("offset", "0")
    if not offset.isdecimal():
        raise bad_argument("The offset parameter must be a whole number")
    since = call.modified_since
    fitting = [
        each
        for each in journals[int(offset) :]  # they are numbered from 1 on
        if since is None or each["CreatedDateUTC"] >= since
    ]
    return _answer(books, call, fitting[:MOST])


def _answer(books: Books, call: Call, journals: Iterable[Row], *, alone: bool = False) -> Result:
    return answer(call, "Journals", [json_values.encode(shown(books, each, alone=alone)) for each in journals])


ROUTES: Final = [Resource(path="Journals", read_scopes=("accounting.journals.read",), get=_get)]
