"""The lines of an invoice or bill to be: accounts, tax rates and items looked up, and each line priced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from msgspec.structs import replace

from atom_xero_plugin.accounting.documents.document import Document
from atom_xero_plugin.accounting.documents.inputs import DocumentRequest, LineInput
from atom_xero_plugin.accounting.documents.line_view import LineView, plain, price
from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument, paragraph
from atom_xero_plugin.accounting.kinds.accounts import is_archived
from atom_xero_plugin.accounting.kinds.tax_rates import can_apply
from atom_xero_plugin.accounting.pricing import AmountsAre, PricedLine, priced
from atom_xero_plugin.accounting.resolve import chart as lists
from atom_xero_plugin.accounting.resolve.tracked_options import TrackedOptions, tracked_options
from atom_xero_plugin.core.errors import Conflict, FieldError
from atom_xero_plugin.core.money import ONE, ZERO, Money, amount_or
from atom_xero_plugin.plans.read_back import element
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.invoices import Kind
from atom_xero_plugin.xero.records.items import Item, ItemPrice
from atom_xero_plugin.xero.records.tax_rates import TaxRate

NOTHING: Final = PricedLine(ZERO, ZERO)
_NO_LINES_ON: Final = frozenset({"DEBTORS", "CREDITORS", "RETAINEDEARNINGS", "REALISEDCURRENCYGAIN"})
"""System accounts that documents fill by themselves. Source: developer.xero.com, Accounts."""


@dataclass(frozen=True)
class DraftLine:
    """A line, worked out."""

    body: dict[str, Any]
    priced: PricedLine
    account: Account | None
    taxed: bool
    """Whether its tax is known: for most documents Xero chooses where account and tax rate are left out."""

    @property
    def description_only(self) -> bool:
        """Whether it has no amount at all."""
        return "UnitAmount" not in self.body


@dataclass(frozen=True)
class LineBooks:
    """What lines are looked up in."""

    chart: lists.Chart
    rates: lists.TaxRates
    items: lists.Items | None
    tracking: TrackedOptions | None = None
    """None where no line names an option."""


@dataclass(frozen=True)
class LineRules:
    """What holds for every line of a document."""

    document: Document
    amounts_are: AmountsAre
    complete: bool
    """Whether each needs all that an approved document needs."""


async def document_lines(xero: XeroClient, document: Document, requested: DocumentRequest) -> list[DraftLine]:
    """The lines, in their order.

    Raises NotFound, Ambiguous, Conflict or InvalidArguments with the path of what Xero would refuse.
    """
    books = await line_books(xero, requested.lines)
    rules = LineRules(document, requested.amounts_are, requested.approve and document.in_ledger)
    return [draft_line(books, rules, line, f"/lines/{number}") for number, line in enumerate(requested.lines)]


async def line_books(xero: XeroClient, lines: Iterable[LineInput]) -> LineBooks:
    """The books that lines name accounts, tax rates and items of; the items only if one is named."""
    named = list(lines)
    items = await lists.items(xero) if any(line.item for line in named) else None
    tracking = await tracked_options(xero) if any(line.tracking for line in named) else None
    return LineBooks(await lists.chart(xero), await lists.tax_rates(xero), items, tracking)


def draft_line(books: LineBooks, rules: LineRules, line: LineInput, path: str) -> DraftLine:
    """A line, worked out. Raises as document_lines, with paths under `path`."""
    if line.description_only:
        return DraftLine({"Description": paragraph(line.description, f"{path}/description")}, NOTHING, None, taxed=True)
    item = books.items.one(line.item, path=f"{path}/item") if line.item and books.items else None
    side = _price(item, rules.document.side)
    account = _account(books, line, side, path, needed=rules.complete)
    unit = line.unit_amount if line.unit_amount is not None else side.unit_price
    if unit is None:
        raise invalid_argument(f"{path}/unit_amount", "is required: the item has no price for this", hint=AFTER_READING)
    rate = None if rules.amounts_are == "no_tax" else _rate(books, line, side, account, path)
    percent = amount_or(rate.effective_rate if rate else None)
    description = paragraph(line.description, f"{path}/description") or _item_label(item, rules.document.side)
    if rules.complete and not description:
        raise invalid_argument(
            f"{path}/description", f"is required on an approved document{_none_of(line)}", hint=AFTER_READING
        )
    quantity = amount_or(line.quantity, ONE)
    discount: Decimal | None = getattr(line, "discount_percent", None)  # bills have none
    body = {
        "Description": description,
        "Quantity": quantity,
        "UnitAmount": unit,
        "ItemCode": item.code if item else None,
        "AccountCode": account.code if account else None,
        "TaxType": rate.tax_type if rate else None,
        "DiscountRate": discount,
        "Tracking": tracking_body(books, line.tracking, path) or None,
    }
    given = {name: value for name, value in body.items() if value is not None}
    worth = priced(quantity, unit, percent, rules.amounts_are, discount)
    known = not rules.document.tax_from_account or rate is not None
    return DraftLine(given, worth, account, taxed=known or rules.amounts_are == "no_tax" or worth.amount == 0)


def line_view(line: DraftLine, currency: str) -> LineView:
    """A line to be, as a plan shows it."""
    return LineView(
        description=line.body.get("Description"),
        amount=Money.of(line.priced.amount, currency),
        quantity=plain(line.body.get("Quantity")),
        unit_amount=price(line.body.get("UnitAmount")),
        account=f"{line.account.code} {line.account.name}" if line.account else None,
        tax_type=line.body.get("TaxType"),
        tax=Money.of(line.priced.tax, currency) if line.taxed and not line.description_only else None,
        item=line.body.get("ItemCode"),
        discount_percent=line.body.get("DiscountRate"),
        tracking=tracking_labels(line.body) or None,
    )


def tracking_body(books: LineBooks, named: Sequence[str] | None, path: str) -> list[dict[str, str]]:
    """The options that a line names, as they are sent. Raises as TrackedOptions.of_line."""
    return books.tracking.of_line(named, path=f"{path}/tracking") if books.tracking and named else []


def tracking_labels(body: Mapping[str, Any]) -> list[str]:
    """The options of a line that would be sent, as answers show them."""
    return [f"{each.get('Name')}: {each.get('Option')}" for each in body.get("Tracking") or ()]


def tracking_expected(lines: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What lines that were sent must show of their options: Xero drops those it does not know without a word."""
    return {
        f"LineItems.{number}.Tracking.{element('Name', each['Name'])}.Option": each["Option"]
        for number, line in enumerate(lines)
        for each in line.get("Tracking") or ()
        if each.get("Name") and each.get("Option")
    }


def _price(item: Item | None, side: Kind) -> ItemPrice:
    """What an item gives a line. What is bought of a tracked one is booked as stock, and costs only once it is sold."""
    found = (item.sales_details if side == "sales" else item.purchase_details) if item else None
    price = found or ItemPrice()
    stocked = item.inventory_asset_account_code if item and side != "sales" else None
    return replace(price, account_code=stocked) if stocked else price


def _item_label(item: Item | None, side: Kind) -> str | None:
    if item is None:
        return None
    return (item.description if side == "sales" else item.purchase_description) or item.name


def _account(books: LineBooks, line: LineInput, side: ItemPrice, path: str, *, needed: bool) -> Account | None:
    where = f"{path}/account"
    if line.account is not None:
        return account_for_lines(books, line.account, path=where)
    if side.account_code or side.cogs_account_code:
        return account_for_lines(books, side.account_code or side.cogs_account_code or "", path=where)
    if needed:
        raise invalid_argument(where, f"is required on an approved document{_none_of(line)}", hint=AFTER_READING)
    return None


def _none_of(line: LineInput) -> str:
    return ": the item has none" if line.item else ""


def account_for_lines(books: LineBooks, named: str, *, path: str) -> Account:
    """The account of that code, id or name. Raises Conflict for one that takes no lines, NotFound, or Ambiguous."""
    account = books.chart.one(named, path=path, only=takes_lines)
    if not takes_lines(account):
        raise _refused(path, f"Account {account.code or ''} {account.name} takes no lines of invoices or bills: "
                       f"{_why_no_lines(account)}", "Name another; find_accounts lists them.")  # fmt: skip
    return account


def takes_lines(account: Account) -> bool:
    """Whether documents, and money without one, can be booked to it."""
    usable = not is_archived(account) and not account.is_bank and bool(account.code)
    return usable and account.system_account not in _NO_LINES_ON


def _why_no_lines(account: Account) -> str:
    if is_archived(account):
        return "it is archived"
    if account.is_bank:
        return "it is a bank account"
    return "it has no code" if not account.code else "Xero fills it by itself"


def _rate(books: LineBooks, line: LineInput, side: ItemPrice, account: Account | None, path: str) -> TaxRate | None:
    where = f"{path}/tax"
    if line.tax is not None:
        rate: TaxRate | None = tax_rate_for_lines(books, line.tax, path=where)
    else:
        rate = books.rates.by_type(side.tax_type) or books.rates.by_type(account.tax_type if account else None)
    if rate is None:
        return None
    _refuse_old(rate, where)
    if account is not None:
        refuse_strange_tax(rate, account, path=where)
    return rate


def tax_rate_for_lines(books: LineBooks, named: str, *, path: str) -> TaxRate:
    """The tax rate of that type or name. Raises Conflict for one that is no longer in use, NotFound, or Ambiguous."""
    rate = books.rates.one(named, path=path)
    _refuse_old(rate, path)
    return rate


def _refuse_old(rate: TaxRate, path: str) -> None:
    if rate.status not in {None, "ACTIVE"}:
        raise _refused(path, f"The tax rate {rate.name} is no longer in use", "Name one that is.")


def refuse_strange_tax(rate: TaxRate, account: Account, *, path: str) -> None:
    """Raises Conflict for a tax rate that cannot be used on an account."""
    if not can_apply(rate, account.class_):
        words = f"The tax rate {rate.name} ({rate.tax_type}) cannot be used on account {account.code} {account.name}"
        raise _refused(path, words, "Name another tax rate or account.")


def _refused(path: str, message: str, hint: str) -> Conflict:
    return Conflict(f"{message}.", fields=[FieldError(path, message)], hint=hint)
