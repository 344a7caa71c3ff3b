"""What can be asked of a list of records, as a skill takes it, and what is meant by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple

from msgspec import Meta, Struct

from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.assumed import Assumed, assumed
from atom_xero_plugin.accounting.inputs import (
    Amount,
    ContactName,
    Currency,
    DatesField,
    PeriodField,
    invalid_argument,
    one_line,
    resolve_days,
)
from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.accounting.kinds import SYNCED, either, kind_by_name
from atom_xero_plugin.accounting.listed import Direction
from atom_xero_plugin.accounting.lists.columns import name_key, units_of
from atom_xero_plugin.accounting.lists.order import Order, SortDirection, SortKey
from atom_xero_plugin.accounting.lists.question import ListQuestion, in_lists
from atom_xero_plugin.accounting.lists.record_lists import RecordLists
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.core.errors import Ambiguous, Candidate, FieldError, InvalidArguments, NotFound
from atom_xero_plugin.core.periods import Period

_FIRST_UP: frozenset[SortKey] = frozenset({"contact", "number", "reference", "status"})
"""What is sorted from its beginning on unless the other direction is asked for."""


ListCursor = (
    Annotated[
        str,
        Meta(
            description="The next_cursor or previous_cursor of an answer to the same question.",
            max_length=1000,
            extra=also("next_cursor previous_cursor next previous page_token"),
        ),
    ]
    | None
)


class RecordListFields(Struct, forbid_unknown_fields=True):
    """The fields that filter and sort a list."""

    kinds: (
        Annotated[
            list[Annotated[str, Meta(max_length=40)]],
            Meta(
                description="contact, invoice, bill, quote, purchase_order, credit_note, payment, batch_payment, "
                "bank_transaction or manual_journal, or several of them. Left out, all.",
                max_length=20,
                extra=also("kind type record_type types"),
            ),
        ]
        | None
    ) = None
    status: (
        Annotated[
            list[Annotated[str, Meta(max_length=40)]],
            Meta(
                description="draft, awaiting_approval, unpaid, overdue, paid, voided or another status of a kind. Left "
                "out, all but what is voided, deleted or archived.",
                max_length=20,
                extra=also("statuses state"),
            ),
        ]
        | None
    ) = None
    text: (
        Annotated[
            str,
            Meta(
                description="Beginnings of words of its number, contact, reference or lines.",
                max_length=200,
                extra=also("query search q keyword words"),
            ),
        ]
        | None
    ) = None
    contact: ContactName | None = None
    period: PeriodField = None
    dates: DatesField = None
    due_period: PeriodField = None
    due_dates: DatesField = None
    min_amount: Annotated[Amount | None, Meta(description="Total of at least this, decimal text.")] = None
    max_amount: Annotated[Amount | None, Meta(description="Total of at most this.", extra=OBVIOUS)] = None
    currency: Currency | None = None
    direction: Annotated[Direction | None, Meta(description="Only money in, or out.", extra=aliases.DIRECTION)] = None
    sort: Annotated[SortKey, Meta(description="What to sort by.", extra=also("order order_by sort_by") | OBVIOUS)] = (
        "day"
    )
    sort_direction: Annotated[
        SortDirection | None,
        Meta(description="Left out, the newest, largest or first of the alphabet come first.", extra=OBVIOUS),
    ] = None


class RecordQuestion(NamedTuple):
    """What was meant."""

    question: ListQuestion
    order: Order
    assumed: list[Assumed]


async def record_question(ctx: Context, asked: RecordListFields, lists: RecordLists) -> RecordQuestion:
    """The records that are asked for, and their order. Nothing is asked of Xero.

    Raises InvalidArguments with the field's path; NotFound or Ambiguous for a contact that no record, or several, name.
    """
    kinds = some_kinds(asked.kinds, "/kinds")
    statuses = _statuses(asked.status, kinds)
    days = resolve_days(asked.period, asked.dates, ctx.organisation, ctx.today)
    due = _due_days(ctx, asked)
    if asked.min_amount is not None and asked.max_amount is not None and asked.max_amount < asked.min_amount:
        raise invalid_argument("/max_amount", f"{asked.max_amount} is less than min_amount")
    contact_id, taken = await _contact(ctx, asked.contact, lists)
    question = ListQuestion(
        workspace_id=ctx.caller.workspace_id,
        tenant_id=ctx.organisation.id,
        today=ctx.today,
        base_currency=ctx.organisation.base_currency,
        kinds=kinds,
        statuses=statuses,
        text=one_line(asked.text, "/text"),
        contact_id=contact_id,
        first_day=days.first if days else None,
        last_day=days.last if days else None,
        first_due_day=due.first if due else None,
        last_due_day=due.last if due else None,
        least=units_of(asked.min_amount),
        most=units_of(asked.max_amount),
        currency=asked.currency,
        direction=asked.direction,
    )
    upwards = asked.sort in _FIRST_UP if asked.sort_direction is None else asked.sort_direction == "ascending"
    return RecordQuestion(question, Order(asked.sort, descending=not upwards), taken)


def some_kinds(names: Sequence[str] | None, path: str) -> tuple[RecordKind[Any], ...]:
    """The kinds of these names, or all. Raises InvalidArguments for one that stands in no list."""
    for name in names or ():
        if name not in SYNCED:
            reported = f"{name[:40]!r} is no kind of list; say {either(SYNCED)}"
            raise InvalidArguments(f"{reported}.", fields=[FieldError(path, reported, tuple(SYNCED))])
    return tuple(kind_by_name(name) for name in dict.fromkeys(names or SYNCED))


def _statuses(words: Sequence[str] | None, kinds: Sequence[RecordKind[Any]]) -> tuple[str, ...]:
    known = dict.fromkeys(word for kind in kinds for word in in_lists(kind).words)
    for word in words or ():
        if word not in known:
            reported = f"{word[:40]!r} is no status of these kinds; say {either(known)}"
            raise InvalidArguments(f"{reported}.", fields=[FieldError("/status", reported, tuple(known))])
    return tuple(dict.fromkeys(words or ()))


def _due_days(ctx: Context, asked: RecordListFields) -> Period | None:
    if asked.due_period is not None and asked.due_dates is not None:
        raise invalid_argument("/due_dates", "cannot be given together with due_period; give one of them")
    return resolve_days(asked.due_period, asked.due_dates, ctx.organisation, ctx.today)


async def _contact(ctx: Context, asked: str | None, lists: RecordLists) -> tuple[str | None, list[Assumed]]:
    """The contact's id, and what was assumed for a name that is not exactly its own."""
    name = one_line(asked, "/contact")
    if name is None:
        return None, []
    found = await lists.contacts_named(ctx.organisation.id, name)
    if not found:
        raise NotFound(
            f"No record of the local copy names a contact {name[:80]!r}.",
            fields=[FieldError("/contact", "is the name of no contact there")],
            hint="Use find_contacts to search in Xero, or give fewer letters of the name.",
        )
    ids = {each.contact_id for each in found}
    if len(ids) > 1:
        raise Ambiguous(
            f"Several contacts are meant by {name[:80]!r}; name one by its id.",
            fields=[FieldError("/contact", "is the name of several contacts")],
            candidates=[Candidate("contact", each.contact_id, each.name, each.name) for each in found],
        )
    one = found[0]
    exact = name == one.contact_id or one.name == name_key(name)
    return one.contact_id, assumed("contact", name, one.contact_id, one.name, exact=exact)
