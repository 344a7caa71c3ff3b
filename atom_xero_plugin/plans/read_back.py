"""Reading back what Xero stored, and finding out what a request without an answer did."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Any, Literal, NamedTuple, TypeAlias
from urllib.parse import unquote

import msgspec
from msgspec import Struct

from atom_xero_plugin.core.errors import NotFound, OutcomeUnknown, UnexpectedAnswer, XeroPluginError
from atom_xero_plugin.core.money import MOST_ROUNDING, ZERO, amount_or
from atom_xero_plugin.plans.proposal import Step
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.dates import parse_day, parse_instant
from atom_xero_plugin.xero.decoding.base import XeroRecord, decode_one
from atom_xero_plugin.xero.endpoint import LARGEST_PAGE, Endpoint
from atom_xero_plugin.xero.pages import one_by_id, page_of

_NOT = "!"
_exact = msgspec.json.Decoder(float_hook=Decimal)

Others: TypeAlias = Callable[[Collection[str]], Awaitable[set[str]]]
"""Which of some records, by their ids, other steps made."""


class StepTarget(NamedTuple):
    """Where a step writes."""

    xero: XeroClient
    """The organisation."""
    endpoint: Endpoint[Any]
    """The resource that holds its record."""


class Sighting(Struct, frozen=True):
    """What a check the books says of a request whose answer is not known."""

    outcome: Literal["written", "absent", "unclear"]
    """`absent`: the books do not show it now; a request that is still under way may yet write it."""
    record_id: str | None = None
    at: datetime | None = None
    """Xero's clock at the check."""


def differences(expects: Mapping[str, str], record: XeroRecord) -> list[str]:
    """What the record does not show as it should, each as part of a sentence; empty when all agrees.

    `expects` maps dotted Xero names (`Contact.ContactID`, `LineItems.0.Description`) to text; amounts compare as
    numbers, so 115.00 and 115.0 are the same; an empty text is met by none, which Xero makes of it. A path with `!`
    behind it must lead to something else than the text. A part like `PhoneType=MOBILE` takes the element of a list that
    has this value; `element` writes one for any value. One like `Amount+Invoice/InvoiceID=…` takes the sum of the
    amounts of all that have it. Of several paths with `|` between them the first that leads to something counts.
    """
    shown = _exact.decode(record.raw)
    found = [(path, requested, _at(shown, path.removesuffix(_NOT))) for path, requested in expects.items()]
    kept = [f"{path.removesuffix(_NOT)} is still {_text(value)}" for path, requested, value in found
            if path.endswith(_NOT) and (value is None or _same(requested, value))]  # fmt: skip
    return kept + [
        f"{path} is {_text(value)}, not {requested}"
        for path, requested, value in found
        if not path.endswith(_NOT)
        and not _same(requested, value)
        and not (path == "Total" and _same(requested, _unrounded(shown)))
    ]


def element(field: str, value: str) -> str:
    """The part of a path that takes the element of a list whose field has this value, whatever is in the value."""
    return f"{field}={value.replace('%', '%25').replace('.', '%2E').replace('|', '%7C')}"


def snapshot_hash(record: XeroRecord) -> str:
    """Hex sha256 of a record as Xero sent it."""
    return sha256(record.raw).hexdigest()


async def read(books: StepTarget, record_id: str, plan_id: str) -> XeroRecord:
    """A record of the resource that a step writes to, by its id.

    Raises NotFound, UnexpectedAnswer if Xero answers another record or several, and what the client raises.
    """
    try:
        return await one_by_id(books.xero, books.endpoint, record_id)
    except (NotFound, UnexpectedAnswer) as error:
        error.reference = error.reference or plan_id
        raise


async def read_sent(books: StepTarget, step: Step, record_id: str, plan_id: str) -> XeroRecord:
    """Read what a request wrote; whatever keeps it from being read is no failure of the write.

    What a deletion took away is read as what the step says of it. Raises OutcomeUnknown for every fault.
    """
    try:
        return await read(books, record_id, plan_id)
    except NotFound as error:
        if step.gone is None:
            raise unread(plan_id, error) from None
    except XeroPluginError as error:
        raise unread(plan_id, error) from None
    if await _is_listed(books, record_id, plan_id):
        raise unread(plan_id, UnexpectedAnswer(f"Xero lists the {step.kind}, and says that it has none such."))
    gone: XeroRecord = decode_one(books.endpoint.record, step.gone)
    return gone


async def sight_change(
    books: StepTarget, step: Step, record_id: str, before_hash: str | None, plan_id: str
) -> Sighting:
    """Whether a record that exists shows what a request would have made of it. Raises OutcomeUnknown."""
    record = await read_sent(books, step, record_id, plan_id)
    fits = not differences(step.expects, record)
    same = before_hash is not None and snapshot_hash(record) == before_hash
    if step.traceless and fits and same:
        return Sighting("unclear")
    moved = not same if step.unchanged_since is None else record.updated_date_utc != step.unchanged_since
    if moved:
        return Sighting("written" if fits else "unclear", record_id, books.xero.xero_time)
    if not fits or same:
        return Sighting("absent", record_id, books.xero.xero_time)
    return Sighting("unclear" if before_hash is None else "written", record_id, books.xero.xero_time)


async def sight_record(
    books: StepTarget,
    step: Step,
    *,
    others: Others,
    sent_after: datetime | None,
    plan_id: str,
) -> Sighting:
    """Whether a record that a request would have made is in the books. Raises OutcomeUnknown.

    `sent_after` is a time of Xero's clock before the request. One record alone that fits, that no other step made and
    that is not older, is it. Where none fits but another was made or changed since, nothing is reported: it may be it,
    changed by a person meanwhile.
    """
    if step.find is None:
        return Sighting("unclear")
    found, more = await _list(books, step.find, plan_id)
    more = more and not _ends_older(books, found, sent_after)
    fresh = await _possible(books, step, found, others)
    fresh = [each for each in fresh if not _is_older(each, sent_after)]
    fitting = [each for each in fresh if not differences(step.expects, each)]
    if len(fitting) == 1:
        return Sighting("written", fitting[0].record_id, books.xero.xero_time)
    return Sighting("unclear" if fresh or more else "absent", at=books.xero.xero_time)


async def nothing_since(books: StepTarget, step: Step, since: datetime, *, others: Others, plan_id: str) -> bool:
    """Whether nothing that can be a step's work was made or changed since a time of Xero's clock.

    Nothing that the step may have written is in the books then, under whatever name. Raises OutcomeUnknown.
    """
    found, more = await _list(books, {}, plan_id, since=since)
    more = more and not _ends_older(books, found, since)
    if not books.endpoint.changes:  # the list is whole, whatever the time that it was asked for
        found = [each for each in found if not _is_older(each, since)]
    return not more and not await _possible(books, step, found, others)


async def _possible(books: StepTarget, step: Step, found: list[XeroRecord], others: Others) -> list[XeroRecord]:
    """Those of some records that can be what a step made, whatever a person changed of it since."""
    known = {*await others([each.record_id for each in found]), *step.besides}
    fixed = {path: requested for path, requested in step.expects.items() if path in books.endpoint.fixed}
    return [each for each in found if each.record_id not in known and not differences(fixed, each)]


def unread(plan_id: str, error: XeroPluginError) -> OutcomeUnknown:
    """The error of a request that went out, or may have, when reading does not say what it wrote."""
    return outcome_unknown(
        plan_id, f"The call to Xero went out, but what it wrote could not be read: {error.message}", hint=error.hint
    )


def outcome_unknown(plan_id: str, message: str, *, hint: str = "") -> OutcomeUnknown:
    """The error of a plan of which a request may have been executed: checking is all that may follow."""
    again = f"Run `atom-xero plan execute {plan_id}`: it checks Xero first and writes nothing twice."
    return OutcomeUnknown(message, hint=f"{hint} {again}".strip(), may_have_written=True, reference=plan_id)


async def _list(
    books: StepTarget, params: Mapping[str, str], plan_id: str, *, since: datetime | None = None
) -> tuple[list[XeroRecord], bool]:
    """The first page of a list, and whether it goes on."""
    try:
        page = await page_of(books.xero, books.endpoint, params, page_size=LARGEST_PAGE, modified_since=since)
    except XeroPluginError as error:
        raise unread(plan_id, error) from None
    return list(page.items), page.has_more


async def _is_listed(books: StepTarget, record_id: str, plan_id: str) -> bool:
    """Whether a list still shows a record: a single "not found" may be a fault of the moment."""
    found, _ = await _list(books, {}, plan_id)
    return any(each.record_id.lower() == record_id.lower() for each in found)


def _is_older(record: XeroRecord, sent_after: datetime | None) -> bool:
    """Whether it was made, and changed last, before the request: it is another one then. Xero says whole seconds."""
    if sent_after is None or record.updated_date_utc is None:
        return False
    return record.updated_date_utc.replace(microsecond=0) < sent_after.replace(microsecond=0)


def _ends_older(books: StepTarget, found: Sequence[XeroRecord], sent_after: datetime | None) -> bool:
    """Whether a page is followed only by records that were made before the request."""
    return books.endpoint.newest_first and bool(found) and _is_older(found[-1], sent_after)


def _at(node: Any, path: str) -> Any:
    return next((found for each in path.split("|") if (found := _along(node, each.split("."))) is not None), None)


def _along(node: Any, parts: Sequence[str]) -> Any:
    for part in parts:
        node = _part(node, part)
    return node


def _sum(elements: Any, amount: str, chosen: str) -> Decimal:
    """Of the elements that have a value; one that is marked as deleted counts for nothing."""
    path, _, value = chosen.partition("=")
    found = [each for each in elements or () if isinstance(each, Mapping) and each.get("IsDeleted") is not True]
    fitting = [each for each in found if str(_along(each, path.split("/"))).lower() == value.lower()]
    return sum((amount_or(_number(each.get(amount))) for each in fitting), ZERO)


def _part(node: Any, part: str) -> Any:
    amount, plus, chosen = part.partition("+")
    if plus and amount.isidentifier():
        return _sum(node, amount, chosen)
    if not isinstance(node, list):
        return node.get(part) if isinstance(node, Mapping) else None
    name, chosen, value = part.partition("=")
    if chosen:
        sought = unquote(value)
        return next((each for each in node if isinstance(each, Mapping) and each.get(name) == sought), None)
    return node[int(part)] if part.isdigit() and int(part) < len(node) else None


def _unrounded(shown: Any) -> Decimal | None:
    """A document's total without what Xero says it rounded it by, where the organisation chose that."""
    total, rounding = (_number(shown.get(name)) for name in ("Total", "RoundingAmount"))
    return None if total is None or rounding is None or abs(rounding) > MOST_ROUNDING else total - rounding


def _number(value: Any) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None


def _same(requested: str, value: Any) -> bool:
    text = _text(value)
    if text == requested or (requested == "" and value is None):
        return True
    if text.startswith("/Date("):
        return _day(text) == requested
    if "T" in requested and (instant := _instant(requested)) is not None:
        return _instant(text) == instant
    try:
        return Decimal(text) == Decimal(requested)
    except InvalidOperation:
        return False


def _day(text: str) -> str | None:
    """A day that Xero wrote in its own form, as YYYY-MM-DD."""
    try:
        day = parse_day(text)
    except ValueError:
        return None
    return day.isoformat() if day else None


def _instant(text: str) -> datetime | None:
    """An instant that is written as ISO 8601, with as many digits of a second as one likes."""
    try:
        return parse_instant(text)
    except ValueError:
        return None


def _text(value: Any) -> str:
    return "missing" if value is None else str(value)
