"""The fields that `where` and `order` may name, with their .NET types, as Xero's refusals print them.

Source of the names: OpenAPI 16.1.0. Of the nullable types: Xero's own refusals (`Boolean?`, pyxero issue 217;
`DateTime?`, Xero-NetStandard issue 597). Which other fields are nullable is not verified.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Fields = Mapping[str, str]
"""Name in small letters to type: `String`, `Decimal?`, `DateTime?`, `Boolean?`, `Guid`, or another key of KINDS."""


def _typed(**names: str) -> dict[str, str]:
    return {name.lower(): kind for kind, words in names.items() for name in words.split()}


def _nullable(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: f"{kind}?" if kind in {"Decimal", "DateTime", "Boolean"} else kind for name, kind in fields.items()}


def _kind(more: Mapping[str, str] | None = None, **names: str) -> dict[str, str]:
    return {**_nullable(_typed(**names)), **{name.lower(): kind for name, kind in (more or {}).items()}}


KINDS: Final[Mapping[str, Fields]] = {
    "Invoice": _kind(
        {"Contact": "Contact"},
        String="Type InvoiceNumber Reference Status LineAmountTypes CurrencyCode Url",
        Guid="InvoiceID BrandingThemeID RepeatingInvoiceID",
        DateTime="Date DueDate FullyPaidOnDate UpdatedDateUTC ExpectedPaymentDate PlannedPaymentDate",
        Decimal="SubTotal TotalTax Total TotalDiscount AmountDue AmountPaid AmountCredited CurrencyRate CISDeduction",
        Boolean="SentToContact HasAttachments IsDiscounted HasErrors",
    ),
    "Contact": _kind(
        {"Balances": "Balances"},
        String="ContactNumber AccountNumber ContactStatus Name FirstName LastName CompanyNumber EmailAddress"
        " SkypeUserName BankAccountDetails TaxNumber AccountsReceivableTaxType AccountsPayableTaxType DefaultCurrency"
        " XeroNetworkKey SalesDefaultAccountCode PurchasesDefaultAccountCode Website",
        Guid="ContactID MergedToContactID",
        DateTime="UpdatedDateUTC",
        Decimal="Discount",
        Boolean="IsSupplier IsCustomer HasAttachments HasValidationErrors",
    ),
    "Balances": _kind({"AccountsReceivable": "Balance", "AccountsPayable": "Balance"}),
    "Balance": _kind(Decimal="Outstanding Overdue"),
    "BankTransaction": _kind(
        {"Contact": "Contact", "BankAccount": "Account"},
        String="Type Reference Status LineAmountTypes CurrencyCode Url",
        Guid="BankTransactionID PrepaymentID OverpaymentID",
        DateTime="Date UpdatedDateUTC",
        Decimal="SubTotal TotalTax Total CurrencyRate",
        Boolean="IsReconciled HasAttachments",
    ),
    "Payment": _kind(
        {"Invoice": "Invoice", "Account": "Account"},
        String="Reference PaymentType Status",
        Guid="PaymentID",
        DateTime="Date UpdatedDateUTC",
        Decimal="Amount BankAmount CurrencyRate",
        Boolean="IsReconciled HasAccount HasValidationErrors",
    ),
    "Account": _kind(
        String="Code Name Type Status Description TaxType Class SystemAccount BankAccountNumber BankAccountType"
        " CurrencyCode ReportingCode ReportingCodeName",
        Guid="AccountID",
        DateTime="UpdatedDateUTC",
        Boolean="EnablePaymentsToAccount ShowInExpenseClaims HasAttachments AddToWatchlist",
    ),
    "Item": _kind(
        {"SalesDetails": "ItemPriceDetails", "PurchaseDetails": "ItemPriceDetails"},
        String="Code Name Description PurchaseDescription InventoryAssetAccountCode",
        Guid="ItemID",
        DateTime="UpdatedDateUTC",
        Decimal="TotalCostPool QuantityOnHand",
        Boolean="IsSold IsPurchased IsTrackedAsInventory",
    ),
    "ItemPriceDetails": _kind(String="AccountCode COGSAccountCode TaxType", Decimal="UnitPrice"),
    "TaxRate": _kind(
        String="Name TaxType ReportTaxType Status",
        Decimal="DisplayTaxRate EffectiveRate",
        Boolean="CanApplyToAssets CanApplyToEquity CanApplyToExpenses CanApplyToLiabilities CanApplyToRevenue",
    ),
    "Currency": _kind(String="Code Description"),
    "Organisation": _kind(
        String="Name LegalName ShortCode Version CountryCode BaseCurrency OrganisationType OrganisationStatus TaxNumber"
        " RegistrationNumber Timezone Class Edition LineOfBusiness",
        Guid="OrganisationID",
        DateTime="CreatedDateUTC PeriodLockDate EndOfYearLockDate",
        Boolean="PaysTax IsDemoCompany",
    ),
}
KIND_OF: Final[Mapping[str, str]] = {
    "Invoices": "Invoice",
    "Contacts": "Contact",
    "BankTransactions": "BankTransaction",
    "Payments": "Payment",
    "Accounts": "Account",
    "Items": "Item",
    "TaxRates": "TaxRate",
    "Currencies": "Currency",
    "Organisations": "Organisation",
}
"""What a record of each list is called."""


class NoSuchField(Exception):
    """A path names a field that its kind does not have; the text is Xero's sentence."""


def type_of(kind: str, path: list[str]) -> str:
    """The type of what a path leads to. Raises NoSuchField."""
    for name in path:
        found = KINDS.get(kind.removesuffix("?"), {}).get(name.lower())
        if found is None:
            raise NoSuchField(f"No property or field '{name}' exists in type '{kind}'")
        kind = found
    return kind
