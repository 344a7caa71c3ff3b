"""The lines of an invoice or bill to be: accounts, tax rates and items looked up, and each line priced."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from atom_xero_plugin import lookups
from atom_xero_plugin.errors import Conflict, FieldError
from atom_xero_plugin.pricing import PricedLine, priced
from atom_xero_plugin.views.documents import DocumentInput, LineInput
from atom_xero_plugin.views.inputs import AFTER_READING, paragraph, wrong
from atom_xero_plugin.views.invoices import Kind
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.models.accounts import Account
from atom_xero_plugin.xero.models.items import Item, ItemPrice
from atom_xero_plugin.xero.models.tax_rates import TaxRate

NO_LINES_ON: Final = frozenset({"DEBTORS", "CREDITORS", "RETAINEDEARNINGS", "REALISEDCURRENCYGAIN"})
"""System accounts that documents fill by themselves. Source: developer.xero.com, Accounts."""
_APPLIES: Final = {
    "ASSET": "can_apply_to_assets",
    "EQUITY": "can_apply_to_equity",
    "EXPENSE": "can_apply_to_expenses",
    "LIABILITY": "can_apply_to_liabilities",
    "REVENUE": "can_apply_to_revenue",
}


@dataclass(frozen=True)
class DraftLine:
    """A line, worked out."""

    body: dict[str, Any]
    priced: PricedLine
    account: Account | None
    taxed: bool
    """Whether its tax is known: without an account and a tax type Xero chooses."""


@dataclass(frozen=True)
class _Books:
    """What lines are looked up in."""

    chart: lookups.Chart
    rates: lookups.TaxRates
    items: lookups.Items | None


async def document_lines(xero: XeroClient, kind: Kind, wanted: DocumentInput) -> list[DraftLine]:
    """The lines, in their order.

    Raises NotFound, Ambiguous, Conflict or InvalidArguments with the path of what Xero would refuse.
    """
    named = any(line.item for line in wanted.lines)
    books = _Books(
        await lookups.chart(xero), await lookups.tax_rates(xero), await lookups.items(xero) if named else None
    )
    return [_line(books, kind, wanted, line, f"/lines/{number}") for number, line in enumerate(wanted.lines)]


def _line(books: _Books, kind: Kind, wanted: DocumentInput, line: LineInput, path: str) -> DraftLine:
    item = books.items.one(line.item, path=f"{path}/item") if line.item and books.items else None
    price = _price(item, kind)
    account = _account(books, line, price, path, needed=wanted.approve)
    unit = line.unit_amount if line.unit_amount is not None else price.unit_price
    if unit is None:
        raise wrong(f"{path}/unit_amount", "is required: the item has no price for this", hint=AFTER_READING)
    rate = None if wanted.amounts_are == "no_tax" else _rate(books, line, price, account, path)
    percent = (rate.effective_rate if rate else None) or Decimal(0)
    description = paragraph(line.description, f"{path}/description") or _item_words(item, kind)
    if wanted.approve and not description:
        raise wrong(f"{path}/description", "is required to approve: the item has none", hint=AFTER_READING)
    discount: Decimal | None = getattr(line, "discount_percent", None)  # bills have none
    body = {
        "Description": description,
        "Quantity": line.quantity,
        "UnitAmount": unit,
        "ItemCode": item.code if item else None,
        "AccountCode": account.code if account else None,
        "TaxType": rate.tax_type if rate else None,
        "DiscountRate": discount,
    }
    given = {name: value for name, value in body.items() if value is not None}
    worth = priced(line.quantity, unit, percent, wanted.amounts_are, discount)
    return DraftLine(given, worth, account, taxed=rate is not None or wanted.amounts_are == "no_tax")


def _price(item: Item | None, kind: Kind) -> ItemPrice:
    side = (item.sales_details if kind == "sales" else item.purchase_details) if item else None
    return side or ItemPrice()


def _item_words(item: Item | None, kind: Kind) -> str | None:
    if item is None:
        return None
    return (item.description if kind == "sales" else item.purchase_description) or item.name


def _account(books: _Books, line: LineInput, price: ItemPrice, path: str, *, needed: bool) -> Account | None:
    where = f"{path}/account"
    if line.account is not None:
        account = books.chart.one(line.account, path=where, only=_takes_lines)
    elif price.account_code or price.cogs_account_code:
        account = books.chart.one(price.account_code or price.cogs_account_code or "", path=where)
    elif needed:
        raise wrong(where, "is required to approve: the item names none", hint=AFTER_READING)
    else:
        return None
    if not _takes_lines(account):
        raise _refused(where, f"Account {account.code or ''} {account.name} takes no lines of invoices or bills: "
                       f"{_why_no_lines(account)}", "Name another; find_accounts lists them.")  # fmt: skip
    return account


def _takes_lines(account: Account) -> bool:
    usable = account.status in {None, "ACTIVE"} and not account.is_bank and bool(account.code)
    return usable and account.system_account not in NO_LINES_ON


def _why_no_lines(account: Account) -> str:
    if account.status not in {None, "ACTIVE"}:
        return "it is archived"
    if account.is_bank:
        return "it is a bank account"
    return "it has no code" if not account.code else "Xero fills it by itself"


def _rate(books: _Books, line: LineInput, price: ItemPrice, account: Account | None, path: str) -> TaxRate | None:
    where = f"{path}/tax"
    if line.tax is not None:
        rate: TaxRate | None = books.rates.one(line.tax, path=where)
    else:
        rate = books.rates.by_type(price.tax_type) or books.rates.by_type(account.tax_type if account else None)
    if rate is None:
        return None
    if rate.status not in {None, "ACTIVE"}:
        raise _refused(where, f"The tax rate {rate.name} is no longer in use", "Name one that is.")
    applies = _APPLIES.get(account.class_ or "") if account else None
    if applies and getattr(rate, applies) is False:
        words = f"The tax rate {rate.name} ({rate.tax_type}) cannot be used on account {account.code} {account.name}"  # type: ignore[union-attr]
        raise _refused(where, words, "Name another tax rate or account.")
    return rate


def _refused(path: str, message: str, hint: str) -> Conflict:
    return Conflict(f"{message}.", fields=[FieldError(path, message)], hint=hint)
