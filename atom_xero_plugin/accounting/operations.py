"""Reading anything that Xero's Accounting API has and no skill shows: found by words, described, read by name.

A caller names an operation and its parameters, never an address. Scopes and limits hold as for every call.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from atom_xero_plugin.auth.scopes import missing
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.errors import FieldError, InvalidArguments, NotFound, ScopeMissing, UnexpectedAnswer
from atom_xero_plugin.xero.operations import MODIFIED_SINCE, Operation, operations

MOST_BYTES: Final = 60_000
"""Of an answer as JSON; records that do not fit are left out, and counted."""
_ENVELOPE: Final = frozenset({"Id", "Status", "ProviderName", "DateTimeUTC"})
"""What stands around every answer: its number and time, the name of the app. It says nothing of the books."""
_NO_SEGMENT: Final = frozenset({".", ".."})
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_OTHER_WORDS: Final[Mapping[str, str]] = {
    "bill": "invoice", "estimate": "quote", "supplier": "contact", "customer": "contact", "vendor": "contact",
    "company": "organisation",
    "organization": "organisation", "stock": "item", "product": "item", "po": "purchase",
    "vat": "tax", "gst": "tax", "department": "tracking", "recurring": "repeating", "log": "history",
}  # fmt: skip

OperationName = Annotated[
    str,
    Meta(
        description="Its name, as find_operations answers it.",
        min_length=1,
        max_length=80,
        extra=also("name operation_id operationId endpoint path"),
    ),
]


class OperationRow(Struct):
    """An operation that fits."""

    name: Annotated[str, Meta(description="What show_operation and read_operation take.")]
    path: Annotated[str, Meta(description="Its path in Xero's API.")]


class OperationView(Struct):
    """An operation with all that it takes."""

    name: Annotated[str, Meta(description="Its name.")]
    path: Annotated[str, Meta(description="Its path in Xero's API.")]
    scope: Annotated[str, Meta(description="The Xero scope that it needs.")]
    needed: Annotated[list[str], Meta(description="Parameters that must be given.")]
    parameters: Annotated[list[str], Meta(description="Every parameter that it takes.")]


class OperationValue(Struct, forbid_unknown_fields=True):
    """A parameter with its value."""

    name: Annotated[str, Meta(description="Its name.", min_length=1, max_length=40, extra=also("key parameter"))]
    value: Annotated[str, Meta(description="Its value as text.", min_length=1, max_length=1_000, extra=also("text"))]


def operation_view(operation: Operation) -> OperationView:
    """How answers show one."""
    name, path, scope = operation.name, operation.path, operation.scope
    return OperationView(name, path, scope, list(operation.needed), list(operation.parameters))


def operation_named(name: str) -> Operation:
    """The operation of that name, in whatever case, or path. Raises NotFound with those that are near."""
    wanted = name.strip().strip("/").casefold()
    for each in operations().values():
        if wanted in {each.name.casefold(), each.path.casefold()}:
            return each
    near = get_close_matches(name, operations(), n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else "find_operations finds one by words."
    raise NotFound(f"Xero's Accounting API has no read operation {name[:80]!r} that is listed here.", hint=hint)


def operations_for(words: str, most: int) -> list[Operation]:
    """Those that have the most of these words in name and path; of equals the one with fewer other words first."""
    wanted = {_OTHER_WORDS.get(word, word) for word in _words(words)} - {"get", "the", "of", "a", "all"}
    scored = [(len(wanted & known), -len(known), each) for each in operations().values() for known in [_known(each)]]
    fitting = sorted((each for each in scored if each[0]), key=lambda each: (-each[0], -each[1], each[2].name))
    return [each[2] for each in fitting[:most]]


async def read_named(ctx: Context, operation: Operation, given: Sequence[OperationValue]) -> tuple[dict[str, Any], int]:
    """What Xero answers, amounts as text, without its envelope, and how many records were left out of it.

    Raises InvalidArguments for a parameter, ScopeMissing before Xero is asked, and what a call raises.
    """
    _refuse_scope(ctx, operation)
    values = _checked(operation, given)
    since = _since(values.pop(MODIFIED_SINCE, None), given)
    query = {name: value for name, value in values.items() if name not in operation.in_path}
    reply = await ctx.xero.get(operation.address(values), query or None, modified_since=since)
    try:
        answer = json.loads(reply.body or b"{}", parse_float=str)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise UnexpectedAnswer("Xero answered something that is no JSON object.")
    if answer.keys() >= _ENVELOPE:
        answer = {name: value for name, value in answer.items() if name not in _ENVELOPE}
    return _within(answer, MOST_BYTES)


def _refuse_scope(ctx: Context, operation: Operation) -> None:
    lacking = missing(ctx.connections[0].scopes, [operation.scope])
    if lacking:
        raise ScopeMissing(
            f"{operation.name} needs the Xero scope {operation.scope}, which this connection was not given.",
            scopes=lacking,
        )


def _checked(operation: Operation, given: Sequence[OperationValue]) -> dict[str, str]:
    """The values by their parameters' own names. Raises InvalidArguments naming each that is wrong."""
    known = {name.casefold(): name for name in operation.parameters}
    values: dict[str, str] = {}
    fields: list[FieldError] = []
    for at, each in enumerate(given):
        name = known.get(each.name.strip().casefold())
        if name is None:
            words = f"is no parameter of {operation.name}; it takes {', '.join(operation.parameters) or 'none'}"
            fields.append(FieldError(f"/parameters/{at}/name", words))
        elif name in values:
            fields.append(FieldError(f"/parameters/{at}/name", "is given twice"))
        elif not each.value.isprintable() or (name in operation.in_path and each.value.strip() in _NO_SEGMENT):
            fields.append(FieldError(f"/parameters/{at}/value", f"is no value of {name}"))
        else:
            values[name] = each.value.strip()
    fields += [FieldError("/parameters", f"must name {name}") for name in operation.needed if not values.get(name)]
    if fields:
        raise InvalidArguments(f"{operation.name}: {fields[0].message}.", fields=fields)
    return values


def _since(text: str | None, given: Sequence[OperationValue]) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        at = next(at for at, each in enumerate(given) if each.name.strip().casefold() == MODIFIED_SINCE.casefold())
        words = "is no time such as 2026-05-31T00:00:00"
        raise InvalidArguments(
            f"{MODIFIED_SINCE} {words}.", fields=[FieldError(f"/parameters/{at}/value", words)]
        ) from None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _within(answer: dict[str, Any], most: int) -> tuple[dict[str, Any], int]:
    """The answer with no more records of its longest list than fit."""
    if len(json.dumps(answer)) <= most:
        return answer, 0
    lists = {name: value for name, value in answer.items() if isinstance(value, list)}
    if not lists:
        raise UnexpectedAnswer("Xero's answer is longer than what is shown; name less.")
    name = max(lists, key=lambda each: len(json.dumps(lists[each])))
    left = most - len(json.dumps({**answer, name: []}))
    kept = list(_fitting(lists[name], left))
    return {**answer, name: kept}, len(lists[name]) - len(kept)


def _fitting(records: Iterable[Any], most: int) -> Iterable[Any]:
    left = most
    for record in records:
        left -= len(json.dumps(record)) + 2
        if left < 0:
            return
        yield record


def _known(operation: Operation) -> set[str]:
    return set(_words(f"{operation.name.removeprefix('get')} {operation.path}"))


def _words(text: str) -> list[str]:
    """Words of plain text and of names in camel case, in small letters, without the s of a plural."""
    return [word.casefold().removesuffix("s") for word in _WORD.findall(text)]
