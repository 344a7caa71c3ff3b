"""`/ContactGroups` and their contacts: at most 100 groups; members only where one group is asked for.

Source of the rules: developer.xero.com, Contact groups. The words of refusals are ours where Xero's are not known; the
one of the limit is Xero's, with its typographic apostrophe.
"""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Final

from atom_xero_plugin.sandbox.api import error_responses, listing
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.kind import Kind, ListRules, Query, Test
from atom_xero_plugin.sandbox.api.request_body import (
    Fields,
    Invalid,
    Malformed,
    NoSuchRecord,
    choice,
    elements_of,
    guid,
    text,
    too_long,
)
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books import json_values
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.resources.outcomes import answer, one, saved_all, saved_one

_PLURAL: Final = "ContactGroups"
FIELDS: Final[Fields] = {"ContactGroupID": guid, "Name": text, "Status": choice("ACTIVE", "DELETED")}
_MEMBER: Final[Fields] = {"ContactID": guid}
MOST: Final = 100
FULL: Final = "You\N{RIGHT SINGLE QUOTATION MARK}ve reached the limit of 100 contact groups."
_LONGEST: Final = {"Name": 255}


def add_group(books: Books, name: str, contact_ids: Iterable[str] = ()) -> Row:
    """Add a group with contacts; nothing is checked."""
    return books[_PLURAL].put(
        {"ContactGroupID": books.new_id(), "Name": name, "Status": "ACTIVE", "ContactIDs": list(contact_ids)}
    )


def _save(books: Books, sent: Row, existing: Row | None) -> Row:
    """Add a group, or rename or delete one."""
    problems = too_long(sent, _LONGEST)
    active = [row for row in books[_PLURAL].rows.values() if row["Status"] == "ACTIVE" and row is not existing]
    name: str = sent.get("Name") or ("" if existing is None or "Name" in sent else existing["Name"])
    if not name.strip():
        problems.append("Contact group name must be specified")
    if any(fold(row["Name"]) == fold(name) for row in active):
        problems.append("A contact group with this name already exists")
    if existing is None and len(active) >= MOST:
        problems.append(FULL)
    if existing is not None and existing["Status"] == "DELETED":
        problems.append("The contact group has been deleted")
    if problems:
        raise Invalid(problems, existing=existing)
    if existing is None:
        return add_group(books, sent["Name"])
    return books[_PLURAL].put({**existing, **sent})


def get(books: Books, call: Call) -> Result:
    """The active groups without members, or one with them."""
    if call.identity is None:
        return listing.answer(books, call, KIND, form="list")
    if call.rest:
        raise error_responses.not_allowed()
    return one(books, call, KIND, _found(books, call))


def put(books: Books, call: Call) -> Result:
    """Create groups; below one its members."""
    if call.identity is None:
        return saved_all(books, call, KIND, lambda sent: _save(books, sent, None))
    row = _found(books, call)
    _only_contacts(call)
    elements = elements_of(call.body, "Contacts", _MEMBER)
    if not elements or any("ContactID" not in each for each in elements):
        raise Malformed("JSON for post data was invalid,Post data is empty.")
    for each in elements:
        if books["Contacts"].get(each["ContactID"]) is None:
            raise NoSuchRecord(each["ContactID"])
    new = [each["ContactID"] for each in elements if each["ContactID"] not in row["ContactIDs"]]
    books[_PLURAL].put({**row, "ContactIDs": [*row["ContactIDs"], *new]})
    return answer(call, "Contacts", [json_values.encode(_member(books, each["ContactID"])) for each in elements])


def post(books: Books, call: Call) -> Result:
    """Rename or delete a group."""
    if call.identity is None or call.rest:
        raise error_responses.not_allowed()
    row = _found(books, call)
    return saved_one(books, call, KIND, lambda sent: _save(books, sent, row))


def delete(books: Books, call: Call) -> Result:
    """204: a contact, or every contact, is taken out of a group. A contact that is not in it is not found."""
    row = _found(books, call)
    _only_contacts(call, with_contact=True)
    named = call.rest[1].lower() if len(call.rest) > 1 else None
    if named is not None and named not in row["ContactIDs"]:
        raise NoSuchRecord(named)
    left = [each for each in row["ContactIDs"] if named is not None and each != named]
    books[_PLURAL].put({**row, "ContactIDs": left})
    return Result(b"", 204)


def groups_of(books: Books, contact_id: str) -> list[Row]:
    """The active groups that a contact is in, as the contact shows them."""
    return [
        {"ContactGroupID": row["ContactGroupID"], "Name": row["Name"], "Status": row["Status"],
         "HasValidationErrors": False}
        for row in books[_PLURAL].rows.values()
        if row["Status"] == "ACTIVE" and contact_id in row["ContactIDs"]
    ]  # fmt: skip


def _only_contacts(call: Call, *, with_contact: bool = False) -> None:
    longest = 2 if with_contact else 1
    if not call.rest or call.rest[0].lower() != "contacts" or len(call.rest) > longest:
        raise error_responses.not_allowed()


def _found(books: Books, call: Call) -> Row:
    row = books[_PLURAL].get(call.identity or "")
    if row is None:
        raise NoSuchRecord(call.identity)
    return row


def _member(books: Books, contact_id: str) -> Row:
    return {"ContactID": contact_id, "Name": books["Contacts"].rows[contact_id]["Name"]}


def _show(books: Books, row: Row, form: str) -> Row:
    members = [] if form == "list" else [_member(books, each) for each in row["ContactIDs"]]
    shown = {name: row[name] for name in ("ContactGroupID", "Name", "Status")}
    return {**shown, "Contacts": members, "HasValidationErrors": False}


def _filters(_query: Query) -> Iterable[Test]:
    yield lambda row: bool(row["Status"] == "ACTIVE")


def _fresh(books: Books) -> int:
    """What members are called hangs on the contacts."""
    return books["Contacts"].version


def _demo(books: Books, _random: Random) -> None:
    readers = ("Karori Veterinary Clinic", "Cuba Quarter Bookshop")
    contacts = [row["ContactID"] for row in books["Contacts"].rows.values() if row["Name"] in readers]
    add_group(books, "Newsletter", contacts)


KIND: Final = Kind(
    plural=_PLURAL,
    id_field="ContactGroupID",
    type=record_type("ContactGroup", FIELDS, Guid="ContactGroupID"),
    fields=FIELDS,
    lists=ListRules(filters=_filters),
    show=_show,
    fresh=_fresh,
    stamped=False,
    demo=_demo,
)
ROUTES: Final = [
    Resource(
        path=_PLURAL,
        read_scopes=("accounting.contacts.read",),
        write_scopes=("accounting.contacts",),
        get=get,
        put=put,
        post=post,
        delete=delete,
        parts=("Contacts",),
    )
]
