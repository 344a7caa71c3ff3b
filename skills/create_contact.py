"""Create a contact."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import invalid_argument, one_line
from atom_xero_plugin.accounting.kinds.contact_inputs import (
    ContactFields,
    ContactResult,
    PersonInput,
    body_of,
    check_text,
    snapshot_of,
)
from atom_xero_plugin.accounting.kinds.contacts import contact_view
from atom_xero_plugin.accounting.resolve.existing import active_contact, refuse_taken_contact, refuse_unused_currency
from atom_xero_plugin.accounting.warnings import contact_warnings, like_contacts, script_warnings, with_tax_number
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import RECORD, AlreadyDone, Proposal, Step, Undo
from atom_xero_plugin.xero.records.contacts import CONTACTS, Contact, ContactFilter
from atom_xero_plugin.xero.write import create


class Input(ContactFields, forbid_unknown_fields=True, kw_only=True):
    """What create_contact takes."""

    name: Annotated[
        str,
        Meta(
            description="Name of the new Xero contact, unique.",
            min_length=1,
            max_length=255,
            extra=also("contact contact_name company company_name customer supplier vendor client") | OBVIOUS,
        ),
    ]
    persons: Annotated[
        list[PersonInput],
        Meta(
            description="Further persons there.", max_length=5, extra=also("people contact_persons contacts") | OBVIOUS
        ),
    ] = msgspec.field(default_factory=list)
    if_there: Annotated[
        Literal["refuse", "use"],
        Meta(
            description="use: an active contact of exactly this name is the answer, as it is, and nothing is written.",
            extra=also("if_exists find_or_create upsert on_conflict"),
        ),
    ] = "refuse"


@skill(
    effect="write",
    scopes=["accounting.contacts"],
    undo="archive_contact",
    examples=[
        Example(
            "Add Harbour Light Studio as a contact",
            {"name": "Harbour Light Studio", "email": "accounts@harbourlight.example", "phone": "09 555 0182"},
        )
    ],
)
async def create_contact(ctx: Context, input: Input) -> Proposal | AlreadyDone:
    """Create a Xero contact: a customer, a supplier or both. The plan warns of contacts that may be the same.

    A person approves it first; nothing is sent. archive_contact undoes it. With if_there=use it finds or creates.
    """
    name = one_line(input.name, "/name")
    if name is None:
        raise invalid_argument("/name", "must not be blank")
    check_text(input, persons=input.persons, path="/persons")
    there = await active_contact(ctx.xero, name) if input.if_there == "use" else None
    if there is not None:
        return AlreadyDone([there])
    await refuse_taken_contact(
        ctx.xero, name=name, contact_number=input.contact_number, account_number=input.account_number
    )
    await refuse_unused_currency(ctx.xero, input.currency, base=ctx.organisation.base_currency)
    others, unread = await like_contacts(ctx.xero, name, input.email or None)
    warnings = (
        script_warnings(name)
        + unread
        + contact_warnings(others, name=name, email=input.email or None, tax_number=input.tax_number or None)
    )
    if input.tax_number:
        warnings += await with_tax_number(ctx.xero, input.tax_number, besides={each.contact_id for each in others})
    body = {"Name": name, **body_of(input, persons=input.persons)}
    return Proposal(
        summary=f"Create the contact {in_sentence(name)}.",
        party=name,
        steps=[
            Step(
                create(CONTACTS, body),
                "contact",
                expects=_expects(body),
                find=None if unread else ContactFilter(name=name, include_archived=True).params(),
                besides=[each.contact_id for each in others],
            )
        ],
        after={"name": name, **snapshot_of(input, persons=input.persons)},
        warnings=warnings,
        undo=Undo(
            "archive_contact",
            {},
            "archive_contact can archive it; Xero deletes no contacts.",
            written={"contact": RECORD},
        ),
    )


@create_contact.verified
def created(ctx: Context, contact: Contact) -> ContactResult:
    """The contact as Xero has it now."""
    return ContactResult(contact_view(ctx, contact))


def _expects(body: dict[str, object]) -> dict[str, str]:
    reported = ("Name", "EmailAddress", "AccountNumber", "TaxNumber")
    return {"ContactStatus": "ACTIVE"} | {field: str(body[field]) for field in reported if body.get(field)}
