"""The books of one organisation: its tables, its ledger, and the quick ways to fill them.

The `add_*` and `create_*` methods trust what they are given (the demo company's own figures) and check nothing;
requests come through `resources/`, which check first. Both make rows by `documents.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any, Final, NamedTuple

from atom_xero_plugin.sandbox.books import document_rows, exchange_rates, projections
from atom_xero_plugin.sandbox.books.chart_of_accounts import CLASS_OF_TYPE, SYSTEM_ACCOUNTS
from atom_xero_plugin.sandbox.books.contact_rows import contact_row
from atom_xero_plugin.sandbox.books.ledger import Ledger
from atom_xero_plugin.sandbox.books.outstanding import outstanding
from atom_xero_plugin.sandbox.books.table import Clock, Row, Table, fold
from atom_xero_plugin.sandbox.books.time_zones import zone
from atom_xero_plugin.sandbox.books.totals import ZERO

POSTING_TABLES: Final = ("Invoices", "Payments", "BankTransactions")
_NOT_VERSION: Final = ~((0xF000 << 64) | (0xC000 << 48))
_VERSION_4: Final = (0x4000 << 64) | (0x8000 << 48)
"""The six bits that tell a random GUID. Source: RFC 9562, section 5.4."""


class File(NamedTuple):
    """A file attached to a record."""

    identity: str
    name: str
    mime_type: str
    content: bytes
    address: str
    """Where it is asked for, without its name."""
    online: bool
    """Whether the customer sees it with the invoice."""


class Books:
    """One organisation.

    Args:
        tenant_id: Its id in `xero-tenant-id`.
        organisation: Its record as `GET /Organisation` answers it; `OrganisationID`, `BaseCurrency` and `Timezone`
            are read here, `PeriodLockDate` and `EndOfYearLockDate` (dates) by the checks.
        clock: Where time comes from.
        seed: Ids made here follow from the tenant id and this.
    """

    def __init__(self, tenant_id: str, organisation: Row, clock: Clock, *, seed: int = 1) -> None:
        self.tenant_id: Final = tenant_id
        self.clock: Final = clock
        self._random = Random(f"{tenant_id}/{seed}")
        self._next_number = 1
        self.round_totals_to: Decimal | None = None
        """What this organisation rounds the totals of approved documents to, such as 0.05; None rounds nothing."""
        self.files: dict[str, dict[str, File]] = {}
        """What is attached to records: by the record's id, then by the file's name."""
        self._balances: tuple[tuple[int, date] | None, dict[str, Row]] = (None, {})
        self.organisations = Table("Organisations", "OrganisationID", clock, project=projections.whole, stamped=False)
        self.contacts = Table("Contacts", "ContactID", clock, project=self._contact, indexes=_CONTACT_KEYS)
        self.accounts = Table("Accounts", "AccountID", clock, project=projections.whole, indexes=_ACCOUNT_KEYS)
        self.items = Table("Items", "ItemID", clock, project=projections.item, indexes={"code": _code})
        self.tax_rates = Table("TaxRates", "TaxType", clock, project=projections.whole, stamped=False)
        self.currencies = Table("Currencies", "Code", clock, project=projections.whole, stamped=False)
        self.invoices = Table(
            "Invoices", "InvoiceID", clock, project=projections.invoice, indexes=_INVOICE_KEYS, refers=_shown_by_invoice
        )
        self.payments = Table(
            "Payments",
            "PaymentID",
            clock,
            project=projections.payment,
            indexes={"invoice": _paid},
            refers=_shown_by_payment,
        )
        self.bank_transactions = Table(
            "BankTransactions",
            "BankTransactionID",
            clock,
            project=projections.bank_transaction,
            refers=_shown_by_transfer,
        )
        kinds = (self.organisations, self.contacts, self.accounts, self.items, self.tax_rates, self.currencies,
                 self.invoices, self.payments, self.bank_transactions)  # fmt: skip
        self.tables: dict[str, Table] = {table.plural: table for table in kinds}
        self.ledger = Ledger(self)
        self._wire_up()
        self.organisation: Row = self.organisations.put(organisation)
        if "BaseCurrency" in organisation:
            self.add_currency(organisation["BaseCurrency"])

    def _wire_up(self) -> None:
        """Changes of one table drop what others keep of it."""
        for plural in POSTING_TABLES:
            self.tables[plural].listeners.append(self.ledger.listen(plural))
        for shown, showing in (
            (self.contacts, (self.invoices, self.bank_transactions, self.payments)),
            (self.accounts, (self.payments, self.bank_transactions)),
            (self.invoices, (self.payments,)),
        ):
            for table in showing:
                shown.listeners.append(table.forget_bytes_showing)
        self.contacts.fresh = self._balances_key

    # --- what time it is, ids, numbers -------------------------------------------------------------------------

    def now(self) -> datetime:
        """This instant."""
        return self.clock.now()

    def today(self) -> date:
        """The day it is where the organisation is."""
        return self.clock.now().astimezone(zone(self.organisation.get("Timezone", "UTC"))).date()

    def new_id(self) -> str:
        """A fresh GUID, the same in every run that asks in the same order."""
        bits = self._random.getrandbits(128) & _NOT_VERSION | _VERSION_4
        digits = f"{bits:032x}"  # what uuid.UUID prints, in a fifth of its time: a start makes tens of thousands
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"

    def next_invoice_number(self) -> str:
        """The next free number of a sales invoice, INV-0001 and on."""
        while True:
            number = f"INV-{self._next_number:04d}"
            self._next_number += 1
            if fold(number) not in self.invoices.indexes["sales_number"]:
                return number

    def rate(self, code: str, day: date) -> Decimal:
        """The rate of the day: units of a currency for one of ours, when a document does not say."""
        return exchange_rates.rate(self.organisation["BaseCurrency"], code, day)

    # --- checking things up -------------------------------------------------------------------------------------

    def tax_rate(self, tax_type: str | None) -> Decimal:
        """The percentage of a tax type; none for one that does not exist."""
        row = self.tax_rates.rows.get(tax_type or "NONE")
        return ZERO if row is None else row["EffectiveRate"]

    def system_account(self, kind: str) -> Row:
        """The system account of a kind (`DEBTORS`, `CREDITORS`, `GST`, ...), made when the books lack it."""
        found = self.accounts.find("system", kind)
        if found is not None:
            return found
        code, name, type_ = SYSTEM_ACCOUNTS[kind]
        while fold(code) in self.accounts.indexes["code"]:
            code += "0"
        return self.add_account(Code=code, Name=name, Type=type_, SystemAccount=kind, TaxType="NONE")

    def balances(self) -> dict[str, Row]:
        """`Balances` of each contact that owes or is owed, by contact id; kept until an invoice or the day changes."""
        key = self._balances_key()
        if self._balances[0] != key:
            self._balances = (key, outstanding(self.invoices.rows.values(), key[1]))
        return self._balances[1]

    def _balances_key(self) -> tuple[int, date]:
        return self.invoices.version, self.today()

    def _contact(self, row: Row, form: str) -> Row:
        shown = projections.contact(row, form)
        owed = self.balances().get(row["ContactID"])
        if owed is not None and form.startswith(("single", "full")):
            shown["Balances"] = owed
        return shown

    # --- filling the books without a request -------------------------------------------------------------------

    def add_account(self, *, at: datetime | None = None, **fields: Any) -> Row:
        """Add an account: at least `Code` or `BankAccountNumber`, `Name`, `Type`."""
        row: Row = {
            "AccountID": self.new_id(),
            "Code": None,
            "Name": "",
            "Status": "ACTIVE",
            "Type": fields["Type"],
            "TaxType": "NONE",
            "Class": CLASS_OF_TYPE[fields["Type"]],
            "EnablePaymentsToAccount": False,
            "ShowInExpenseClaims": False,
            "HasAttachments": False,
            "AddToWatchlist": False,
        }
        if fields["Type"] == "BANK":
            row.update(BankAccountNumber="", BankAccountType="BANK", CurrencyCode=self.organisation["BaseCurrency"])
        row.update(fields)
        return self.accounts.put(row, at=at)

    def add_tax_rate(self, tax_type: str, name: str, rate: Decimal, *, report_type: str | None = None) -> Row:
        """Add a tax rate of one component; `rate` in percent."""
        percent = rate.quantize(Decimal("0.0001"))
        row: Row = {
            "Name": name,
            "TaxType": tax_type,
            "ReportTaxType": report_type,
            "CanApplyToAssets": True,
            "CanApplyToEquity": True,
            "CanApplyToExpenses": not tax_type.startswith("OUTPUT"),
            "CanApplyToLiabilities": True,
            "CanApplyToRevenue": not tax_type.startswith("INPUT"),
            "DisplayTaxRate": percent,
            "EffectiveRate": percent,
            "Status": "ACTIVE",
            "TaxComponents": [{"Name": name, "Rate": percent, "IsCompound": False, "IsNonRecoverable": False}],
        }
        return self.tax_rates.put(row)

    def add_currency(self, code: str, description: str | None = None) -> Row:
        """Let documents be in a currency."""
        return self.currencies.put({"Code": code, "Description": description or code})

    def add_item(self, *, at: datetime | None = None, **fields: Any) -> Row:
        """Add an item: at least `Code`; its two `Details` hold `UnitPrice`, `AccountCode`, `TaxType`."""
        row: Row = {
            "ItemID": self.new_id(),
            "Name": fields["Code"],
            "IsTrackedAsInventory": False,
            "IsSold": bool(fields.get("SalesDetails")),
            "IsPurchased": bool(fields.get("PurchaseDetails")),
            **fields,
        }
        return self.items.put(row, at=at)

    def add_contact(self, *, at: datetime | None = None, **fields: Any) -> Row:
        """Add a contact: at least `Name`."""
        return self.contacts.put(contact_row(self, fields), at=at)

    def create_invoice(self, sent: Row, *, at: datetime | None = None) -> Row:
        """Add a sales invoice or bill; see `documents.invoice_row` for what it takes. Returns its row."""
        return self.put_invoice(document_rows.invoice_row(self, sent), at=at)

    def put_invoice(self, row: Row, *, at: datetime | None = None) -> Row:
        """Keep an invoice's row, and note that its contact is a customer or supplier now."""
        contact: Row = row["Contact"]
        role = "IsCustomer" if row["Type"] == "ACCREC" else "IsSupplier"
        if not contact[role]:
            contact[role] = True
            self.contacts.touch(contact["ContactID"])
        return self.invoices.put(row, at=at)

    def create_payment(self, sent: Row, *, at: datetime | None = None) -> Row:
        """Pay an invoice, in whole or in part; its due amount and status follow. Returns the payment's row."""
        payment = self.payments.put(document_rows.payment_row(self, sent), at=at)
        self._settle(payment, [*payment["Invoice"]["Payments"], document_rows.payment_mark(payment)], at=at)
        return payment

    def delete_payment(self, payment: Row, *, at: datetime | None = None) -> Row:
        """Take a payment back: it stays, as DELETED, and the invoice owes again."""
        payment["Status"] = "DELETED"
        left = [mark for mark in payment["Invoice"]["Payments"] if mark["PaymentID"] != payment["PaymentID"]]
        self._settle(payment, left, at=at)
        return self.payments.put(payment, at=at)

    def _settle(self, payment: Row, marks: list[Row], *, at: datetime | None) -> None:
        invoice: Row = payment["Invoice"]
        invoice["Payments"] = marks
        document_rows.settle(invoice)
        self.invoices.put(invoice, at=at)

    def create_bank_transaction(self, sent: Row, *, at: datetime | None = None) -> Row:
        """Add money received or spent; see `documents.bank_transaction_row`. Returns its row."""
        return self.bank_transactions.put(document_rows.bank_transaction_row(self, sent), at=at)


def _code(row: Row) -> str | None:
    code = row.get("Code")
    return None if code is None or row.get("Status") == "DELETED" else fold(code)


def _active_name(contact: Row) -> str | None:
    return fold(contact["Name"]) if contact["ContactStatus"] == "ACTIVE" else None


def _text_key(name: str) -> Any:
    def key(row: Row) -> str | None:
        value = row.get(name)
        return fold(value) if value else None

    return key


def _paid(payment: Row) -> str | None:
    identity: str = payment["Invoice"]["InvoiceID"]
    return identity


def _sales_number(invoice: Row) -> str | None:
    return fold(invoice["InvoiceNumber"]) if invoice["Type"] == "ACCREC" else None


def _contact_of(invoice: Row) -> str | None:
    identity: str = invoice["Contact"]["ContactID"]
    return identity


def _shown_by_invoice(row: Row) -> Iterable[str]:
    return (row["Contact"]["ContactID"],)


def _shown_by_payment(row: Row) -> Iterable[str]:
    invoice: Row = row["Invoice"]
    return (invoice["InvoiceID"], invoice["Contact"]["ContactID"], row["Account"]["AccountID"])


def _shown_by_transfer(row: Row) -> Iterable[str]:
    contact = row.get("Contact")
    account: str = row["BankAccount"]["AccountID"]
    return (account,) if contact is None else (account, contact["ContactID"])


_CONTACT_KEYS: Final = {
    "active_name": _active_name, "name": _text_key("Name"), "number": _text_key("ContactNumber"),
    "account_number": _text_key("AccountNumber"),
}  # fmt: skip
_ACCOUNT_KEYS: Final = {"code": _code, "name": _text_key("Name"), "system": lambda row: row.get("SystemAccount")}
_INVOICE_KEYS: Final = {"sales_number": _sales_number, "number": _text_key("InvoiceNumber"), "contact": _contact_of}
