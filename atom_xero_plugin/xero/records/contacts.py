"""Contacts: customers and suppliers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar, TypedDict

from atom_xero_plugin.xero.decoding.base import Word, XeroPart, XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.filters import Filter, flags, listed
from atom_xero_plugin.xero.records.parts import (
    Address,
    AddressBody,
    Attachment,
    PaymentTerms,
    PaymentTermsBody,
    Phone,
    PhoneBody,
    XeroMessage,
)
from atom_xero_plugin.xero.where_clause import checked_guid


class ContactPerson(XeroPart):
    """Someone at a contact."""

    first_name: str | None = None
    last_name: str | None = None
    email_address: str | None = None
    include_in_emails: bool | None = None


class Balance(XeroPart):
    """What is owed, and how much of it is overdue, in the organisation's currency."""

    outstanding: Decimal | None = None
    overdue: Decimal | None = None


class Balances(XeroPart):
    """What a contact owes the organisation, and what it owes the contact."""

    accounts_receivable: Balance | None = None
    accounts_payable: Balance | None = None


class GroupMembership(XeroPart):
    """A group that a contact is in."""

    contact_group_id: Word | None = None
    name: str | None = None
    status: Word | None = None


class TrackingDefault(XeroPart):
    """A tracking option that a contact's new lines start with."""

    tracking_category_name: str | None = None
    tracking_option_name: str | None = None


class BatchPaymentDetails(XeroPart):
    """Where and how a contact is paid in a batch."""

    bank_account_number: str | None = None
    bank_account_name: str | None = None
    details: str | None = None
    code: str | None = None
    reference: str | None = None


class ContactBranding(XeroPart):
    """The branding theme that a contact's documents have."""

    branding_theme_id: Word | None = None
    name: str | None = None


class Contact(XeroRecord):
    """A customer, a supplier or both. A list without paging leaves out persons, groups and balances."""

    PLURAL: ClassVar[str] = "Contacts"
    ID: ClassVar[str] = "contact_id"
    STATUS: ClassVar[str] = "contact_status"

    contact_id: str = ""
    contact_status: Word | None = None
    name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    email_address: str | None = None
    bank_account_details: str | None = None
    addresses: list[Address] | None = None
    phones: list[Phone] | None = None
    contact_groups: list[GroupMembership] | None = None
    is_supplier: bool | None = None
    is_customer: bool | None = None
    default_currency: Word | None = None
    contact_persons: list[ContactPerson] | None = None
    has_attachments: bool | None = None
    has_validation_errors: bool | None = None
    merged_to_contact_id: Word | None = None
    contact_number: str | None = None
    account_number: str | None = None
    company_number: str | None = None
    tax_number: str | None = None
    tax_number_type: Word | None = None
    accounts_receivable_tax_type: Word | None = None
    accounts_payable_tax_type: Word | None = None
    sales_default_line_amount_type: Word | None = None
    purchases_default_line_amount_type: Word | None = None
    xero_network_key: Word | None = None
    sales_default_account_code: Word | None = None
    purchases_default_account_code: Word | None = None
    sales_tracking_categories: list[TrackingDefault] | None = None
    purchases_tracking_categories: list[TrackingDefault] | None = None
    payment_terms: PaymentTerms | None = None
    website: str | None = None
    branding_theme: ContactBranding | None = None
    batch_payments: BatchPaymentDetails | None = None
    discount: Decimal | None = None
    balances: Balances | None = None
    attachments: list[Attachment] | None = None
    validation_errors: list[XeroMessage] | None = None
    status_attribute_string: Word | None = None


class PersonBody(TypedDict, total=False):
    """Someone at a contact. An update drops those that are not sent."""

    FirstName: str
    LastName: str
    EmailAddress: str
    IncludeInEmails: bool


class ContactBody(TypedDict, total=False):
    """A contact to create or change."""

    Name: str
    FirstName: str
    LastName: str
    EmailAddress: str
    ContactNumber: str
    AccountNumber: str
    ContactStatus: str
    CompanyNumber: str
    BankAccountDetails: str
    TaxNumber: str
    AccountsReceivableTaxType: str
    AccountsPayableTaxType: str
    DefaultCurrency: str
    SalesDefaultAccountCode: str
    PurchasesDefaultAccountCode: str
    Addresses: list[AddressBody]
    Phones: list[PhoneBody]
    ContactPersons: list[PersonBody]
    PaymentTerms: PaymentTermsBody


class NestedContact(TypedDict):
    """A contact inside a document: its id alone, since any other field would change the contact."""

    ContactID: str


class ContactFilter(Filter, frozen=True, kw_only=True):
    """Which contacts. Name, e-mail address and account number must be the whole text."""

    LISTS: ClassVar[tuple[str, ...]] = ("ids",)
    TEXTS: ClassVar[dict[str, tuple[str, str]]] = {
        "name": ("Name", "name"), "email": ("EmailAddress", "email_address"),
        "account_number": ("AccountNumber", "account_number"),
    }  # fmt: skip
    SEARCHED: ClassVar[frozenset[str]] = frozenset({"name", "email"})

    search_term: str | None = None
    """In name, first and last name, contact number, company number and e-mail address."""
    ids: Sequence[str] = ()
    name: str | None = None
    email: str | None = None
    account_number: str | None = None
    include_archived: bool = False
    summary_only: bool = False

    def _parameters(self) -> dict[str, str]:
        return (
            listed("IDs", self.ids, "/ids", checked_guid)
            | self._searched(self.search_term)
            | flags(includeArchived=self.include_archived, summaryOnly=self.summary_only)
        )


CONTACTS = Endpoint(
    Contact, ContactBody, path="Contacts", scope="accounting.contacts", page="/Contacts/View/{}",
    statuses=("ACTIVE", "ARCHIVED", "GDPRREQUEST"), feed=(("includeArchived", "true"),), history=True, attachments=True,
)  # fmt: skip
"""A change that sends any persons drops those that it does not send. Archived contacts are listed only if asked for."""
