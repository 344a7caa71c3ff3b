"""The plan of a payment, and what speaks against it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from atom_xero_plugin.accounting.currency_rates import checked_rate, rate_shown, rate_text, rate_warnings
from atom_xero_plugin.accounting.documents.document import currency_of
from atom_xero_plugin.accounting.documents.inputs import snapshot
from atom_xero_plugin.accounting.inputs import sane_day
from atom_xero_plugin.accounting.kinds.accounts import account_ref, is_archived, takes_payments
from atom_xero_plugin.accounting.kinds.invoices import invoice_row, money_of, named, status_of
from atom_xero_plugin.accounting.kinds.payment_steps import payment_step
from atom_xero_plugin.accounting.kinds.supplier_checks import supplier_warnings
from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.accounting.warnings import day_warnings
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Conflict, FieldError
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import RECORD, PlanWarning, Proposal, Undo
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.invoices import Invoice

_CLOSE: Final = 31
"""Days within which a payment of the same amount looks like this one."""
_RECENT: Final = 7
"""Days within which any payment of the same invoice may be this one, recorded otherwise."""


async def plan_payment(
    ctx: Context,
    invoice: Invoice,
    *,
    account: str,
    amount: Decimal | None,
    day: date | None,
    reference: str | None,
    rate: Decimal | None = None,
) -> Proposal:
    """The plan that records a payment of an invoice or bill; all that is due if no amount is given.

    Raises Conflict for what Xero would refuse, NotFound or Ambiguous for the account, and InvalidArguments for a `rate`
    of what is in the organisation's own currency.
    """
    currency, base = currency_of(ctx, invoice), ctx.organisation.base_currency
    checked_rate(rate, currency, base)
    paid_on = sane_day(day, "/date") or ctx.today
    due = due_on(ctx, invoice)
    requested = amount_within(ctx, invoice, amount, due)
    target = (await chart(ctx.xero)).for_payment(account)
    refuse_account(ctx, target, currency, what="an invoice")
    money = money_of(ctx, invoice, requested)
    left = money_of(ctx, invoice, due - requested)
    whose, whence = ("to", "from") if invoice.is_bill else ("from", "into")
    name = invoice.contact.name if invoice.contact else None
    settled = "" if left.amount != 0 else ", which settles it"
    before = snapshot(invoice_row(ctx, invoice))
    paid = {"amount_due": snapshot(left), "status": status_of(invoice) if left.amount != 0 else "paid"}
    payment = {
        "amount": snapshot(money),
        "date": paid_on.isoformat(),
        "account": snapshot(account_ref(target)),
        "reference": reference,
        **rate_shown(rate, money, base),
    }
    step = payment_step(
        invoice, account_id=target.account_id, amount=requested, due=due, day=paid_on, reference=reference, rate=rate
    )
    return Proposal(
        summary=f"Record a payment of {money} {whose} {in_sentence(name)} {whence} {in_sentence(target.name)} on "
        f"{paid_on} for the {_short(invoice)}{settled}.",
        steps=[step],
        before={"invoice": before},
        after={"payment": payment, "invoice": before | paid},
        party=name,
        amount=money,
        warnings=[
            *_warnings(ctx, invoice, target, requested, paid_on, rate),
            *rate_warnings(rate, currency, base),
            *await supplier_warnings(ctx, [invoice]),
        ],
        undo=Undo("reverse_payment", {}, "reverse_payment can undo it.", written={"payment": RECORD}),
    )


def _short(invoice: Invoice) -> str:
    what = "bill" if invoice.is_bill else "sales invoice"
    return f"{what} {in_sentence(invoice.invoice_number)}" if invoice.invoice_number else what


def due_on(ctx: Context, invoice: Invoice, *, path: str = "") -> Decimal:
    """What is due on it. Raises Conflict if nothing can be paid; `path` names the argument that names it."""
    if invoice.status == "AUTHORISED" and invoice.amount_due is not None and invoice.amount_due > 0:
        return invoice.amount_due
    hints = {
        "DRAFT": "Approve it first with approve_invoice.",
        "SUBMITTED": "Approve it first with approve_invoice.",
        "PAID": "Nothing is due on it.",
    }
    state = status_of(invoice).replace("_", " ")
    raise Conflict(
        f"The {named(invoice)} is {state}, with {money_of(ctx, invoice, invoice.amount_due)} due; it cannot be paid.",
        fields=[FieldError(path, f"is {state}")] if path else [],
        hint=hints.get(invoice.status or "", "It is final."),
    )


def amount_within(
    ctx: Context, invoice: Invoice, amount: Decimal | None, due: Decimal, *, path: str = "/amount"
) -> Decimal:
    """What is paid: the amount, or all that is due. Raises Conflict for more than that."""
    if amount is None:
        return due
    if amount > due:
        money = money_of(ctx, invoice, due)
        raise Conflict(
            f"Only {money} is due on the {named(invoice)}; {amount} is more than that.",
            fields=[FieldError(path, f"is more than the {money} due")],
            hint="Leave amount out to pay all that is due.",
        )
    return amount


def refuse_account(ctx: Context, account: Account, currency: str, *, what: str) -> None:
    """Raises Conflict for an account that cannot pay `what`, such as `an invoice`, in a currency."""
    path = "/account"
    label = f"{account.code or ''} {account.name}".strip()
    if not takes_payments(account):
        why = "is archived" if is_archived(account) else "is no bank account and not open for payments"
        raise Conflict(
            f"The account {label} {why}, so nothing can be paid with it.",
            fields=[FieldError(path, why)],
            hint="find_accounts with for_payments lists those that can be used.",
        )
    base = ctx.organisation.base_currency
    if account.currency_code not in {None, base, currency}:
        raise Conflict(
            f"The account {label} is in {account.currency_code}; {what} in {currency} cannot be paid with it.",
            fields=[FieldError(path, f"is in {account.currency_code}")],
            hint=f"Use one in {' or '.join(sorted({base, currency}))}.",
        )


def _warnings(
    ctx: Context, invoice: Invoice, account: Account, amount: Decimal, day: date, rate: Decimal | None
) -> list[PlanWarning]:
    found = day_warnings(ctx.organisation, day, ctx.today, what="The payment")
    if invoice.date is not None and day < invoice.date:
        found.append(PlanWarning("before_invoice", f"The payment is dated {day}, before the invoice's {invoice.date}."))
    found += paid_before(ctx, invoice, amount, day)
    if account.currency_code not in {None, currency_of(ctx, invoice)}:
        by = "its rate of the day" if rate is None else f"the rate {rate_text(rate)}"
        words = f"{in_sentence(account.name)} is in {account.currency_code}; Xero uses {by}."
        found.append(PlanWarning("other_currency", words))
    return found


def paid_before(ctx: Context, invoice: Invoice, amount: Decimal, day: date) -> list[PlanWarning]:
    """Warnings for payments on it that look like this one: of the same amount, or of about the same day."""
    found = []
    for each in invoice.payments or ():
        days = abs((each.date - day).days) if each.date is not None else _CLOSE + 1
        money = Money.of(each.amount, currency_of(ctx, invoice))
        words = f"A payment of {money} on {each.date} is on the {named(invoice)} already."
        if each.amount == amount and days <= _CLOSE:
            found.append(PlanWarning("possible_duplicate", words))
        elif days <= _RECENT:
            found.append(PlanWarning("recent_payment", words))
    return found
