"""Change a contact."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import AFTER_READING, ContactName, invalid_argument, one_line
from atom_xero_plugin.accounting.kinds.contact_changes import expected_of, warnings_of_change
from atom_xero_plugin.accounting.kinds.contact_inputs import (
    ContactFields,
    ContactResult,
    PersonInput,
    body_of,
    check_text,
    snapshot_of,
    unchanged_persons,
    values_of,
)
from atom_xero_plugin.accounting.kinds.contacts import contact_view
from atom_xero_plugin.accounting.resolve.contacts import one_contact, refuse_archived
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import Proposal, Step, Undo
from atom_xero_plugin.xero.lists import get
from atom_xero_plugin.xero.records.contacts import CONTACTS, Contact
from atom_xero_plugin.xero.write import update


class Input(ContactFields, forbid_unknown_fields=True, kw_only=True):
    """What change_contact takes."""

    contact: ContactName
    name: (
        Annotated[
            str,
            Meta(
                description="New name, unique.",
                min_length=1,
                max_length=255,
                extra=also("new_name contact_name company_name rename_to") | OBVIOUS,
            ),
        ]
        | None
    ) = None
    add_persons: Annotated[
        list[PersonInput],
        Meta(
            description="Persons to add; those there stay.",
            max_length=5,
            extra=also("persons people contact_persons") | OBVIOUS,
        ),
    ] = msgspec.field(default_factory=list)


@skill(
    effect="write",
    scopes=["accounting.contacts"],
    undo="change_contact",
    examples=[
        Example("Capital Power's e-mail address is now bills@capitalpower.example",
                {"contact": "Capital Power", "email": "bills@capitalpower.example"}),
    ],
)  # fmt: skip
async def change_contact(ctx: Context, input: Input) -> Proposal:
    """Change a Xero contact, customer or supplier: only the fields given change. An empty text empties a field.

    A person approves first; nothing is sent. Asking with the old values undoes it.
    """
    name = one_line(input.name, "/name")
    check_text(input, persons=input.add_persons, path="/add_persons")
    found = await one_contact(ctx.xero, input.contact)
    contact = await get(ctx.xero, CONTACTS, found.contact_id)
    await refuse_archived(ctx.xero, contact, "Xero takes no change of it")
    body = body_of(input, persons=input.add_persons, contact=contact) | ({"Name": name} if name else {})
    before = values_of(contact)
    after = before | snapshot_of(input, persons=input.add_persons, contact=contact) | ({"name": name} if name else {})
    changed = [field for field in after if after[field] != before.get(field)]
    if not changed:
        raise invalid_argument("", "nothing would change: give at least one field with a new value", hint=AFTER_READING)
    warnings = await warnings_of_change(ctx, contact, input, name)
    previous = {field: before.get(field) or "" for field in changed if field not in {"persons", "address"}}
    if "address" in changed and "address" in before:
        previous["address"] = before["address"]
    undoable = "persons" not in changed and ("address" not in changed or "address" in before)
    names = ", ".join(field.replace("_", " ") for field in changed)
    return Proposal(
        summary=f"Change {names} of the contact {in_sentence(contact.name)}.",
        party=contact.name,
        steps=[
            Step(
                update(CONTACTS, contact.contact_id, {**body, **unchanged_persons(contact, body)}),
                "contact",
                expects=expected_of(contact, body),
                record_id=contact.contact_id,
                unchanged_since=contact.updated_date_utc,
            )
        ],
        before={field: before.get(field) for field in ("name", *changed)},
        after={field: after[field] for field in ("name", *changed)},
        warnings=warnings,
        undo=Undo(
            "change_contact", {"contact": contact.contact_id, **previous}, "change_contact can set the old values."
        )
        if undoable
        else None,
    )


@change_contact.verified
def changed(ctx: Context, contact: Contact) -> ContactResult:
    """The contact as Xero has it now."""
    return ContactResult(contact_view(ctx, contact))
