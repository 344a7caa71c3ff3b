"""How contacts appear in answers."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kind import Found, RecordKind
from atom_xero_plugin.accounting.kinds.supplier_checks import BANK_DETAILS, bank_details
from atom_xero_plugin.accounting.listed import InLists, Listed
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.trigger_filters import Text
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.xero.records.contacts import CONTACTS, Balance, Contact
from atom_xero_plugin.xero.records.parts import Address, Phone

_PHONE_KINDS = {"DEFAULT": "main", "DDI": "direct", "MOBILE": "mobile", "FAX": "fax"}
_ADDRESS_KINDS = {"POBOX": "postal", "STREET": "street", "DELIVERY": "delivery"}


class ContactRef(Struct):
    """A contact, named."""

    id: Annotated[str, Meta(description="Xero's id of the contact.")]
    name: Annotated[str, Meta(description="Its name.")]


class ContactRow(Struct, omit_defaults=True):
    """A contact in a list."""

    id: Annotated[str, Meta(description="Xero's id of the contact.")]
    name: Annotated[str, Meta(description="Its name.")]
    url: Annotated[str, Meta(description="Its page in Xero.")]
    email: Annotated[str | None, Meta(description="E-mail address.")] = None
    account_number: Annotated[str | None, Meta(description="Account number.")] = None
    customer: Annotated[bool, Meta(description="Whether it was ever invoiced.")] = False
    supplier: Annotated[bool, Meta(description="Whether it ever billed the organisation.")] = False
    archived: Annotated[bool, Meta(description="Whether it is archived: no new documents for it.")] = False
    owes: Annotated[Money | None, Meta(description="What it owes the organisation; left out if nothing.")] = None
    owes_overdue: Annotated[Money | None, Meta(description="How much of that is overdue.")] = None
    is_owed: Annotated[Money | None, Meta(description="What the organisation owes it; left out if nothing.")] = None
    is_owed_overdue: Annotated[Money | None, Meta(description="How much of that is overdue.")] = None


class PersonView(Struct, omit_defaults=True):
    """Someone at a contact."""

    first_name: Annotated[str | None, Meta(description="First name.")] = None
    last_name: Annotated[str | None, Meta(description="Last name.")] = None
    email: Annotated[str | None, Meta(description="E-mail address.")] = None
    gets_invoices: Annotated[bool, Meta(description="Whether invoices are e-mailed here too.")] = False


class AddressView(Struct, omit_defaults=True):
    """An address."""

    kind: Annotated[str, Meta(description="postal, street or delivery.")]
    lines: Annotated[list[str], Meta(description="Street and number, up to four lines.")] = []
    city: Annotated[str | None, Meta(description="City.")] = None
    region: Annotated[str | None, Meta(description="Region or state.")] = None
    postal_code: Annotated[str | None, Meta(description="Postal code.")] = None
    country: Annotated[str | None, Meta(description="Country.")] = None


class PhoneView(Struct):
    """A telephone number."""

    kind: Annotated[str, Meta(description="main, direct, mobile or fax.")]
    number: Annotated[str, Meta(description="The number with its country and area code.")]


class ContactView(ContactRow, omit_defaults=True):
    """A contact in full."""

    first_name: Annotated[str | None, Meta(description="First name of the main person.")] = None
    last_name: Annotated[str | None, Meta(description="Last name of the main person.")] = None
    contact_number: Annotated[str | None, Meta(description="Number that another system knows it by.")] = None
    tax_number: Annotated[str | None, Meta(description="Tax number.")] = None
    company_number: Annotated[str | None, Meta(description="Company number.")] = None
    currency: Annotated[str | None, Meta(description="Currency its documents have by default.")] = None
    addresses: Annotated[list[AddressView], Meta(description="Addresses.")] = []
    phones: Annotated[list[PhoneView], Meta(description="Telephone numbers.")] = []
    persons: Annotated[list[PersonView], Meta(description="Further persons there.")] = []


def contact_ref(contact: Contact | None) -> ContactRef:
    """A contact, named; nothing for a document without one."""
    return ContactRef(contact.contact_id, contact.name or "") if contact else ContactRef("", "")


def contact_row(ctx: Context, contact: Contact) -> ContactRow:
    """A contact in a list."""
    balances = contact.balances
    receivable = balances.accounts_receivable if balances else None
    payable = balances.accounts_payable if balances else None
    return ContactRow(
        id=contact.contact_id,
        name=contact.name or "",
        url=ctx.link(CONTACTS.page, contact.contact_id),
        email=contact.email_address or None,
        account_number=contact.account_number or None,
        customer=bool(contact.is_customer),
        supplier=bool(contact.is_supplier),
        archived=is_archived(contact),
        owes=_money(ctx, receivable, "outstanding"),
        owes_overdue=_money(ctx, receivable, "overdue"),
        is_owed=_money(ctx, payable, "outstanding"),
        is_owed_overdue=_money(ctx, payable, "overdue"),
    )


def contact_view(ctx: Context, contact: Contact) -> ContactView:
    """A contact in full."""
    row = contact_row(ctx, contact)
    return ContactView(
        **{name: getattr(row, name) for name in ContactRow.__struct_fields__},
        first_name=contact.first_name or None,
        last_name=contact.last_name or None,
        contact_number=contact.contact_number or None,
        tax_number=contact.tax_number or None,
        company_number=contact.company_number or None,
        currency=contact.default_currency,
        addresses=[view for each in contact.addresses or () if (view := _address(each)) is not None],
        phones=[number for each in contact.phones or () if (number := _phone(each)) is not None],
        persons=[
            PersonView(
                each.first_name or None, each.last_name or None, each.email_address or None,
                bool(each.include_in_emails),
            )
            for each in contact.contact_persons or ()
        ],
    )  # fmt: skip


def is_archived(contact: Contact) -> bool:
    """Whether no new document can name it."""
    return contact.contact_status is not None and contact.contact_status != "ACTIVE"


def _money(ctx: Context, balance: Balance | None, which: str) -> Money | None:
    amount: Decimal | None = getattr(balance, which, None)
    return Money.of(amount, ctx.organisation.base_currency) if amount is not None and amount != 0 else None


def _address(address: Address) -> AddressView | None:
    lines = [address.address_line1, address.address_line2, address.address_line3, address.address_line4]
    view = AddressView(
        kind=_ADDRESS_KINDS.get(address.address_type or "", (address.address_type or "").lower()),
        lines=[line for line in lines if line],
        city=address.city or None,
        region=address.region or None,
        postal_code=address.postal_code or None,
        country=address.country or None,
    )
    return view if view != AddressView(view.kind) else None


def _phone(phone: Phone) -> PhoneView | None:
    parts = (phone.phone_country_code, phone.phone_area_code, phone.phone_number)
    if not phone.phone_number:
        return None
    kind = _PHONE_KINDS.get(phone.phone_type or "", (phone.phone_type or "").lower())
    return PhoneView(kind, " ".join(part for part in parts if part))


class ContactFilters(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Of contacts."""

    name: Annotated[Text | None, Meta(description="Only with this text in its name.")] = None
    role: Annotated[Literal["customer", "supplier"] | None, Meta(description="Only customers, or suppliers.")] = None

    def matches(self, record: Contact) -> bool:
        """Whether the contact is meant."""
        of_role = {"customer": record.is_customer, "supplier": record.is_supplier, None: True}[self.role]
        return bool(of_role) and (self.name or "").casefold() in (record.name or "").casefold()


def _found_by(contact: Contact) -> Found:
    persons = [f"{each.first_name or ''} {each.last_name or ''}" for each in contact.contact_persons or ()]
    archived = "archived" if contact.contact_status == "ARCHIVED" else None
    return Found(
        title=(contact.name or contact.contact_id,),
        snippet=(contact.email_address, contact.account_number, archived),
        number=contact.account_number or contact.contact_number,
        words=(
            contact.name, contact.account_number, contact.contact_number, contact.first_name, contact.last_name,
            contact.email_address, *persons, contact.company_number, contact.tax_number,
        ),
        state=archived,
    )  # fmt: skip


def _listed_by(contact: Contact) -> Listed:
    return Listed(
        contact_id=contact.contact_id or None,
        contact_name=contact.name or None,
        number=contact.account_number or contact.contact_number or None,
        email=contact.email_address or None,
        has_attachments=bool(contact.has_attachments),
    )


IN_LISTS: Final = InLists[Contact](
    listed_by=_listed_by,
    statuses={status: status.lower() for status in CONTACTS.statuses},
    gone=("ARCHIVED", "GDPRREQUEST"),
)


SAMPLE_NAME: Final[dict[str, Any]] = {
    "ContactID": "5f2d8f0e-71b1-4f4e-9d65-0c1a4b7e2d10",
    "Name": "Karori Veterinary Clinic",
}
"""The contact of every sample, as other records hold it."""
CONTACT: Final = RecordKind[Contact](
    name="contact",
    endpoint=CONTACTS,
    view=contact_view,
    shape=ContactView,
    filters=ContactFilters,
    found_by=_found_by,
    in_lists=IN_LISTS,
    noted={BANK_DETAILS: bank_details},
    sample={
        **SAMPLE_NAME,
        "ContactStatus": "ACTIVE",
        "EmailAddress": "accounts@karorivet.example",
        "IsCustomer": True,
    },
)
