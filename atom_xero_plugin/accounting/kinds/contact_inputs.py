"""What a contact can be given, how it is sent, and how it looks before and after in a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.inputs import AFTER_READING, Currency, invalid_argument, one_line, paragraph
from atom_xero_plugin.accounting.kinds.contacts import ContactView
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.core.quoting import seen
from atom_xero_plugin.xero.records.contacts import Contact, ContactPerson
from atom_xero_plugin.xero.records.parts import Address, Phone

MOST_PERSONS: Final = 5
_EMAIL: Final = r"^([^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+)?$"
REPORTED: Final[Mapping[str, str]] = {
    "email": "EmailAddress",
    "first_name": "FirstName",
    "last_name": "LastName",
    "account_number": "AccountNumber",
    "contact_number": "ContactNumber",
    "tax_number": "TaxNumber",
    "company_number": "CompanyNumber",
    "currency": "DefaultCurrency",
}
"""Plain fields, by Xero's names."""
_PHONES: Final[Mapping[str, str]] = {"phone": "DEFAULT", "mobile": "MOBILE"}
_ADDRESS: Final[Mapping[str, str]] = {
    "city": "City", "region": "Region", "postal_code": "PostalCode", "country": "Country",
}  # fmt: skip
_LINES: Final = ("AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4")
_POSTAL: Final = "POBOX"

AddressLine = Annotated[str, Meta(max_length=500)]
Email = Annotated[
    str,
    Meta(description="E-mail address.", pattern=_EMAIL, max_length=255, extra=aliases.EMAIL | OBVIOUS),
]


class PersonInput(Struct, forbid_unknown_fields=True):
    """Someone at a contact."""

    first_name: Annotated[str, Meta(description="First name.", min_length=1, max_length=255)]
    last_name: Annotated[str, Meta(description="Last name.", max_length=255)] | None = None
    email: Email | None = None
    gets_invoices: Annotated[bool, Meta(description="Whether invoices are e-mailed there too.", extra=OBVIOUS)] = False


class AddressInput(Struct, forbid_unknown_fields=True):
    """A postal address; what is left out stays as it is."""

    lines: (
        Annotated[
            list[AddressLine],
            Meta(
                description="Street and number.",
                max_length=4,
                extra=also("street street_address address_lines line1 address_line1"),
            ),
        ]
        | None
    ) = None
    city: Annotated[str, Meta(description="City.", max_length=255, extra=also("town suburb"))] | None = None
    region: (
        Annotated[
            str, Meta(description="Region or state.", max_length=255, extra=also("state province county") | OBVIOUS)
        ]
        | None
    ) = None
    postal_code: (
        Annotated[str, Meta(description="Postal code.", max_length=50, extra=also("zip zip_code postcode post_code"))]
        | None
    ) = None
    country: Annotated[str, Meta(description="Country.", max_length=50, extra=also("country_code nation"))] | None = (
        None
    )


class ContactFields(Struct, forbid_unknown_fields=True, kw_only=True):
    """What can be said of a contact."""

    email: Email | None = None
    first_name: (
        Annotated[
            str,
            Meta(
                description="First name of the main person.",
                max_length=255,
                extra=also("given_name forename") | OBVIOUS,
            ),
        ]
        | None
    ) = None
    last_name: (
        Annotated[
            str,
            Meta(
                description="Last name of the main person.", max_length=255, extra=also("surname family_name") | OBVIOUS
            ),
        ]
        | None
    ) = None
    phone: (
        Annotated[
            str,
            Meta(
                description="Main telephone number.", max_length=50, extra=also("telephone tel phone_number") | OBVIOUS
            ),
        ]
        | None
    ) = None
    mobile: (
        Annotated[
            str,
            Meta(
                description="Mobile number.",
                max_length=50,
                extra=also("cell cell_phone mobile_number mobile_phone") | OBVIOUS,
            ),
        ]
        | None
    ) = None
    address: Annotated[
        AddressInput | None,
        Meta(description="Postal address.", extra=also("postal_address street addresses billing_address") | OBVIOUS),
    ] = None
    account_number: Annotated[str, Meta(description="Account number.", max_length=50)] | None = None
    contact_number: (
        Annotated[
            str,
            Meta(
                description="Unique number in another system.",
                max_length=50,
                extra=also("external_id customer_number client_number crm_id"),
            ),
        ]
        | None
    ) = None
    tax_number: (
        Annotated[
            str,
            Meta(
                description="Tax number (GST, VAT, ABN).",
                max_length=50,
                extra=also("vat_number gst_number abn tax_id vat gst vat_id") | OBVIOUS,
            ),
        ]
        | None
    ) = None
    company_number: (
        Annotated[
            str,
            Meta(
                description="Company number.",
                max_length=50,
                extra=also("registration_number company_no company_registration nzbn acn"),
            ),
        ]
        | None
    ) = None
    currency: Annotated[
        Currency | None,
        Meta(description="Default currency, ISO 4217.", extra=also("currency_code ccy default_currency") | OBVIOUS),
    ] = None


class ContactResult(Struct):
    """What an operation on a contact answers, made from the record that was read back."""

    contact: Annotated[ContactView, Meta(description="The contact as Xero has it now.")]


def check_text(fields: ContactFields, *, persons: Sequence[PersonInput], path: str) -> None:
    """Refuse control characters in any field, before anything is asked of Xero. Raises InvalidArguments."""
    for name in (*REPORTED, *_PHONES):
        one_line(getattr(fields, name), f"/{name}")
    if fields.address is not None:
        for name in _ADDRESS:
            one_line(getattr(fields.address, name), f"/address/{name}")
        for number, line in enumerate(fields.address.lines or ()):
            paragraph(line, f"/address/lines/{number}")
    for number, person in enumerate(persons):
        one_line(person.first_name, f"{path}/{number}/first_name")
        one_line(person.last_name, f"{path}/{number}/last_name")
        one_line(person.email, f"{path}/{number}/email")


def body_of(
    fields: ContactFields, *, persons: Sequence[PersonInput] = (), contact: Contact | None = None
) -> dict[str, Any]:
    """What is sent for the fields given, in Xero's names.

    Telephone numbers and the address of an existing contact go along whole, so that the rest of them stays.
    """
    body: dict[str, Any] = {
        xero: seen(value) for name, xero in REPORTED.items() if (value := getattr(fields, name)) is not None
    }
    phones = {kind: seen(value) for name, kind in _PHONES.items() if (value := getattr(fields, name)) is not None}
    if phones:
        stored = [_phone_body(each) for each in (contact.phones if contact else None) or ()]
        body["Phones"] = [each for each in stored if each["PhoneType"] not in phones]
        body["Phones"] += [{"PhoneType": kind, "PhoneNumber": number} for kind, number in phones.items()]
    if fields.address is not None:
        stored = [_address_body(each) for each in (contact.addresses if contact else None) or ()]
        postal = next((each for each in stored if each.get("AddressType") == _POSTAL), {"AddressType": _POSTAL})
        body["Addresses"] = [each for each in stored if each is not postal] + [postal | _given(fields.address)]
    if persons:
        body["ContactPersons"] = [*_persons(contact), *_new_persons(persons, contact)]
    return body


def unchanged_persons(contact: Contact, body: Mapping[str, Any]) -> dict[str, Any]:
    """The persons a change must send along, or Xero may drop them; nothing if there are none."""
    persons = body.get("ContactPersons") or _persons(contact)
    return {"ContactPersons": persons} if persons else {}


def values_of(contact: Contact) -> dict[str, Any]:
    """The contact's values under the names of the fields, those that are empty left out."""
    values = {name: getattr(contact, _SNAKE[name]) for name in REPORTED}
    for name, kind in _PHONES.items():
        values[name] = next((_number(each) for each in contact.phones or () if each.phone_type == kind), None)
    values["persons"] = [_named(each) for each in contact.contact_persons or ()]
    postal = next((each for each in contact.addresses or () if each.address_type == _POSTAL), Address())
    return {
        "name": contact.name,
        **{name: value for name, value in values.items() if value},
        "address": _address_values(_address_body(postal)),
    }


def snapshot_of(
    fields: ContactFields, *, persons: Sequence[PersonInput] = (), contact: Contact | None = None
) -> dict[str, Any]:
    """The values that the fields given would lead to."""
    given = {name: getattr(fields, name) for name in (*REPORTED, *_PHONES)}
    snapshot: dict[str, Any] = {name: seen(value) for name, value in given.items() if value is not None}
    if fields.address is not None:
        sent = body_of(fields, contact=contact)["Addresses"]
        snapshot["address"] = _address_values(next(each for each in sent if each["AddressType"] == _POSTAL))
    if persons:
        there = [_named(each) for each in (contact.contact_persons if contact else None) or ()]
        snapshot["persons"] = there + [_body_named(each) for each in _new_persons(persons, contact)]
    return snapshot


_SNAKE: Final[Mapping[str, str]] = {
    **{name: name for name in REPORTED},
    "email": "email_address",
    "currency": "default_currency",
}


def _given(address: AddressInput) -> dict[str, str]:
    given = {xero: seen(value) for name, xero in _ADDRESS.items() if (value := getattr(address, name)) is not None}
    if address.lines is not None:
        lines = [seen(line) for line in address.lines] + [""] * len(_LINES)
        given |= dict(zip(_LINES, lines, strict=False))
    return given


def _address_body(address: Address) -> dict[str, str]:
    names = {"AddressType": address.address_type, "AttentionTo": address.attention_to}
    names |= {line: getattr(address, f"address_line{number}") for number, line in enumerate(_LINES, 1)}
    names |= {xero: getattr(address, name) for name, xero in _ADDRESS.items()}
    return {name: value for name, value in names.items() if value}


def _address_values(body: Mapping[str, str]) -> dict[str, Any]:
    lines = [body[name] for name in _LINES if body.get(name)]
    return {"lines": lines, **{name: body.get(xero, "") for name, xero in _ADDRESS.items()}}


def _phone_body(phone: Phone) -> dict[str, str]:
    parts = {
        "PhoneType": phone.phone_type,
        "PhoneNumber": phone.phone_number,
        "PhoneAreaCode": phone.phone_area_code,
        "PhoneCountryCode": phone.phone_country_code,
    }
    return {name: value for name, value in parts.items() if value}


def _number(phone: Phone) -> str:
    return " ".join(each for each in (phone.phone_country_code, phone.phone_area_code, phone.phone_number) if each)


def _persons(contact: Contact | None) -> list[dict[str, Any]]:
    there = (contact.contact_persons if contact else None) or ()
    return [
        {
            "FirstName": each.first_name or "",
            "LastName": each.last_name or "",
            "EmailAddress": each.email_address or "",
            "IncludeInEmails": bool(each.include_in_emails),
        }
        for each in there
    ]


def _new_persons(persons: Sequence[PersonInput], contact: Contact | None) -> list[dict[str, Any]]:
    there = _persons(contact)
    new = [
        {
            "FirstName": seen(each.first_name),
            "LastName": seen(each.last_name),
            "EmailAddress": each.email or "",
            "IncludeInEmails": each.gets_invoices,
        }
        for each in persons
    ]
    added = [each for each in new if each not in there]
    if len(there) + len(added) > MOST_PERSONS:
        path = "/add_persons" if contact else "/persons"
        raise invalid_argument(path, f"would be more than the {MOST_PERSONS} that Xero keeps", hint=AFTER_READING)
    return added


def _named(person: ContactPerson) -> str:
    return _person_label(person.first_name, person.last_name, person.email_address)


def _body_named(body: Mapping[str, Any]) -> str:
    return _person_label(body["FirstName"], body["LastName"], body["EmailAddress"])


def _person_label(first: str | None, last: str | None, email: str | None) -> str:
    name = " ".join(part for part in (first, last) if part)
    return f"{name} <{email}>" if email else name
