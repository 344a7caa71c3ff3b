"""Find contacts."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.inputs import Cursor, Limit, one_line
from atom_xero_plugin.accounting.kinds.contact_search import near_names, pages_by_name, role_filter
from atom_xero_plugin.accounting.kinds.contacts import ContactRef, ContactRow, contact_row
from atom_xero_plugin.accounting.listing import begin, collect, cursor_to
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.xero.records.contacts import ContactFilter


class Input(Struct, forbid_unknown_fields=True):
    """What find_contacts takes."""

    text: (
        Annotated[
            str,
            Meta(
                description="Part of a name, e-mail, contact or company number.",
                max_length=255,
                extra=also("query search q keyword contains words search_term customer supplier"),
            ),
        ]
        | None
    ) = None
    name: (
        Annotated[
            str,
            Meta(
                description="The whole name.",
                max_length=255,
                extra=also("contact contact_name full_name exact_name company") | OBVIOUS,
            ),
        ]
        | None
    ) = None
    email: (
        Annotated[
            str,
            Meta(
                description="The whole e-mail address.",
                max_length=255,
                extra=aliases.EMAIL | OBVIOUS,
            ),
        ]
        | None
    ) = None
    account_number: (
        Annotated[
            str,
            Meta(
                description="The whole account number.",
                max_length=50,
                extra=also("account number account_no") | OBVIOUS,
            ),
        ]
        | None
    ) = None
    customers_only: Annotated[
        bool,
        Meta(
            description="Only those that were invoiced.", extra=also("customers is_customer only_customers") | OBVIOUS
        ),
    ] = False
    suppliers_only: Annotated[
        bool,
        Meta(
            description="Only those that billed the organisation.",
            extra=also("suppliers is_supplier only_suppliers vendors vendors_only") | OBVIOUS,
        ),
    ] = False
    include_archived: Annotated[bool, Meta(description="Archived ones too.", extra=aliases.ARCHIVED | OBVIOUS)] = False
    limit: Limit = 20
    cursor: Cursor = None


class Output(Struct, omit_defaults=True):
    """What find_contacts answers."""

    items: Annotated[list[ContactRow], Meta(description="The contacts, by name.")]
    total: Annotated[int | None, Meta(description="How many fit in all, where Xero can say.")]
    has_more: Annotated[bool, Meta(description="Whether there may be more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]
    near: Annotated[list[ContactRef], Meta(description="Names like the one asked for, where none fits.")] = []


@skill(
    effect="read",
    scopes=["accounting.contacts.read"],
    examples=[
        Example("Who are our customers?", {"customers_only": True, "limit": 10}),
        Example("Find the contact with cafe in its name", {"text": "cafe"}),
    ],
)
async def find_contacts(ctx: Context, input: Input) -> Output:
    """Find a Xero contact, customer or supplier, by part of its name, by e-mail address or number.

    Answers what each owes and is owed.
    """
    start = begin(input.cursor, ctx.organisation.id, input)
    keep = role_filter(customers_only=input.customers_only, suppliers_only=input.suppliers_only)
    requested = ContactFilter(
        search_term=one_line(input.text, "/text"),
        name=one_line(input.name, "/name"),
        email=one_line(input.email, "/email"),
        account_number=one_line(input.account_number, "/account_number"),
        include_archived=input.include_archived,
    )
    fetch = pages_by_name(ctx, requested, size=input.limit if keep is None else 100)
    found = await collect(fetch, start, input.limit, keep)
    return Output(
        items=[contact_row(ctx, each) for each in found.items],
        total=found.total,
        has_more=found.after is not None,
        next_cursor=cursor_to(found.after, ctx.organisation.id, input),
        near=[] if found.items or input.cursor is not None else await near_names(ctx, requested),
    )
