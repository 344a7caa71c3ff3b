"""The lines of a document after a change: Xero drops those that an update leaves out, so all of them are sent.

A line that stays is sent as it is, with its own tax, which a person may have corrected by a cent. One whose price, tax
or item changes is priced and taxed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, NamedTuple

import msgspec

from atom_xero_plugin.accounting.documents.change_inputs import DocumentChanges, LineFields
from atom_xero_plugin.accounting.documents.document import StoredDocument
from atom_xero_plugin.accounting.documents.inputs import LineInput
from atom_xero_plugin.accounting.documents.line_view import LineView, line_of, plain, price
from atom_xero_plugin.accounting.documents.lines import (
    NOTHING,
    LineBooks,
    LineRules,
    account_for_lines,
    draft_line,
    line_books,
    line_view,
    refuse_strange_tax,
    tax_rate_for_lines,
    tracking_body,
    tracking_labels,
)
from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument, paragraph
from atom_xero_plugin.accounting.pricing import PricedLine, priced
from atom_xero_plugin.core.errors import FieldError, NotFound
from atom_xero_plugin.core.money import ONE, amount_or
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.parts import LineItem
from atom_xero_plugin.xero.records.tax_rates import TaxRate

REWORDED: Final = frozenset({"description", "account", "tracking"})
"""What of a line can change without its amounts; all that may when something is paid on the document."""
_NONE: Final = "NONE"


@dataclass(frozen=True)
class LineAfter:
    """A line as it would be."""

    body: dict[str, Any]
    priced: PricedLine
    view: LineView
    was: int | None = None
    """The place it has now, from 0; None for a new one."""
    touched: frozenset[str] = field(default_factory=frozenset)
    """The fields of one that is there which change."""
    taxed: bool = True
    """Whether its tax is known."""

    @property
    def description_only(self) -> bool:
        """Whether it has no amount at all."""
        return "UnitAmount" not in self.body


class _RequestedLine(NamedTuple):
    """One entry of the list to be."""

    was: int | None
    fields: LineFields
    path: str


class _Draft(LineInput, forbid_unknown_fields=True, kw_only=True):
    """A new line, as lines of new documents are."""

    discount_percent: Decimal | None = None


def check_lines_alone(requested: DocumentChanges) -> None:
    """What is wrong with lines by themselves. Raises InvalidArguments."""
    if requested.lines is not None and (requested.change_lines or requested.add_lines or requested.remove_lines):
        raise invalid_argument(
            "/lines", "is the whole new list; it cannot be given together with change_lines, add_lines or remove_lines"
        )
    new = [(f"/add_lines/{number}", each) for number, each in enumerate(requested.add_lines)]
    new += [(f"/lines/{number}", each) for number, each in enumerate(requested.lines or []) if each.line is None]
    for path, each in new:
        if each.item is None and not (each.description or "").strip():
            raise invalid_argument(f"{path}/description", "is required on a new line without an item")
        if each.item is None and each.unit_amount is None and touched_by(each) - {"description", "line"}:
            raise invalid_argument(
                f"{path}/unit_amount", "is required on a new line without an item, unless it is only words"
            )
    for number, change in enumerate(requested.change_lines):
        if not touched_by(change):
            raise invalid_argument(
                f"/change_lines/{number}", "changes nothing: give at least one field apart from line"
            )


def touched_by(fields: LineFields) -> frozenset[str]:
    """The fields that are given."""
    return frozenset(name for name in LineFields.__struct_fields__ if getattr(fields, name) is not None)


async def lines_after(
    stored: StoredDocument, requested: DocumentChanges, rules: LineRules
) -> tuple[list[LineAfter], list[bool]]:
    """All lines as they would be, in their order; and of those there are, whether their amounts are plainly reckoned.

    Raises InvalidArguments, NotFound, Ambiguous or Conflict with the path of what Xero would refuse.
    """
    entries = list(_entries(stored.lines, requested))
    for each in entries:
        if not rules.document.discounts and each.fields.discount_percent is not None:
            words = "is of sales invoices; lines of bills have none"
            raise invalid_argument(f"{each.path}/discount_percent", words, hint=AFTER_READING)
    books = await line_books(
        stored.ctx.xero, [_Draft(item=each.fields.item, tracking=each.fields.tracking) for each in entries]
    )
    work = _Work(stored, books, rules, anew=requested.amounts_are is not None)
    return [work.line(each) for each in entries], [work.is_reckoned(each) for each in stored.lines]


def _entries(there: Sequence[LineItem], requested: DocumentChanges) -> Iterator[_RequestedLine]:
    if requested.lines is not None:
        named = [(number, each.line) for number, each in enumerate(requested.lines) if each.line is not None]
        places = _places(there, [name for _, name in named], [f"/lines/{number}/line" for number, _ in named])
        was = {number: place for (number, _), place in zip(named, places, strict=True)}
        yield from (
            _RequestedLine(was.get(number), each, f"/lines/{number}") for number, each in enumerate(requested.lines)
        )
        return
    names = [each.line for each in requested.change_lines]
    paths = [f"/change_lines/{number}/line" for number in range(len(names))]
    paths += [f"/remove_lines/{number}" for number in range(len(requested.remove_lines))]
    places = _places(there, [*names, *requested.remove_lines], paths)
    removed = set(places[len(names) :])
    changed = {place: number for number, place in enumerate(places[: len(names)])}
    for place in range(len(there)):
        if place in changed:
            yield _RequestedLine(place, requested.change_lines[changed[place]], f"/change_lines/{changed[place]}")
        elif place not in removed:
            yield _RequestedLine(place, LineFields(), "")
    for number, fields in enumerate(requested.add_lines):
        yield _RequestedLine(None, fields, f"/add_lines/{number}")


def _places(there: Sequence[LineItem], names: Sequence[str], paths: Sequence[str]) -> list[int]:
    """Where the lines of these names stand. Raises NotFound, or InvalidArguments for one that is named twice."""
    ids = {(line.line_item_id or "").lower(): place for place, line in enumerate(there)}
    found: list[int] = []
    for name, path in zip(names, paths, strict=True):
        text = name.strip().lower()
        place = ids.get(text, int(text) - 1 if text.isascii() and text.isdigit() and len(text) < 4 else -1)  # noqa: PLR2004 - no document has a thousand lines
        if not 0 <= place < len(there):
            listed = "; ".join(f"{n} {line.description or ''}"[:60] for n, line in enumerate(there[:5], 1))
            raise NotFound(f"There is no line {name!r} on it.", fields=[FieldError(path, "fits no line")],
                           hint=f"Its lines begin with: {listed}." if listed else "It has no lines.")  # fmt: skip
        if place in found:
            raise invalid_argument(path, "names a line that is named already", hint=AFTER_READING)
        found.append(place)
    return found


@dataclass(frozen=True)
class _Work:
    """What each line is worked out from."""

    stored: StoredDocument
    books: LineBooks
    rules: LineRules
    anew: bool
    """Whether amounts mean something else from now on, so that every tax is worked out again."""

    def line(self, requested: _RequestedLine) -> LineAfter:
        """One line as it would be."""
        was, fields, path = requested
        if was is None:
            return self._new(fields, path)
        there = self.stored.lines[was]
        if fields.item is not None:
            return self._of_item(was, there, fields, path)
        if touched_by(fields) <= REWORDED and not self.anew:
            return self._reworded(was, there, fields, path)
        return self._repriced(was, there, fields, path)

    def is_reckoned(self, there: LineItem) -> bool:
        """Whether quantity, price, discount rate and tax rate make its amounts; by hand others can be set."""
        if there.unit_amount is None:
            return amount_or(there.line_amount) == 0
        rate = self.books.rates.by_type(there.tax_type)
        worth = priced(amount_or(there.quantity, ONE), there.unit_amount, _percent(rate), self.stored.amounts_are,
                       there.discount_rate)  # fmt: skip
        return worth == worth_now(there)

    def _new(self, fields: LineFields, path: str) -> LineAfter:
        given = {name: getattr(fields, name) for name in touched_by(fields)}
        line = draft_line(self.books, self.rules, _Draft(**given), path)
        return LineAfter(line.body, line.priced, line_view(line, self.stored.currency), taxed=line.taxed)

    def _of_item(self, was: int, there: LineItem, fields: LineFields, path: str) -> LineAfter:
        """Another item brings its own words, price, account and tax, unless they are given."""
        given: dict[str, Any] = {"quantity": there.quantity, "discount_percent": there.discount_rate}
        given |= {name: getattr(fields, name) for name in touched_by(fields)}
        line = draft_line(self.books, self.rules, _Draft(**given), path)
        stored = {"LineItemID": there.line_item_id, "Tracking": _tracking(there)}
        body = _given(stored | line.body)
        if fields.tracking is not None:
            body["Tracking"] = tracking_body(self.books, fields.tracking, path)
        view = msgspec.structs.replace(
            line_view(line, self.stored.currency), id=there.line_item_id, tracking=tracking_labels(body) or None
        )
        touched = frozenset({"description", "quantity", "unit_amount", "account", "tax", "item", "discount_percent"})
        return LineAfter(body, line.priced, view, was, touched | (touched_by(fields) & {"tracking"}), line.taxed)

    def _reworded(self, was: int, there: LineItem, fields: LineFields, path: str) -> LineAfter:
        body, view = self._worded(there, fields, path)
        worth = worth_now(there)
        self._refuse_bare(worth, body, path)
        if self.rules.amounts_are != "no_tax" and worth != NOTHING:
            body["TaxAmount"] = there.tax_amount
        return LineAfter(_given(body), worth, view, was, touched_by(fields))

    def _repriced(self, was: int, there: LineItem, fields: LineFields, path: str) -> LineAfter:
        body, view = self._worded(there, fields, path)
        if there.unit_amount is None and touched_by(fields) <= REWORDED:  # a line that is only words
            return LineAfter(_given(body), NOTHING, view, was, touched_by(fields))
        unit = fields.unit_amount if fields.unit_amount is not None else there.unit_amount
        if unit is None:
            raise invalid_argument(f"{path}/unit_amount", "is required: the line has no price yet", hint=AFTER_READING)
        quantity = amount_or(fields.quantity if fields.quantity is not None else there.quantity, ONE)
        rate, tax_type = self._rate(there, fields, path)
        percent = fields.discount_percent if fields.discount_percent is not None else there.discount_rate
        off = there.discount_amount if fields.discount_percent is None else None
        worth = priced(quantity, unit, _percent(rate), self.rules.amounts_are, percent, off)
        self._refuse_bare(worth, body, path)
        taxless = self.rules.amounts_are == "no_tax"
        body |= {"Quantity": quantity, "UnitAmount": unit, "TaxType": None if taxless else tax_type,
                 "DiscountRate": percent, "DiscountAmount": off}  # fmt: skip
        shown = msgspec.structs.replace(
            view, amount=self.stored.money(worth.amount), quantity=plain(quantity), unit_amount=price(unit),
            tax_type=tax_type, tax=self.stored.money(worth.tax),
            discount_percent=plain(percent) if amount_or(percent) != 0 else None,
        )  # fmt: skip
        known = taxless or rate is not None or tax_type == _NONE or worth.amount == 0
        known |= not tax_type and not self.rules.document.tax_from_account
        return LineAfter(_given(body), worth, shown, was, touched_by(fields), known)

    def _refuse_bare(self, worth: PricedLine, body: dict[str, Any], path: str) -> None:
        """Xero keeps no account on a line of 0; once it comes to something, an approved document needs one."""
        if self.rules.complete and worth.amount != 0 and not (body.get("AccountCode") or body.get("AccountID")):
            raise invalid_argument(f"{path}/account", "is required: the line has none yet", hint=AFTER_READING)

    def _worded(self, there: LineItem, fields: LineFields, path: str) -> tuple[dict[str, Any], LineView]:
        """The line that is there, with the words and the account that it is to have."""
        body, view = unchanged_body(there), line_of(there, self.stored.currency)
        description = paragraph(fields.description, f"{path}/description")
        if description:
            body["Description"] = description
            view = msgspec.structs.replace(view, description=description)
        if fields.account is not None:
            account = account_for_lines(self.books, fields.account, path=f"{path}/account")
            rate = self.books.rates.by_type(there.tax_type) if fields.tax is None else None
            if rate is not None and self.rules.amounts_are != "no_tax":
                refuse_strange_tax(rate, account, path=f"{path}/account")
            body = {name: value for name, value in body.items() if name != "AccountID"} | {"AccountCode": account.code}
            view = msgspec.structs.replace(view, account=account.code)
        if fields.tracking is not None:
            body["Tracking"] = tracking_body(self.books, fields.tracking, path)
            view = msgspec.structs.replace(view, tracking=tracking_labels(body) or None)
        return body, view

    def _rate(self, there: LineItem, fields: LineFields, path: str) -> tuple[TaxRate | None, str | None]:
        """The tax rate and its type. One that stays is taken as it is, even if Xero no longer lists it."""
        if fields.tax is None:
            tax_type = there.tax_type
            if (
                not tax_type
                and self.rules.document.tax_from_account
                and (account := self._account(there, fields, path))
            ):
                tax_type = account.tax_type  # as Xero does for none
            return self.books.rates.by_type(tax_type), tax_type
        rate = tax_rate_for_lines(self.books, fields.tax, path=f"{path}/tax")
        account = self._account(there, fields, path)
        if account is not None:
            refuse_strange_tax(rate, account, path=f"{path}/tax")
        return rate, rate.tax_type

    def _account(self, there: LineItem, fields: LineFields, path: str) -> Account | None:
        if fields.account is not None:
            return account_for_lines(self.books, fields.account, path=f"{path}/account")
        chart = self.books.chart.accounts
        return next((each for each in chart if there.account_id and each.account_id == there.account_id), None)


def unchanged_body(line: LineItem) -> dict[str, Any]:
    """A line as it is sent to stay as it is, but for the amount of its tax."""
    return _given(
        {
            "LineItemID": line.line_item_id,
            "Description": line.description,
            "Quantity": line.quantity,
            "UnitAmount": line.unit_amount,
            "ItemCode": line.item_code or None,
            "AccountCode": line.account_code,
            "AccountID": line.account_id if not line.account_code else None,
            "TaxType": line.tax_type,
            "DiscountRate": line.discount_rate,
            "DiscountAmount": line.discount_amount if amount_or(line.discount_rate) == 0 else None,
            "Tracking": _tracking(line),
        }
    )


def worth_now(line: LineItem) -> PricedLine:
    """What a line that is there comes to."""
    return PricedLine(amount_or(line.line_amount), amount_or(line.tax_amount))


def _tracking(line: LineItem) -> list[dict[str, Any]] | None:
    stored = [
        _given({"TrackingCategoryID": each.tracking_category_id, "TrackingOptionID": each.tracking_option_id,
                "Name": each.name, "Option": each.option})
        for each in line.tracking or ()
    ]  # fmt: skip
    return stored or None


def _percent(rate: TaxRate | None) -> Decimal:
    return amount_or(rate.effective_rate if rate else None)


def _given(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if value is not None}
