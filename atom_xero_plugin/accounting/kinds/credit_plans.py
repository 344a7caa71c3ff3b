"""The plans that allocate, unallocate and refund a credit, and what speaks against them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from atom_xero_plugin.accounting.currency_rates import checked_rate, rate_shown, rate_warnings
from atom_xero_plugin.accounting.documents.document import currency_of
from atom_xero_plugin.accounting.documents.inputs import snapshot
from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument, one_line, sane_day
from atom_xero_plugin.accounting.kinds.accounts import account_ref
from atom_xero_plugin.accounting.kinds.credit_steps import (
    allocating,
    allocating_new,
    refunding,
    still_due,
    unallocating,
)
from atom_xero_plugin.accounting.kinds.credits import NewAllocation, StoredCredit
from atom_xero_plugin.accounting.kinds.invoices import invoice_row, money_of, named, status_of
from atom_xero_plugin.accounting.kinds.payment_plans import refuse_account
from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.accounting.resolve.documents import one_invoice
from atom_xero_plugin.accounting.resolve.resolver import casefolded
from atom_xero_plugin.accounting.warnings import day_warnings
from atom_xero_plugin.core.errors import Conflict, FieldError, NotFound
from atom_xero_plugin.core.money import ZERO, amount_or
from atom_xero_plugin.core.quoting import in_sentence, quote
from atom_xero_plugin.plans.proposal import RECORD, PlanWarning, Proposal, Undo
from atom_xero_plugin.xero.records.allocations import Allocation
from atom_xero_plugin.xero.records.invoices import Invoice
from atom_xero_plugin.xero.where_clause import checked_text

_HINTS: Final = {
    "DRAFT": "Approve it first with approve_credit_note.",
    "SUBMITTED": "Approve it first with approve_credit_note.",
    "PAID": "Nothing is left of it.",
}


class _Part(NamedTuple):
    """An invoice or bill, and what of the credit it gets."""

    invoice: Invoice
    amount: Decimal
    day: date


def check_allocation_alone(requested: Sequence[NewAllocation], day: date | None, path: str = "/allocations") -> None:
    """What is wrong with the arguments by themselves; nothing is asked of Xero for it. Raises InvalidArguments."""
    sane_day(day, "/date")
    for number, each in enumerate(requested):
        checked_text(each.invoice, f"{path}/{number}/invoice")


def check_refund_alone(day: date | None, reference: str | None) -> None:
    """The same of a refund. Raises InvalidArguments."""
    sane_day(day, "/date")
    one_line(reference, "/reference")


async def plan_allocation(credit: StoredCredit, requested: Sequence[NewAllocation], day: date | None) -> Proposal:
    """The plan that sets parts of a credit against invoices or bills of the same contact.

    Raises Conflict for what Xero would refuse, InvalidArguments for an invoice named twice, NotFound or Ambiguous.
    """
    on = sane_day(day, "/date")
    _refuse_unusable(credit, "allocated")
    parts, left = await _parts(credit, requested, "/allocations", on)
    return _allocation(credit, parts, left)


async def _parts(
    credit: StoredCredit, requested: Sequence[NewAllocation], path: str, day: date | None
) -> tuple[list[_Part], Decimal]:
    """What each invoice gets, and what is then left. Raises what `plan_allocation` does."""
    parts, left = list[_Part](), credit.remaining
    for number, each in enumerate(requested):
        part = await _part(credit, each, left, f"{path}/{number}", day)
        if any(other.invoice.invoice_id == part.invoice.invoice_id for other in parts):
            words = "names an invoice that is named already"
            raise invalid_argument(f"{path}/{number}/invoice", words, hint=AFTER_READING)
        parts.append(part)
        left -= part.amount
    return parts, left


async def then_allocate(proposal: Proposal, new: StoredCredit, requested: Sequence[NewAllocation]) -> Proposal:
    """The plan that first creates an approved credit, then sets parts of it against invoices or bills.

    Args:
        proposal: The plan that creates it.
        new: The credit as it would be; it has no id yet.
        requested: Invoices or bills, and what each gets.

    Raises Conflict for what Xero would refuse, InvalidArguments for an invoice named twice, NotFound or Ambiguous.
    """
    parts, left = await _parts(new, requested, "/allocate_to", None)
    made = proposal.steps[0]
    chosen = [each.invoice for each in parts]
    steps = [
        replace(made, label=f"create the {new.label}", precondition=still_due(chosen)),
        *(allocating_new(new, made, each.invoice, each.amount, each.day, only=len(parts) == 1) for each in parts),
    ]
    listed = " and ".join(f"{new.money(each.amount)} to the {named(each.invoice)}" for each in parts[:3])
    more = f" and {len(parts) - 3} more" if len(parts) > 3 else ""  # noqa: PLR2004 - as many as are listed
    skill, kind = f"unallocate_{new.credit.record_kind}", new.credit.record_kind
    return replace(
        proposal,
        summary=f"{proposal.summary.rstrip('.')}, and allocate of it {listed}{more}; {new.money(left)} is then left.",
        steps=steps,
        before={"invoices": [_invoice(new, each) for each in parts]},
        after={
            **proposal.after,
            "remaining": snapshot(new.money(left)),
            "invoices": [_invoice(new, each, paid=True) for each in parts],
        },
        warnings=[*proposal.warnings, *_warnings(new, parts, set())],
        undo=Undo(
            skill,
            {"invoices": [each.invoice_id for each in chosen]},
            f"{skill} can take it off again; void_{kind} then voids it.",
            written={kind: RECORD},
        ),
        independent=True,
    )


async def _part(credit: StoredCredit, requested: NewAllocation, left: Decimal, path: str, day: date | None) -> _Part:
    invoice = await one_invoice(credit.ctx.xero, requested.invoice, kind=credit.settles, path=f"{path}/invoice")
    due = _due(credit, invoice, path)
    amount: Decimal = requested.amount if requested.amount is not None else min(due, left)
    if left <= 0 or amount > left:
        raise _too_much(credit, amount, left, f"{path}/amount", f"is left of the {credit.label}")
    if amount > due:
        raise _too_much(credit, amount, due, f"{path}/amount", f"is due on the {named(invoice)}")
    days = [each for each in (credit.record.date, invoice.date) if each is not None]
    return _Part(invoice, amount, day or max(days, default=credit.ctx.today))


def _too_much(credit: StoredCredit, amount: Decimal, most: Decimal, path: str, where: str) -> Conflict:
    return Conflict(
        f"Only {credit.money(most)} {where}; {amount} is more than that." if most > 0 else f"Nothing {where} for this.",
        fields=[FieldError(path, f"is more than the {credit.money(most)} there is")],
        hint="Leave amount out to use as much as both allow.",
    )


def _due(credit: StoredCredit, invoice: Invoice, path: str) -> Decimal:
    """What is due on an invoice. Raises Conflict where the credit cannot be set against it."""
    mine, its = credit.contact, invoice.contact
    why = ""
    if mine is None or its is None or mine.contact_id != its.contact_id:
        why = f"is of {in_sentence(its.name) if its else 'nobody'}, and the credit is not"
    elif currency_of(credit.ctx, invoice) != credit.currency:
        why = f"is in {currency_of(credit.ctx, invoice)}, and the credit in {credit.currency}"
    elif invoice.status != "AUTHORISED" or amount_or(invoice.amount_due) <= 0:
        state = status_of(invoice).replace("_", " ")
        why = f"is {state}, with {money_of(credit.ctx, invoice, invoice.amount_due)} due"
    if why:
        raise Conflict(
            f"The {named(invoice)} {why}: nothing can be allocated to it.",
            fields=[FieldError(f"{path}/invoice", why)],
            hint="find_invoices with the contact and status unpaid lists those that can.",
        )
    return amount_or(invoice.amount_due)


def _refuse_unusable(credit: StoredCredit, becomes: str) -> None:
    if credit.record.status == "AUTHORISED" and credit.remaining > 0:
        return
    raise Conflict(
        f"The {credit.label} is {credit.state}, with {credit.money(credit.remaining)} left; it cannot be {becomes}.",
        hint=_HINTS.get(credit.record.status or "", "It is final."),
    )


def _allocation(credit: StoredCredit, parts: Sequence[_Part], left: Decimal) -> Proposal:
    kind = credit.credit.record_kind
    whole = sum((each.amount for each in parts), ZERO)
    listed = " and ".join(f"{credit.money(each.amount)} to the {named(each.invoice)}" for each in parts[:3])
    more = f" and {len(parts) - 3} more" if len(parts) > 3 else ""  # noqa: PLR2004 - as many as are listed
    repeated = {each.invoice.invoice_id for each in credit.allocations if each.invoice}
    known = any(each.invoice.invoice_id in repeated for each in parts)
    undo = Undo(
        f"unallocate_{kind}",
        {kind: credit.id, "invoices": [each.invoice.invoice_id for each in parts]},
        f"unallocate_{kind} can take it off again.",
    )
    return Proposal(
        summary=f"Allocate of the {credit.label}: {listed}{more}; {credit.money(left)} is then left.",
        steps=[
            allocating(credit, each.invoice, each.amount, each.day, first=number == 0, only=len(parts) == 1)
            for number, each in enumerate(parts)
        ],
        before={**_shown(credit, credit.remaining), "invoices": [_invoice(credit, each) for each in parts]},
        after={**_shown(credit, left), "invoices": [_invoice(credit, each, paid=True) for each in parts]},
        amount=credit.money(whole),
        party=credit.contact.name if credit.contact else None,
        warnings=_warnings(credit, parts, repeated),
        undo=None if known else undo,
        independent=True,
    )


def _shown(credit: StoredCredit, left: Decimal) -> dict[str, Any]:
    number = credit.record.record_number
    return {**({"number": number} if number else {}), "remaining": snapshot(credit.money(left))}


def _invoice(credit: StoredCredit, part: _Part, *, paid: bool = False) -> dict[str, Any]:
    shown = snapshot(invoice_row(credit.ctx, part.invoice))
    if not paid:
        return shown
    due = amount_or(part.invoice.amount_due) - part.amount
    settled = {"status": "paid"} if due == 0 else {}
    return {**shown, "amount_due": snapshot(credit.money(due)), **settled}


def _warnings(credit: StoredCredit, parts: Sequence[_Part], repeated: set[str]) -> list[PlanWarning]:
    ctx = credit.ctx
    found = []
    for day in sorted({each.day for each in parts}):
        found += day_warnings(ctx.organisation, day, ctx.today, what="The allocation")
    for each in parts:
        if each.invoice.invoice_id in repeated:
            words = f"Part of this credit is allocated to the {named(each.invoice)} already."
            found.append(PlanWarning("possible_duplicate", words))
            found.append(
                PlanWarning("no_undo", "It cannot be distinguished from that one, so no skill undoes it alone.")
            )
        first = max((day for day in (credit.record.date, each.invoice.date) if day is not None), default=each.day)
        if each.day < first:
            words = f"It is dated {each.day}, before one of the documents: Xero takes {first} instead."
            found.append(PlanWarning("earlier_date", words))
    return found


async def plan_unallocation(credit: StoredCredit, invoices: Sequence[str] | None) -> Proposal:
    """The plan that takes allocations off a credit: those to the invoices or bills named, else the only one.

    Raises NotFound where it has none, Conflict where it has several and none is named.
    """
    there = [each for each in credit.allocations if each.allocation_id]
    if not there:
        raise NotFound(f"Nothing of the {credit.label} is allocated.", hint="Nothing needs to be done.")
    chosen = there if invoices is None else [each for name in invoices for each in there if _is_named(each, name)]
    missing = [name for name in invoices or () if not any(_is_named(each, name) for each in there)]
    if invoices is None and len(there) > 1:
        raise Conflict(
            f"The {credit.label} is allocated to several: {_listed(credit, there)}.",
            fields=[FieldError("/invoices", "is required")],
            hint="Name those it is taken off from in invoices.",
        )
    if not chosen:
        raise NotFound(
            f"Nothing of the {credit.label} is allocated to {quote(missing[0])}.",
            fields=[FieldError("/invoices/0", "has none of it")],
            hint=f"It is allocated to: {_listed(credit, there)}.",
        )
    chosen = list({each.allocation_id: each for each in chosen}.values())
    return _unallocation(credit, chosen, missing)


def _is_named(allocation: Allocation, name: str) -> bool:
    known = [allocation.allocation_id]
    if allocation.invoice is not None:
        known += [allocation.invoice.invoice_id, allocation.invoice.invoice_number]
    return casefolded(name) in {casefolded(each) for each in known if each}


def _number(allocation: Allocation) -> str:
    invoice = allocation.invoice
    return in_sentence(invoice.invoice_number or invoice.invoice_id) if invoice else "an invoice"


def _listed(credit: StoredCredit, allocations: Sequence[Allocation]) -> str:
    return ", ".join(f"{_number(each)} ({credit.money(each.amount)})" for each in allocations[:10])


def _unallocation(credit: StoredCredit, chosen: Sequence[Allocation], missing: Sequence[str]) -> Proposal:
    ctx, kind = credit.ctx, credit.credit.record_kind
    whole = sum((amount_or(each.amount) for each in chosen), ZERO)
    warnings = []
    for day in sorted({each.date for each in chosen if each.date is not None}):
        warnings += day_warnings(ctx.organisation, day, ctx.today, what="The allocation")
    if missing:
        reported = ", ".join(quote(each) for each in missing[:5])
        warnings.append(PlanWarning("not_allocated", f"Nothing of it is allocated to {reported}: that stays as it is."))
    again = [
        {"invoice": each.invoice.invoice_id, "amount": f"{amount_or(each.amount):f}"} for each in chosen if each.invoice
    ]
    once = len({each["invoice"] for each in again}) == len(chosen)
    undo = Undo(f"allocate_{kind}", {kind: credit.id, "allocations": again}, f"allocate_{kind} can allocate it again.")
    return Proposal(
        summary=f"Take off the {credit.label} what is allocated to {_listed(credit, chosen)}; it is due again there.",
        steps=[unallocating(credit, each, first=number == 0) for number, each in enumerate(chosen)],
        before=_shown(credit, credit.remaining) | {"allocated_to": [_number(each) for each in chosen]},
        after=_shown(credit, credit.remaining + whole) | {"allocated_to": []},
        amount=credit.money(whole),
        party=credit.contact.name if credit.contact else None,
        warnings=warnings,
        undo=undo if once else None,
        independent=True,
    )


async def plan_refund(
    credit: StoredCredit,
    *,
    account: str,
    amount: Decimal | None,
    day: date | None,
    reference: str | None,
    rate: Decimal | None = None,
) -> Proposal:
    """The plan that records the refund of a credit, of all that is left if no amount is given.

    Raises Conflict for what Xero would refuse, NotFound or Ambiguous for the account.
    """
    ctx, base = credit.ctx, credit.ctx.organisation.base_currency
    checked_rate(rate, credit.currency, base)
    words, paid_on = one_line(reference, "/reference"), sane_day(day, "/date") or ctx.today
    _refuse_unusable(credit, "refunded")
    requested = amount if amount is not None else credit.remaining
    if requested > credit.remaining:
        raise _too_much(credit, requested, credit.remaining, "/amount", f"is left of the {credit.label}")
    target = (await chart(ctx.xero)).for_payment(account)
    refuse_account(ctx, target, credit.currency, what="a credit")
    money, left = credit.money(requested), credit.remaining - requested
    way = "out of" if credit.settles == "sales" else "into"
    party = credit.contact.name if credit.contact else None
    step = refunding(credit, account_id=target.account_id, amount=requested, day=paid_on, reference=words, rate=rate)
    refund = {"amount": snapshot(money), "date": paid_on.isoformat(), "account": snapshot(account_ref(target)),
              "reference": words, **rate_shown(rate, money, base)}  # fmt: skip
    return Proposal(
        summary=f"Record a refund of {money} of the {credit.label} {way} {in_sentence(target.name)} on {paid_on}; "
        f"{credit.money(left)} is then left.",
        steps=[step],
        before=_shown(credit, credit.remaining),
        after=_shown(credit, left) | {"refund": refund},
        amount=money,
        party=party,
        warnings=[
            *day_warnings(ctx.organisation, paid_on, ctx.today, what="The refund"),
            *_alike(credit, requested),
            *rate_warnings(rate, credit.currency, base),
        ],
        undo=Undo("reverse_payment", {}, "reverse_payment can undo it.", written={"payment": RECORD}),
    )


def _alike(credit: StoredCredit, amount: Decimal) -> list[PlanWarning]:
    return [
        PlanWarning("possible_duplicate", f"A refund of {credit.money(amount)} on {each.date} is on it already.")
        for each in credit.record.payments or ()
        if each.amount == amount
    ]
