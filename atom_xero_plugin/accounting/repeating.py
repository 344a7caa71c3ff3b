"""Repeating invoices: which one is meant, and the plans that create and delete one.

Xero changes none and pauses none. Source: xero-mcp-server issue 192; developer.xero.com, Repeating Invoices.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from atom_xero_plugin.accounting.documents.conversion import LikeAnother
from atom_xero_plugin.accounting.documents.create import amounts_expected, check_alone, live_contact
from atom_xero_plugin.accounting.documents.inputs import snapshot
from atom_xero_plugin.accounting.documents.lines import DraftLine, document_lines, line_view
from atom_xero_plugin.accounting.documents.preflight import line_warnings
from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument, one_line, sane_day
from atom_xero_plugin.accounting.kinds.contacts import contact_ref
from atom_xero_plugin.accounting.kinds.invoices import SALES_INVOICE
from atom_xero_plugin.accounting.kinds.repeating_invoices import (
    DUE_TYPES,
    UNITS,
    invoices_are,
    repeating_label,
    repeats,
)
from atom_xero_plugin.accounting.pricing import totals_of
from atom_xero_plugin.accounting.repeating_inputs import RepeatingInput
from atom_xero_plugin.accounting.resolve import existing
from atom_xero_plugin.accounting.resolve.resolver import Resolver
from atom_xero_plugin.accounting.unchanged import still_shows
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Candidate, Conflict
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import RECORD, PlanWarning, Proposal, Step, Totals, Undo
from atom_xero_plugin.xero.lists import get, list_of
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.records.repeating_invoices import REPEATING_INVOICES, RepeatingInvoice
from atom_xero_plugin.xero.where_clause import checked_text, is_guid
from atom_xero_plugin.xero.write import create, update

_KIND: Final = "repeating_invoice"
_PATH: Final = "/repeating_invoice"


def _candidate(template: RepeatingInvoice) -> Candidate:
    label = f"{repeating_label(template)} · {template.currency_code or ''} {template.total}"
    return Candidate(_KIND, template.repeating_invoice_id, template.reference or "", f"{label} ({template.record_id})")


_NAMES: Final[Resolver[RepeatingInvoice]] = Resolver(
    kind="repeating invoice",
    keys=((lambda each: each.reference,), (lambda each: each.contact.name if each.contact else None,)),
    also=(),
    identity=_candidate,
    in_use=lambda each: each.status != "DELETED",
    finder="find_repeating_invoices",
)


async def templates(ctx: Context) -> list[RepeatingInvoice]:
    """All there are, also deleted ones: Xero gives them whole."""
    return (await list_of(ctx.xero, REPEATING_INVOICES)).items


async def one_template(ctx: Context, named: str) -> RepeatingInvoice:
    """The one with this id or reference, or the only one of the contact of this name. Raises NotFound, or Ambiguous."""
    text = checked_text(named, _PATH).strip()
    if is_guid(text):
        return await get(ctx.xero, REPEATING_INVOICES, text)
    return _NAMES.one(text, await templates(ctx), path=_PATH)


async def propose_template(ctx: Context, requested: RepeatingInput) -> Proposal:
    """The plan that creates a repeating sales invoice. Raises what Xero would refuse, before anything is sent."""
    reference = one_line(requested.reference, "/reference")
    sane_day(requested.start_date, "/start_date")
    sane_day(requested.end_date, "/end_date")
    if requested.end_date is not None and requested.end_date <= requested.start_date:
        raise invalid_argument("/end_date", "is not after start_date")
    _check_due(requested)
    each = LikeAnother(
        contact=requested.contact, amounts_are=requested.amounts_are, currency=requested.currency,
        approve=requested.approve, lines=tuple(requested.lines),
    )  # fmt: skip
    check_alone(SALES_INVOICE, each)
    contact = await live_contact(ctx.xero, requested.contact)
    if requested.invoices_are == "sent" and not contact.email_address:
        raise Conflict(
            f"The contact {in_sentence(contact.name)} has no e-mail address, so Xero could not send its invoices.",
            hint="Give it one with change_contact, or let the invoices be approved and not sent.",
        )
    lines = await document_lines(ctx.xero, SALES_INVOICE, each)
    currency = requested.currency or contact.default_currency or ctx.organisation.base_currency
    if requested.currency != contact.default_currency:
        await existing.refuse_unused_currency(ctx.xero, requested.currency, base=ctx.organisation.base_currency)
    totals = totals_of([line.priced for line in lines], requested.amounts_are, currency)
    if requested.approve and totals.total.amount < 0:
        raise invalid_argument("/lines", "come to less than zero, which only a draft may", hint=AFTER_READING)
    return _proposal(ctx, requested, contact, lines, totals, reference, await templates(ctx))


def _check_due(requested: RepeatingInput) -> None:
    of_month = requested.due_rule in {"day_of_month", "day_of_next_month"}
    if of_month and not 1 <= requested.due <= 31:  # noqa: PLR2004 - days of a month
        raise invalid_argument("/due", f"is a day of a month by due_rule {requested.due_rule}: 1 to 31")


def _proposal(
    ctx: Context,
    requested: RepeatingInput,
    contact: Contact,
    lines: Sequence[DraftLine],
    totals: Totals,
    reference: str | None,
    there: Sequence[RepeatingInvoice],
) -> Proposal:
    body = _body(requested, contact, lines, totals, reference)
    often = repeats(requested.every, UNITS[requested.unit])
    until = f" until {requested.end_date}" if requested.end_date else ""
    address = contact.email_address if requested.invoices_are == "sent" else None
    schedule = body["Schedule"]
    expects = {
        "Type": "ACCREC",
        "Status": body["Status"],
        "Contact.ContactID": contact.contact_id,
        **{f"Schedule.{name}": str(schedule[name]) for name in ("Period", "Unit", "DueDate", "DueDateType")},
        **({"Reference": reference} if reference else {}),
        **(amounts_expected(totals) if all(line.taxed for line in lines) else {}),
    }
    return Proposal(
        summary=f"Create a repeating invoice to {in_sentence(contact.name)} over {totals.total} {often} from "
        f"{requested.start_date}{until}; each is {_each(requested.invoices_are)}.",
        steps=[
            Step(
                create(REPEATING_INVOICES, body),
                _KIND,
                expects=expects,
                find={},
                besides=[each.repeating_invoice_id for each in there],
            )
        ],
        after={
            "kind": "sales",
            "contact": snapshot(contact_ref(contact)),
            "repeats": often,
            "start_date": requested.start_date.isoformat(),
            "end_date": requested.end_date.isoformat() if requested.end_date else None,
            "due": f"{requested.due} {requested.due_rule}",
            "invoices_are": requested.invoices_are,
            "amounts_are": requested.amounts_are,
            "lines": [snapshot(line_view(line, totals.total.currency)) for line in lines],
            "total": snapshot(totals.total),
            "reference": reference,
        },
        totals=totals,
        party=contact.name,
        warnings=[*_warnings(ctx, requested, contact, totals, there), *_of_lines(requested, lines)],
        emails=[address] if address else [],
        undo=Undo(
            "delete_repeating_invoice",
            {},
            "delete_repeating_invoice can delete it; invoices that it made stay.",
            written={_KIND: RECORD},
        ),
    )


def _body(
    requested: RepeatingInput, contact: Contact, lines: Sequence[DraftLine], totals: Totals, reference: str | None
) -> dict[str, Any]:
    schedule = {
        "Period": requested.every,
        "Unit": UNITS[requested.unit],
        "DueDate": requested.due,
        "DueDateType": DUE_TYPES[requested.due_rule],
        "StartDate": requested.start_date,
        "EndDate": requested.end_date,
    }
    sent = {"ApprovedForSending": True} if requested.invoices_are == "sent" else {}
    return {
        "Type": "ACCREC",
        "Contact": {"ContactID": contact.contact_id},
        "Schedule": {name: value for name, value in schedule.items() if value is not None},
        "LineItems": [line.body for line in lines],
        "LineAmountTypes": SALES_INVOICE.line_amount_types(requested.amounts_are),
        "Status": "AUTHORISED" if requested.approve else "DRAFT",
        "CurrencyCode": totals.total.currency,
        "Reference": reference,
        **sent,
    }


def _each(are: str) -> str:
    return {"draft": "a draft", "approved": "approved by itself", "sent": "approved and e-mailed by itself"}[are]


def _warnings(
    ctx: Context, requested: RepeatingInput, contact: Contact, totals: Totals, there: Sequence[RepeatingInvoice]
) -> list[PlanWarning]:
    found = []
    if requested.invoices_are != "draft":
        words = "Its invoices count in the books at once; nobody is asked about each."
        found.append(PlanWarning("by_itself", words))
    if requested.start_date < ctx.today:
        words = f"It starts on {requested.start_date}: Xero makes the invoices of past days at once, and e-mails none."
        found.append(PlanWarning("past_start", words))
    for each in there:
        same = each.contact is not None and each.contact.contact_id == contact.contact_id
        if same and each.status != "DELETED" and each.total == totals.total.amount:
            found.append(PlanWarning("possible_duplicate", f"The same contact and total: {_candidate(each).label}."))
    return found


def _of_lines(requested: RepeatingInput, lines: Sequence[DraftLine]) -> list[PlanWarning]:
    return line_warnings(
        SALES_INVOICE, lines, new=lines, edited=lines, draft=True, taxless=requested.amounts_are == "no_tax"
    )


def propose_deletion(template: RepeatingInvoice) -> Proposal:
    """The plan that deletes a template, void if it is no longer as it was. Raises Conflict for one that is deleted."""
    label = repeating_label(template)
    if template.status == "DELETED":
        raise Conflict(f"The {label} is deleted already.", hint="Nothing needs to be done.")
    identity = {"id": template.repeating_invoice_id, "contact": snapshot(contact_ref(template.contact))}
    fields = {"Status": template.status or "", "Total": f"{template.total:f}"}
    return Proposal(
        summary=f"Delete the {label}: it makes no more invoices. This is final; those that it made stay.",
        steps=[
            Step(
                update(REPEATING_INVOICES, template.repeating_invoice_id, {"Status": "DELETED"}),
                _KIND,
                expects={"Status": "DELETED"},
                record_id=template.repeating_invoice_id,
                precondition=still_shows(_KIND, template.repeating_invoice_id, fields),
                gone={"RepeatingInvoiceID": template.repeating_invoice_id, "Status": "DELETED"},
            )
        ],
        before={**identity, "invoices_are": invoices_are(template)},
        after={**identity, "invoices_are": "deleted"},
        party=template.contact.name if template.contact else None,
    )
