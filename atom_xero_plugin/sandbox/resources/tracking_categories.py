"""`/TrackingCategories` and the options of each: at most two in use, four in all.

Source of the rules: developer.xero.com, Tracking categories; that a bad option is answered 200 without an id:
xero-php-oauth2 issue 290. All words of refusals are ours: Xero's are not verified.
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
    text,
    too_long,
)
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books import json_values
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.resources.outcomes import answer, one, refused, saved_one

FIELDS: Final[Fields] = {"Name": text, "Status": choice("ACTIVE", "ARCHIVED")}
_PLURAL: Final = "TrackingCategories"
MOST_IN_USE, MOST = 2, 4
_LONGEST: Final = {"Name": 100}
ALONE: Final = "Name and Status cannot be updated in the same request"
IN_USE: Final = "cannot be deleted as it is used; archive it instead"


def add_category(books: Books, name: str, options: Iterable[str] = (), archived: Iterable[str] = ()) -> Row:
    """Add a category with options, the later of them archived; nothing is checked."""
    row: Row = {"TrackingCategoryID": books.new_id(), "Name": name, "Status": "ACTIVE", "Options": []}
    row["Options"] = [*(_new_option(books, each) for each in options)]
    row["Options"] += [_moved(_new_option(books, each), "ARCHIVED") for each in archived]
    return books[_PLURAL].put(row)


def _new_option(books: Books, name: str) -> Row:
    return _moved({"TrackingOptionID": books.new_id(), "Name": name, "HasValidationErrors": False}, "ACTIVE")


def _moved(option: Row, status: str) -> Row:
    flags = {"IsDeleted": status == "DELETED", "IsArchived": status == "ARCHIVED", "IsActive": status == "ACTIVE"}
    return {**option, "Status": status, **flags}


def _save(books: Books, sent: Row, existing: Row | None) -> Row:
    """Add a category, or rename, archive or restore one."""
    problems = too_long(sent, _LONGEST)
    others = [row for row in books[_PLURAL].rows.values() if row is not existing]
    if existing is not None and len(sent) > 1:
        problems.append(ALONE)
    if existing is None and not sent.get("Name", "").strip():
        problems.append("Tracking category name must be specified")
    if "Name" in sent and any(fold(row["Name"]) == fold(sent["Name"]) for row in others):
        problems.append("A tracking category with this name already exists")
    active = [row for row in others if row["Status"] == "ACTIVE"]
    begins = existing is None or (sent.get("Status") == "ACTIVE" and existing["Status"] != "ACTIVE")
    if begins and (len(active) >= MOST_IN_USE or len(others) >= MOST):
        problems.append("The maximum number of tracking categories has been reached")
    if problems:
        raise Invalid(problems, existing=existing)
    if existing is None:
        return add_category(books, sent["Name"])
    return books[_PLURAL].put({**existing, **sent})


def _option_problems(sent: Row, others: list[Row], *, new: bool) -> list[str]:
    problems = too_long(sent, _LONGEST)
    if not new and len(sent) > 1:
        problems.append(ALONE)
    if new and not sent.get("Name", "").strip():
        problems.append("Tracking option name must be specified")
    if "Name" in sent and any(fold(each["Name"]) == fold(sent["Name"]) for each in others):
        problems.append("A tracking option with this name already exists")
    return problems


def _is_used(books: Books, field: str, identity: str) -> bool:
    """Whether a line of any document names it, be it a draft or a deleted one."""
    lines = (line for table in books.tables.values() for row in table.rows.values()
             for name in ("LineItems", "JournalLines") for line in row.get(name) or ())  # fmt: skip
    return any(each.get(field) == identity for line in lines for each in line.get("Tracking") or ())


def _found(books: Books, call: Call) -> Row:
    row = books[_PLURAL].get(call.identity or "")
    if row is None:
        raise NoSuchRecord(call.identity)
    return row


def _option_of(row: Row, call: Call) -> Row:
    """The option that the address names."""
    if call.rest[0].lower() != "options" or len(call.rest) != 2:
        raise NoSuchRecord(call.rest[0])
    option: Row | None = next(
        (each for each in row["Options"] if each["TrackingOptionID"] == call.rest[1].lower()), None
    )
    if option is None:
        raise NoSuchRecord(call.rest[1])
    return option


def get(books: Books, call: Call) -> Result:
    """Every category in use, with includeArchived every one; or one category with all its options."""
    if call.identity is None:
        return listing.answer(books, call, KIND, form="full" if call.flag("includeArchived") else "list")
    if call.rest:
        raise error_responses.not_allowed()
    return one(books, call, KIND, _found(books, call))


def put(books: Books, call: Call) -> Result:
    """Create a category; below one its options."""
    if call.identity is None:
        return saved_one(books, call, KIND, lambda sent: _save(books, sent, None))
    row = _found(books, call)
    if tuple(part.lower() for part in call.rest) != ("options",):
        raise error_responses.not_allowed()
    elements = elements_of(call.body, "Options", FIELDS)
    if not elements:
        raise Malformed("JSON for post data was invalid,Post data is empty.")
    answered = []
    for sent in elements:
        problems = _option_problems({"Name": sent.get("Name", "")}, row["Options"], new=True)
        if problems:  # 200, and no id says that nothing was made
            answered.append(
                {**sent, "HasValidationErrors": True, "ValidationErrors": [{"Message": each} for each in problems]}
            )
            continue
        option = _new_option(books, sent["Name"])
        books[_PLURAL].put({**row, "Options": [*row["Options"], option]})
        answered.append(option)
    return answer(call, "Options", [json_values.encode(each) for each in answered])


def post(books: Books, call: Call) -> Result:
    """Rename a category or option, or archive or restore it."""
    if call.identity is None:
        raise error_responses.not_allowed()
    row = _found(books, call)
    if not call.rest:
        return saved_one(books, call, KIND, lambda sent: _save(books, sent, row))
    option = _option_of(row, call)
    sent = next(iter(elements_of(call.body, "Options", FIELDS)), {})
    problems = _option_problems(sent, [each for each in row["Options"] if each is not option], new=False)
    if problems:
        raise refused(books, call, KIND, Invalid(problems, existing=row))
    status = str(sent.get("Status") or option["Status"])
    changed = _moved({**option, **sent}, status)
    _keep(books, row, option, [changed])
    return answer(call, "Options", [json_values.encode(changed)])


def delete(books: Books, call: Call) -> Result:
    """Delete a category or option that no line names."""
    row = _found(books, call)
    if not call.rest:
        if _is_used(books, "TrackingCategoryID", row["TrackingCategoryID"]):
            raise refused(books, call, KIND, Invalid([f"Tracking category {IN_USE}"], existing=row))
        gone = {**row, "Status": "DELETED"}
        books[_PLURAL].remove(row["TrackingCategoryID"])
        return answer(call, _PLURAL, [json_values.encode(gone)])
    option = _option_of(row, call)
    if _is_used(books, "TrackingOptionID", option["TrackingOptionID"]):
        raise refused(books, call, KIND, Invalid([f"Tracking option {IN_USE}"], existing=row))
    _keep(books, row, option, [])
    return answer(call, "Options", [json_values.encode(_moved(option, "DELETED"))])


def _keep(books: Books, row: Row, option: Row, instead: list[Row]) -> None:
    place = row["Options"].index(option)
    books[_PLURAL].put({**row, "Options": [*row["Options"][:place], *instead, *row["Options"][place + 1 :]]})


def _show(_books: Books, row: Row, form: str) -> Row:
    """A list without includeArchived leaves archived options out too."""
    if form != "list":
        return row
    return {**row, "Options": [each for each in row["Options"] if each["IsActive"]]}


def _filters(query: Query) -> Iterable[Test]:
    if query.get("includearchived", "").lower() != "true":  # the list's own parameter
        yield lambda row: bool(row["Status"] == "ACTIVE")


def _demo(books: Books, _random: Random) -> None:
    add_category(books, "Region", ("Wellington", "Auckland", "Canterbury"), archived=("Northland",))


KIND: Final = Kind(
    plural=_PLURAL,
    id_field="TrackingCategoryID",
    type=record_type("TrackingCategory", FIELDS, Guid="TrackingCategoryID"),
    fields=FIELDS,
    lists=ListRules(filters=_filters),
    show=_show,
    stamped=False,
    demo=_demo,
)
ROUTES: Final = [
    Resource(
        path=_PLURAL,
        read_scopes=("accounting.settings.read",),
        write_scopes=("accounting.settings",),
        get=get,
        put=put,
        post=post,
        delete=delete,
        parts=("Options",),
    )
]
