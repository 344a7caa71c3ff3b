"""Many invoices or bills that one plan is about: by number or id, or all that fit a filter; read by few lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Final, NamedTuple

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from atom_xero_plugin.accounting.documents.document import StoredDocument
from atom_xero_plugin.accounting.documents.inputs import snapshot
from atom_xero_plugin.accounting.documents.search_inputs import InvoiceSearchFields
from atom_xero_plugin.accounting.documents.search_terms import filter_of, has_total_between
from atom_xero_plugin.accounting.inputs import InvoiceName, invalid_argument
from atom_xero_plugin.accounting.kinds.invoices import InvoiceRow, invoice_row, kind_of, money_of, named
from atom_xero_plugin.accounting.resolve.contacts import one_contact
from atom_xero_plugin.accounting.resolve.documents import several_invoices
from atom_xero_plugin.accounting.sums import DocumentSum, sums_of
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.errors import Conflict, FieldError
from atom_xero_plugin.core.money import ZERO, Money, amount_or
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import PlanWarning
from atom_xero_plugin.xero.lists import every
from atom_xero_plugin.xero.records.invoices import INVOICES, Invoice, InvoiceFilter, Kind

MOST: Final = 500
"""Invoices and bills of one plan."""
CALLS_A_STEP: Final = 3
"""It is read, written and read back."""
CALLS_A_MINUTE: Final = 60
"""What Xero allows for one organisation."""
_SCANNED: Final = 5_000
_NAMED: Final = 10
"""Documents that a sentence names one by one."""


class ChosenInvoices(InvoiceSearchFields, forbid_unknown_fields=True, kw_only=True):
    """Invoices or bills by name, or by what find_invoices filters them by."""

    invoices: (
        Annotated[
            list[InvoiceName],
            Meta(
                description="Numbers or ids; or leave it out and give filters, and all that fit are meant.",
                min_length=1,
                max_length=MOST,
                extra=also("invoice_numbers invoice_ids bills bill_numbers numbers ids documents"),
            ),
        ]
        | None
    ) = None


class InvoicesResult(Struct):
    """What a write of many answers, from the records that were read back."""

    count: Annotated[int, Meta(description="How many.")]
    sums: Annotated[list[DocumentSum], Meta(description="Sums a currency and kind.")]
    items: Annotated[list[InvoiceRow], Meta(description="The invoices and bills as Xero has them now.")]


class LeftOut(NamedTuple):
    """One that was chosen and that nothing is done with."""

    invoice: Invoice
    reason: str
    """A sentence."""


def invoices_result(ctx: Context, invoices: Sequence[Invoice]) -> InvoicesResult:
    """The records that were read back."""
    return InvoicesResult(len(invoices), sums_of(ctx, invoices), [invoice_row(ctx, each) for each in invoices])


async def chosen_invoices(
    ctx: Context, asked: ChosenInvoices, *, statuses: Sequence[str], kind: Kind | None = None
) -> list[Invoice]:
    """Those that are named, or all that fit, at most MOST, whole.

    Args:
        ctx: For which organisation.
        asked: Names or filters.
        statuses: Xero's statuses of those that a filter finds where it says nothing of them.
        kind: The only kind that is meant; None for both.

    Raises InvalidArguments for both, or neither, NotFound, Ambiguous, and Conflict where none or too many fit.
    """
    given = [name for name in InvoiceSearchFields.__struct_fields__ if getattr(asked, name) != _default(name)]
    if asked.invoices is not None:
        besides = [name for name in given if name != "kind"]
        if besides:
            raise invalid_argument(f"/{besides[0]}", "is a filter, and cannot be given together with invoices")
        return await several_invoices(ctx.xero, asked.invoices, kind=kind or _kind(asked))
    if not given:
        raise invalid_argument("/invoices", "is required, or a filter such as contact, status or period")
    requested = filter_of(ctx, asked)
    if kind is not None:
        requested = replace(requested, kind=kind)
    if asked.status is None and not requested.unpaid_only:
        requested = replace(requested, statuses=tuple(statuses))
    if asked.contact is not None:
        requested = replace(requested, contact_ids=((await one_contact(ctx.xero, asked.contact)).contact_id,))
    return await _fitting(ctx, asked, replace(requested, summary_only=False))


def _default(name: str) -> Any:
    return next(each.default for each in msgspec.structs.fields(InvoiceSearchFields) if each.name == name)


def _kind(asked: ChosenInvoices) -> Kind | None:
    return None if asked.kind == "both" else asked.kind


async def _fitting(ctx: Context, asked: ChosenInvoices, requested: InvoiceFilter) -> list[Invoice]:
    found, scanned = list[Invoice](), 0
    async for each in every(ctx.xero, INVOICES, requested, order="Date ASC"):
        scanned += 1
        if has_total_between(each, asked.min_amount, asked.max_amount):
            found.append(each)
        if len(found) > MOST or scanned > _SCANNED:
            raise Conflict(
                f"More than {MOST} fit, or too many would have to be read.",
                hint="Give more filters, for example period or contact, and make several plans.",
            )
    if not found:
        raise Conflict("Nothing fits, so nothing is to be done.", hint="find_invoices shows what is there.")
    return found


def refuse_empty(left: Sequence[LeftOut], becomes: str) -> Conflict:
    """The error where every one that was chosen is left out."""
    return Conflict(
        f"None of the {len(left)} can be {becomes}. {' '.join(each.reason for each in left[:_NAMED])}",
        fields=[FieldError("/invoices", each.reason) for each in left[:_NAMED]],
        hint="Give others, or see to what is said of each first.",
    )


def left_out_warnings(left: Sequence[LeftOut]) -> list[PlanWarning]:
    """One warning for all that are left out; the plan has each with its reason."""
    if not left:
        return []
    more = f" And {len(left) - _NAMED} more." if len(left) > _NAMED else ""
    return [PlanWarning("left_out", f"Left out: {len(left)}. {' '.join(each.reason for each in left[:_NAMED])}{more}")]


def together(found: Iterable[tuple[str, Sequence[PlanWarning]]]) -> list[PlanWarning]:
    """One warning for each code: how many documents it is about, their names, and what it says of the first."""
    by_code: dict[str, list[tuple[str, str]]] = {}
    for name, warnings in found:
        for each in warnings:
            by_code.setdefault(each.code, []).append((name, each.message))
    return [PlanWarning(code, _sentence(each)) for code, each in by_code.items()]


def _sentence(said: Sequence[tuple[str, str]]) -> str:
    names = list(dict.fromkeys(name for name, _ in said))
    listed = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
    return f"{listed}: {said[0][1]}" if len(names) == 1 else f"{len(names)} of them ({listed}); the first: {said[0][1]}"


def short_name(invoice: Invoice) -> str:
    """What a list of many calls one."""
    return in_sentence(invoice.invoice_number) if invoice.invoice_number else named(invoice)


def planned_row(ctx: Context, invoice: Invoice, **more: Any) -> dict[str, Any]:
    """One of many as a plan shows it; `more` is what becomes of it."""
    shown = snapshot(invoice_row(ctx, invoice))
    kept = ("id", "number", "kind", "status", "date", "due_date", "total", "amount_due")
    contact = invoice.contact.name if invoice.contact else None
    return {**{name: shown[name] for name in kept if name in shown}, "contact": contact, **more}


def listed_left(left: Sequence[LeftOut]) -> list[dict[str, Any]]:
    """Those that are left out, as a plan shows them."""
    return [{"number": each.invoice.invoice_number or each.invoice.invoice_id, "reason": each.reason} for each in left]


def counted(ctx: Context, invoices: Sequence[Invoice]) -> str:
    """How many of which kind over how much in each currency, such as `3 bills over NZD 120.00 and USD 9.00`."""
    kinds = Counter(kind_of(each) for each in invoices)
    words: dict[Kind, str] = {"sales": "sales invoice", "bill": "bill"}
    parts = [f"{kinds[kind]} {word}{'s' if kinds[kind] > 1 else ''}" for kind, word in words.items() if kinds[kind]]
    return f"{' and '.join(parts)} over {' and '.join(str(each) for each in totals_by_currency(ctx, invoices))}"


def totals_by_currency(ctx: Context, invoices: Sequence[Invoice]) -> list[Money]:
    """What they come to in each currency, in the alphabetical order of those."""
    sums: dict[str, Money] = {}
    for each in invoices:
        total = money_of(ctx, each, each.total)
        before = sums.get(total.currency)
        sums[total.currency] = Money.of((before.amount if before else ZERO) + amount_or(each.total), total.currency)
    return [sums[currency] for currency in sorted(sums)]


def only_total(ctx: Context, invoices: Sequence[Invoice]) -> Money | None:
    """What they come to, where all are in one currency: policies compare it."""
    totals = totals_by_currency(ctx, invoices)
    return totals[0] if len(totals) == 1 else None


def only_party(invoices: Sequence[Invoice]) -> str | None:
    """The contact that all are of."""
    names = {each.contact.name if each.contact else None for each in invoices}
    return names.pop() if len(names) == 1 else None


def duration_warnings(steps: int) -> list[PlanWarning]:
    """How long a plan takes, where Xero's limit of calls a minute makes it long."""
    calls = steps * CALLS_A_STEP
    if calls <= CALLS_A_MINUTE:
        return []
    words = f"It takes about {calls} calls to Xero, which allows {CALLS_A_MINUTE} a minute: some "
    words += f"{-(-calls // CALLS_A_MINUTE)} minutes. If it stops, execute it again; what is done is not done twice."
    return [PlanWarning("takes_long", words)]


def listed_as(stored: Iterable[StoredDocument]) -> list[str]:
    """The kinds that policies compare."""
    return sorted({each.document.listed_as for each in stored})
