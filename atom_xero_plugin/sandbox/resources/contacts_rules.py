"""Creating and changing a contact, and finding or making the contact that a document names."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from atom_xero_plugin.sandbox.api.request_body import (
    EMAIL,
    NOT_FOUND,
    Fields,
    Invalid,
    choice,
    field_of,
    flag,
    guid,
    number,
    record,
    records,
    text,
    too_long,
)
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.resources.contacts_rows import ADDRESS_TYPES, PHONE_TYPES, contact_row

_ADDRESS: Final[Fields] = {
    "AddressType": choice(*ADDRESS_TYPES, "DELIVERY"),
    **dict.fromkeys(("AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4", "City", "Region", "PostalCode",
                     "Country", "AttentionTo"), text),
}  # fmt: skip
_PHONE: Final[Fields] = {
    "PhoneType": choice(*PHONE_TYPES, "OFFICE"),
    **dict.fromkeys(("PhoneNumber", "PhoneAreaCode", "PhoneCountryCode"), text),
}
_PERSON: Final[Fields] = {"FirstName": text, "LastName": text, "EmailAddress": text, "IncludeInEmails": flag}
_TERM: Final = record(
    {"Day": number, "Type": choice("DAYSAFTERBILLDATE", "DAYSAFTERBILLMONTH", "OFCURRENTMONTH", "OFFOLLOWINGMONTH")}
)
FIELDS: Final[Fields] = {
    "ContactID": guid,
    "ContactNumber": text,
    "AccountNumber": text,
    "ContactStatus": choice("ACTIVE", "ARCHIVED", "GDPRREQUEST"),
    "Name": text,
    "FirstName": text,
    "LastName": text,
    "CompanyNumber": text,
    "EmailAddress": text,
    "BankAccountDetails": text,
    "TaxNumber": text,
    "AccountsReceivableTaxType": text,
    "AccountsPayableTaxType": text,
    "DefaultCurrency": text,
    "SalesDefaultAccountCode": text,
    "PurchasesDefaultAccountCode": text,
    "Addresses": records(_ADDRESS),
    "Phones": records(_PHONE),
    "ContactPersons": records(_PERSON),
    "PaymentTerms": record({"Bills": _TERM, "Sales": _TERM}),
}
_BALANCE: Final = record_type("Balance", Decimal="Outstanding Overdue")
TYPE: Final = record_type(
    "Contact",
    FIELDS,
    {"Balances": record_type("Balances", inside={"AccountsReceivable": _BALANCE, "AccountsPayable": _BALANCE})},
    String="SkypeUserName XeroNetworkKey Website",
    Guid="MergedToContactID",
    DateTime="UpdatedDateUTC",
    Decimal="Discount",
    Boolean="IsSupplier IsCustomer HasAttachments HasValidationErrors",
)
_LIMITS: Final = {
    "Name": 255, "FirstName": 255, "LastName": 255, "EmailAddress": 255, "ContactNumber": 50, "AccountNumber": 50,
    "CompanyNumber": 50, "TaxNumber": 50,
}  # fmt: skip
UNIDENTIFIED: Final = (
    "The Contact must contain at least 1 of the following elements to identify the contact: Name, ContactID, "
    "ContactNumber"
)
ARCHIVED: Final = (
    "The specified contact details matched an archived contact. "
    "Archived contacts cannot currently be edited via the API."
)
ARCHIVED_IN_DOCUMENT: Final = (
    "The contact with the specified contact details has been archived. The contact must be un-archived before creating "
    "new invoices or credit notes"
)
NO_CONTACT: Final = "A Contact must be specified for this type of transaction"
PEOPLE_AT_MOST: Final = 5


def existing_for(books: Books, sent: Row) -> Row | None:
    """The contact that a POST means: by `ContactID`, else `ContactNumber`, else the name of an active contact.

    Raises:
        Invalid: the id names no contact.
    """
    if "ContactID" in sent:
        found = books["Contacts"].get(sent["ContactID"])
        if found is None:
            raise Invalid([NOT_FOUND])
        return found
    if sent.get("ContactNumber"):
        found = books["Contacts"].find("number", fold(sent["ContactNumber"]))
        if found is not None:
            return found
    return books["Contacts"].find("active_name", fold(sent["Name"])) if sent.get("Name") else None


def save(books: Books, sent: Row, existing: Row | None) -> Row:
    """Add a contact, or change `existing`.

    Raises:
        Invalid: with everything that is wrong.
    """
    if existing is None:
        sent = {name: value for name, value in sent.items() if name != "ContactID"}
    elif existing["ContactStatus"] != "ACTIVE":
        raise Invalid([ARCHIVED], existing=existing)
    problems = check(books, sent, existing)
    if problems:
        raise Invalid(problems, existing=existing)
    return books["Contacts"].put(contact_row(books, sent, existing))


def check(books: Books, sent: Row, existing: Row | None) -> list[str]:
    """What is wrong with a contact as it was sent."""
    problems = too_long(sent, _LIMITS)
    name: str = field_of("Name", sent, existing, "").strip()
    status: str = field_of("ContactStatus", sent, existing, "ACTIVE")
    if not name:
        problems.append(UNIDENTIFIED if existing is None else "The contact name cannot be empty")
    elif status == "ACTIVE":
        taken = books["Contacts"].find("active_name", fold(name))
        if taken is not None and taken is not existing:
            problems.append(
                f"The contact name {name} is already assigned to another contact. "
                "The contact name must be unique across all active contacts."
            )
    problems += _check_unique(books, sent, existing)
    problems += _check_terms(sent.get("PaymentTerms", {}))
    emails = [sent.get("EmailAddress"), *(person.get("EmailAddress") for person in sent.get("ContactPersons", ()))]
    if any(email and not EMAIL.fullmatch(email) for email in emails):
        problems.append("Email address must be valid.")
    if len(sent.get("ContactPersons", ())) > PEOPLE_AT_MOST:
        problems.append(f"A contact can have up to {PEOPLE_AT_MOST} contact persons")
    if any("AddressType" not in address for address in sent.get("Addresses", ())):
        problems.append("Address type must be specified")
    if any("PhoneType" not in phone for phone in sent.get("Phones", ())):
        problems.append("Phone type must be specified")
    if sent.get("DefaultCurrency") and sent["DefaultCurrency"] not in books["Currencies"].rows:
        problems.append(f"Organisation is not subscribed to currency {sent['DefaultCurrency']}")
    return problems


def _check_unique(books: Books, sent: Row, existing: Row | None) -> list[str]:
    """Two numbers that no other contact may have, not even an archived one (xero-php issue 880)."""
    keys = (
        ("ContactNumber", "number",
         "Another contact has this contact number. Please enter a different contact number."),
        ("AccountNumber", "account_number",
         "The Account Number already exists. Please enter a different Account Number."),
    )  # fmt: skip
    return [
        reported
        for field, index, reported in keys
        if sent.get(field)
        and any(each is not existing for each in books["Contacts"].find_all(index, fold(sent[field])))
    ]


def _check_terms(terms: Row) -> list[str]:
    """A day of a month is 1 to 31, days after a bill may be none. Source: xero-php issue 839, Xero-Net issue 199."""
    problems = []
    for side, words in (("Bills", "Bills"), ("Sales", "Sales Invoices")):
        term: Row = terms.get(side, {})
        if term and not {"Day", "Type"} <= set(term):
            problems.append("Both Day and Type must be supplied when adding or updating payment terms")
        elif term and term["Type"] in {"OFCURRENTMONTH", "OFFOLLOWINGMONTH"} and not 1 <= term["Day"] <= 31:
            problems.append(
                f"Due Date for {words} must be between 1 and 31 when set to the following (or current) month."
            )
        elif term and term["Day"] < 0:
            problems.append(f"Due Date for {words} must be zero or more days")
    return list(dict.fromkeys(problems))


class NamedContact(NamedTuple):
    """The contact that a document names."""

    row: Row | None
    """The contact as it will be; not yet in the books when it is new or changed."""
    changed: bool
    problems: list[str]
    """What is wrong with naming it."""
    nested: list[str]
    """What is wrong inside it: Xero puts this into `Contact.ValidationErrors`."""


def one_named_contact(books: Books, sent: Row | None, *, existing: Row | None) -> NamedContact:
    """The contact of a document: by id, number or name; an unknown name makes a new one, as in Xero.

    More fields than its id or name change the contact, and drop the contact persons that were not sent along:
    Xero does so too. Source: developer.xero.com, Invoices.

    Args:
        books: Where contacts are.
        sent: `Contact` as it was sent, or None.
        existing: The contact that the document has so far.
    """
    if not sent:
        if existing is not None:
            return NamedContact(existing, False, [], [])
        return NamedContact(None, False, [NO_CONTACT if sent is None else UNIDENTIFIED], [])
    try:
        found = existing_for(books, sent)
    except Invalid:
        return NamedContact(None, False, ["The contact with the supplied ContactID could not be found"], [])
    if found is None and not sent.get("Name", "").strip():
        return NamedContact(None, False, [UNIDENTIFIED], [])
    if found is not None and found is not existing and found["ContactStatus"] != "ACTIVE":
        return NamedContact(None, False, [ARCHIVED_IN_DOCUMENT], [])
    more = {name: value for name, value in sent.items() if _says_more(name, value, found)}
    if found is not None and not more:
        return NamedContact(found, False, [], [])
    if found is not None:
        more.setdefault("ContactPersons", [])
    fields = sent if found is None else more
    nested = check(books, fields, found)
    return NamedContact(None if nested else contact_row(books, _without_id(fields), found), not nested, [], nested)


def _without_id(fields: Row) -> Row:
    return {name: value for name, value in fields.items() if name != "ContactID"}


def _says_more(name: str, value: Any, found: Row | None) -> bool:
    """Whether a field sent with a document's contact changes that contact."""
    if found is None:
        return True
    if name in {"ContactID", "ContactStatus"} or (name in {"Addresses", "Phones", "ContactPersons"} and not value):
        return False
    return bool(found.get(name) != value)
