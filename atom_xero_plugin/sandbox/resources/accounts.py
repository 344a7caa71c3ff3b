"""`/Accounts`: the chart of accounts. One account a request: more than the first are ignored, as in Xero."""

from __future__ import annotations

from random import Random
from typing import Final

from atom_xero_plugin.sandbox.api import error_responses, listing
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.kind import Kind
from atom_xero_plugin.sandbox.api.request_body import Invalid, NoSuchRecord
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.books import json_values
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.chart_of_accounts import add_account
from atom_xero_plugin.sandbox.books.table import Row, code_key, text_key
from atom_xero_plugin.sandbox.resources import accounts_rules as saving
from atom_xero_plugin.sandbox.resources import attachments
from atom_xero_plugin.sandbox.resources.outcomes import answer, refused, saved_one


def _found(books: Books, call: Call) -> Row:
    row = books["Accounts"].get(call.identity or "")
    if row is None:
        raise NoSuchRecord(call.identity)
    return row


def get(books: Books, call: Call) -> Result:
    """The whole chart, or one account."""
    if call.identity is None:
        return listing.answer(books, call, KIND)
    return attachments.one_or_files(books, call, KIND, _found(books, call))


def put(books: Books, call: Call) -> Result:
    """Create one account."""
    if attachments.asked(call):
        return attachments.save(books, call, KIND, _found(books, call))
    if call.identity is not None:
        raise error_responses.not_allowed()
    return saved_one(books, call, KIND, lambda sent: saving.create(books, sent))


def post(books: Books, call: Call) -> Result:
    """Change one account, or archive or restore it."""
    if call.identity is None:
        raise error_responses.not_allowed()
    if attachments.asked(call):
        return put(books, call)
    row = _found(books, call)
    return saved_one(books, call, KIND, lambda sent: saving.change(books, sent, row))


def delete(books: Books, call: Call) -> Result:
    """Delete an account that nothing uses."""
    row = _found(books, call)
    try:
        gone = saving.delete(books, row)
    except Invalid as problem:
        raise refused(books, call, KIND, problem) from None
    return answer(call, "Accounts", [json_values.encode(gone)])


def _demo(books: Books, _random: Random) -> None:
    """An account that is no longer in use, as every older chart has."""
    before = next(iter(books["Accounts"].rows.values()))["UpdatedDateUTC"]
    tax = next(row["TaxType"] for row in books["Accounts"].rows.values() if row["Code"] == "400")
    add_account(books, at=before, Code="437", Name="Interest Expense", Type="EXPENSE", TaxType=tax, Status="ARCHIVED")


KIND: Final = Kind(
    plural="Accounts",
    id_field="AccountID",
    type=saving.TYPE,
    fields=saving.FIELDS,
    demo=_demo,
    indexes={"code": code_key, "name": text_key("Name"), "system": lambda row: row.get("SystemAccount")},
)
ROUTES: Final = [
    Resource(
        path="Accounts",
        read_scopes=("accounting.settings.read",),
        write_scopes=("accounting.settings",),
        get=get,
        put=put,
        post=post,
        delete=delete,
        parts=("Attachments",),
    )
]
