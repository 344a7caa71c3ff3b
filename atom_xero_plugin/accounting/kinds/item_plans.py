"""Plans that make, change or delete an item, as Xero allows it.

An update sends a side whole, since what of it is left out may be cleared, and all of it must show afterwards as it was.
Source: developer.xero.com, Items: codes are unique; a tracked item has an inventory account and one for what sold ones
cost, and its use fixes that; what is not sold loses its words and details.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from atom_xero_plugin.accounting.documents.line_view import price
from atom_xero_plugin.accounting.documents.lines import (
    LineBooks,
    account_for_lines,
    refuse_strange_tax,
    tax_rate_for_lines,
)
from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument, one_line, paragraph
from atom_xero_plugin.accounting.kinds.item_inputs import PURCHASE, SALE, ItemFields
from atom_xero_plugin.accounting.kinds.items import is_tracked, item_label
from atom_xero_plugin.accounting.resolve import chart as lists
from atom_xero_plugin.accounting.resolve.resolver import casefolded
from atom_xero_plugin.core.errors import Conflict, FieldError
from atom_xero_plugin.core.money import amount_or
from atom_xero_plugin.plans.proposal import PlanWarning, Proposal, Step, Undo
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.items import ITEMS, Item, ItemPrice
from atom_xero_plugin.xero.records.tax_rates import TaxRate
from atom_xero_plugin.xero.write import delete, update

Values = dict[str, Any]
"""An item in the arguments' names: texts, prices as Decimal, codes of accounts, tax types; none for what it has not."""
_TEXTS: Final = {"code": "Code", "name": "Name", "sale_description": "Description",
                 "purchase_description": "PurchaseDescription", "inventory_account": "InventoryAssetAccountCode",
                 "sold": "IsSold", "purchased": "IsPurchased"}  # fmt: skip
_SIDES: Final = {
    "SalesDetails": {"sale_price": "UnitPrice", "sale_account": "AccountCode", "sale_tax": "TaxType"},
    "PurchaseDetails": {"purchase_price": "UnitPrice", "purchase_account": "AccountCode",
                        "cost_account": "COGSAccountCode", "purchase_tax": "TaxType"},
}  # fmt: skip
_ENDING: Final = {"sold": SALE, "purchased": PURCHASE}


@dataclass(frozen=True)
class ItemBooks:
    """What an item's accounts, tax rates and code are looked up in."""

    lines: LineBooks
    items: lists.Items


async def item_books(xero: XeroClient) -> ItemBooks:
    """The lists, read once for a call."""
    items = await lists.items(xero)
    return ItemBooks(LineBooks(await lists.chart(xero), await lists.tax_rates(xero), items), items)


def values_of(item: Item) -> Values:
    """An item as it is."""
    sale, purchase = item.sales_details or ItemPrice(), item.purchase_details or ItemPrice()
    found = {
        "code": item.code,
        "name": item.name,
        "sold": bool(item.is_sold),
        "purchased": bool(item.is_purchased),
        "sale_price": sale.unit_price,
        "sale_account": sale.account_code,
        "sale_tax": sale.tax_type,
        "sale_description": item.description,
        "purchase_price": purchase.unit_price,
        "purchase_account": purchase.account_code,
        "purchase_tax": purchase.tax_type,
        "purchase_description": item.purchase_description,
        "inventory_account": item.inventory_asset_account_code,
        "cost_account": purchase.cogs_account_code,
    }
    return {name: value for name, value in found.items() if value is not None and value != ""}


def texts_given(requested: ItemFields, *, code: str | None, name: str | None) -> Values:
    """The texts and prices as they are sent, of those that are given; an empty text empties a description.

    Raises InvalidArguments; nothing is asked of Xero for it.
    """
    given: Values = {"code": one_line(code, "/code"), "name": one_line(name, "/name")}
    for path, text in (("code", code), ("name", name)):
        if text is not None and given[path] is None:
            raise invalid_argument(f"/{path}", "must not be blank")
    for each in ("sale_description", "purchase_description"):
        text = getattr(requested, each)
        given[each] = None if text is None else paragraph(text, f"/{each}") or ""
    given |= {each: getattr(requested, each) for each in ("sale_price", "purchase_price")}
    return {each: value for each, value in given.items() if value is not None}


def values_after(books: ItemBooks, requested: ItemFields, before: Values, texts: Values) -> Values:
    """What an item becomes: `before` with what is given.

    Raises NotFound, Ambiguous, Conflict or InvalidArguments with the path of what Xero would refuse.
    """
    accounts = _accounts(books, requested)
    after = before | texts | {each: account.code for each, account in accounts.items()}
    after |= _taxes(books, requested, accounts, after)
    _check_tracking(requested, after)
    _refuse_taken(books, after["code"], before.get("code"))
    return {each: value for each, value in after.items() if value != ""}


def refuse_ended(requested: ItemFields, **sides: bool | None) -> None:
    """Raises InvalidArguments for a field of a side (`sold`, `purchased`) that is to end."""
    for flag, asked in sides.items():
        strange = next((each for each in _given(requested, flag) if asked is False), None)
        if strange is not None:
            raise invalid_argument(f"/{strange}", f"cannot be given with {flag} false")


def with_sides(requested: ItemFields, after: Values, **sides: bool | None) -> Values:
    """What an item becomes if its sides begin, by a field that is given, or end, which takes their fields away."""
    for flag, asked in sides.items():
        after[flag] = bool(_given(requested, flag)) or (after[flag] if asked is None else asked)
    ended = {each for flag in sides if not after[flag] for each in _ENDING[flag]}
    return {name: value for name, value in after.items() if name not in ended}


def _given(requested: ItemFields, flag: str) -> list[str]:
    return [each for each in _ENDING[flag] if getattr(requested, each) is not None]


def _accounts(books: ItemBooks, requested: ItemFields) -> dict[str, Account]:
    found = {}
    for each in ("sale_account", "purchase_account", "cost_account"):
        named = getattr(requested, each)
        if named is not None:
            found[each] = account_for_lines(books.lines, named, path=f"/{each}")
    if requested.inventory_account is not None:
        path = "/inventory_account"
        account = books.lines.chart.one(requested.inventory_account, path=path, only=_holds_stock)
        if not _holds_stock(account):
            words = f"is {account.code or ''} {account.name}, of type {account.type}; stock needs one of type INVENTORY"
            raise Conflict(f"inventory_account {words}.", fields=[FieldError(path, words)])
        found["inventory_account"] = account
    return found


def _holds_stock(account: Account) -> bool:
    return account.type == "INVENTORY" and account.status in {None, "ACTIVE"}


def _taxes(books: ItemBooks, requested: ItemFields, accounts: dict[str, Account], after: Values) -> Values:
    """The tax type of each side: as it is given, else that of its account where it has none yet."""
    found: Values = {}
    for side in ("sale", "purchase"):
        path, given = f"/{side}_tax", getattr(requested, f"{side}_tax")
        account = accounts.get(f"{side}_account")
        rate: TaxRate | None = tax_rate_for_lines(books.lines, given, path=path) if given is not None else None
        kept = after.get(f"{side}_tax") or (account.tax_type if account is not None else None)
        rate = rate or books.lines.rates.by_type(kept)
        if rate is not None and account is not None:
            refuse_strange_tax(rate, account, path=path)
        if rate is not None and (given is not None or account is not None):
            found[f"{side}_tax"] = rate.tax_type
    return found


def _check_tracking(requested: ItemFields, after: Values) -> None:
    tracked = "inventory_account" in after
    if tracked and "cost_account" not in after:
        raise invalid_argument("/cost_account", "is required with inventory_account", hint=AFTER_READING)
    if requested.cost_account is not None and not tracked:
        raise invalid_argument("/inventory_account", "is required with cost_account", hint=AFTER_READING)
    if tracked and requested.purchase_account is not None:
        words = "cannot be given for a tracked item: its purchases are booked on its inventory account"
        raise invalid_argument("/purchase_account", words, hint=AFTER_READING)


def _refuse_taken(books: ItemBooks, code: str, now: str | None) -> None:
    taken = next((each for each in books.items.items if casefolded(each.code) == casefolded(code)), None)
    if taken is not None and casefolded(code) != casefolded(now):
        raise Conflict(
            f"Another item has this code: {item_label(taken)}.",
            fields=[FieldError("/code", "is taken; Xero wants each code once")],
            hint="Use that item, or change it with change_item.",
        )


def name_warnings(books: ItemBooks, name: str | None, *, besides: str | None = None) -> list[PlanWarning]:
    """Warnings for other items of this name."""
    return [
        PlanWarning("possible_duplicate", f"The {item_label(each)} has the same name.")
        for each in books.items.items
        if name and each.item_id != besides and casefolded(each.name) == casefolded(name)
    ]


def body_of(after: Values, before: Values | None = None) -> dict[str, Any]:
    """What is sent: of a new item all, of another what changes, each side whole."""
    was = before or {}
    changed = {name for name in {*after, *was} if after.get(name) != was.get(name)}
    body = {xero: after.get(name, "") for name, xero in _TEXTS.items() if name in changed or name == "code"}
    ended = {each for flag, fields in _ENDING.items() if after.get(flag) is False for each in fields}
    for side, fields in _SIDES.items():
        if changed & fields.keys() and not ended & fields.keys():
            body[side] = {xero: after[name] for name, xero in fields.items() if name in after}
    gone = {_TEXTS[each] for each in ended & _TEXTS.keys()}
    return {name: value for name, value in body.items() if name not in gone}


def expected_of(after: Values) -> dict[str, str]:
    """All that the item must show."""
    texts = {xero: str(after[name]) for name, xero in _TEXTS.items() if name in after and "\n" not in str(after[name])}
    details = {
        f"{side}.{xero}": str(after[name])
        for side, fields in _SIDES.items()
        for name, xero in fields.items()
        if name in after
    }
    return texts | details


def shown(values: Values) -> Values:
    """Values as a plan shows them, and as arguments have them."""
    return {name: f"{price(value)}" if isinstance(value, Decimal) else value for name, value in values.items()}


def propose_values(item: Item, after: Values, warnings: list[PlanWarning]) -> Proposal:
    """The plan that gives an item new values. Raises InvalidArguments if nothing would change."""
    before = values_of(item)
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if not changed:
        raise invalid_argument("", "nothing would change: give at least one field with a new value", hint=AFTER_READING)
    ended = {each for flag, fields in _ENDING.items() if after.get(flag) is False for each in fields}
    begun = {each for flag, fields in _ENDING.items() if not before[flag] for each in fields}
    former = {name: before[name] for name in changed if name in before}
    new = [name for name in changed if name not in before and name not in begun]
    former |= {name: "" for name in new if name.endswith("_description")}
    lost = [name for name in new if not name.endswith("_description")]
    if {"inventory_account", "cost_account"} & set(changed):
        words = "Xero refuses to begin to track an item that is used already, and to end it."
        warnings = [*warnings, PlanWarning("tracking", words)]
    if lost:
        words = f"No skill can take the {lost[0].replace('_', ' ')} away again."
        warnings = [*warnings, PlanWarning("no_undo", words)]
    names = " and ".join(name.replace("_", " ") for name in changed if name not in ended)
    return Proposal(
        summary=f"Change {names} of the {item_label(item)}.",
        steps=[
            Step(
                update(ITEMS, item.item_id, body_of(after, before)),
                "item",
                expects={"ItemID": item.item_id, **expected_of(after)},
                record_id=item.item_id,
                unchanged_since=item.updated_date_utc,
            )
        ],
        before=shown({"code": item.code, **{name: before.get(name) for name in changed}}),
        after=shown({"code": after["code"], **{name: after.get(name) for name in changed}}),
        party=item.name or item.code,
        warnings=warnings,
        undo=None
        if lost
        else Undo("change_item", {"item": item.item_id, **shown(former)}, "change_item can set the old values."),
    )


def propose_deletion(item: Item) -> Proposal:
    """The plan that deletes an item. Raises Conflict for a tracked one with stock: Xero keeps what was used."""
    label = item_label(item)
    if is_tracked(item) and amount_or(item.quantity_on_hand) != 0:
        raise Conflict(
            f"The {label} is tracked, and {item.quantity_on_hand} are on hand: Xero deletes no tracked item that was "
            "used.",
            hint="change_item with sold false takes it off sales instead.",
        )
    words = "It cannot be brought back; documents that name its code keep their lines."
    tracked = [PlanWarning("tracked", "It is tracked: Xero refuses if anything was ever booked with it.")]
    gone = {"ItemID": item.item_id, "Code": item.code or "", "Name": item.name or "", "Status": "DELETED"}
    return Proposal(
        summary=f"Delete the {label}. This is final.",
        steps=[
            Step(
                delete(ITEMS, item.item_id),
                "item",
                expects={"ItemID": item.item_id, "Status": "DELETED"},
                record_id=item.item_id,
                unchanged_since=item.updated_date_utc,
                keyed=False,
                gone=gone,
            )
        ],
        before=shown(values_of(item)),
        after={"code": item.code, "deleted": True},
        party=item.name or item.code,
        warnings=[PlanWarning("final", words), *(tracked if is_tracked(item) else [])],
    )
