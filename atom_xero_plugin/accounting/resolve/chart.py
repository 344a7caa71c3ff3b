"""The account, tax rate or item that is meant: lists that Xero gives whole, read once for a call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from atom_xero_plugin.accounting.kinds.accounts import is_archived, takes_payments
from atom_xero_plugin.accounting.kinds.bank_account_inputs import compact
from atom_xero_plugin.accounting.resolve.resolver import Match, Resolver
from atom_xero_plugin.core.errors import Candidate, Conflict, FieldError, NotFound
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.accounts import ACCOUNTS, Account
from atom_xero_plugin.xero.records.items import ITEMS, Item
from atom_xero_plugin.xero.records.tax_rates import TAX_RATES, TaxRate

_BANK_ACCOUNT: Final = "bank account"
_LISTED_BY: Final = "find_accounts with bank_only lists those there are."


def _account(account: Account) -> Candidate:
    archived = ", archived" if is_archived(account) else ""
    label = f"{account.code or 'no code'} {in_sentence(account.name)} ({account.account_id}{archived})"
    return Candidate("account", account.account_id, account.name or "", label)


ACCOUNT_NAMES: Final[Resolver[Account]] = Resolver(
    kind="account",
    keys=(
        (lambda each: each.code, lambda each: each.account_id),
        (lambda each: each.name,),
        (lambda each: each.bank_account_number, lambda each: compact(each.bank_account_number or "") or None),
    ),
    also=(),
    identity=_account,
    in_use=lambda each: not is_archived(each),
    finder="find_accounts",
)
TAX_RATE_NAMES: Final[Resolver[TaxRate]] = Resolver(
    kind="tax rate",
    keys=((lambda each: each.tax_type,), (lambda each: each.name,)),
    also=(),
    identity=lambda each: Candidate(
        "tax_rate", each.tax_type, each.name or "", f"{in_sentence(each.name)} ({each.tax_type})"
    ),
    in_use=lambda each: each.status in {None, "ACTIVE"},
)
ITEM_NAMES: Final[Resolver[Item]] = Resolver(
    kind="item",
    keys=((lambda each: each.code, lambda each: each.item_id), (lambda each: each.name,)),
    also=(),
    identity=lambda each: Candidate(
        "item", each.item_id, each.code or "", f"{each.code} {in_sentence(each.name)}".strip()
    ),
    in_use=lambda _: True,
    finder="find_items",
)


class Chart:
    """The chart of accounts, read once for a call."""

    def __init__(self, accounts: Sequence[Account]) -> None:
        """Keep the accounts as Xero gave them."""
        self.accounts = list(accounts)

    def one(
        self, named: str, *, path: str, only: Callable[[Account], bool] | None = None, kind: str = "account"
    ) -> Account:
        """The account with exactly this code, id, name or bank account number, whatever kind it is.

        `only` says which can be meant here: of several of one name, those; and those are listed as near. Raises
        NotFound, or Ambiguous.
        """
        resolver = _for(only, kind)
        exact = resolver.exact(named, self.accounts)
        return exact[0] if len(exact) == 1 else resolver.one(named, exact or self._usable(only), path=path)

    def likely(
        self, named: str, *, path: str, only: Callable[[Account], bool] | None = None, kind: str = "account"
    ) -> Match[Account]:
        """For a read: as `one`, else the only account that can be meant whose name begins like the text."""
        resolver = _for(only, kind)
        likely = resolver.likely(named, self._usable(only))
        if len(likely) == 1 and not resolver.exact(named, self.accounts):
            return Match(likely[0], exact=False)
        return Match(self.one(named, path=path, only=only, kind=kind), exact=True)

    def for_payment(self, named: str, *, path: str = "/account") -> Account:
        """The bank account, or other account open for payments, that is meant."""
        return self.one(named, path=path, only=takes_payments, kind="account for payments")

    def bank_account(self, named: str, *, path: str = "/account") -> Account:
        """The bank account or credit card that is meant, archived ones too.

        Raises NotFound, Ambiguous, or Conflict for an account of another kind.
        """
        account = self.one(named, path=path, only=_is_bank, kind=_BANK_ACCOUNT)
        if not account.is_bank:
            raise Conflict(
                f"{_another_kind(account)}.", fields=[FieldError(path, "is no bank account")], hint=_LISTED_BY
            )
        return account

    def _usable(self, only: Callable[[Account], bool] | None) -> list[Account]:
        return [each for each in self.accounts if not is_archived(each) and (only is None or only(each))]


def _for(only: Callable[[Account], bool] | None, kind: str) -> Resolver[Account]:
    in_use = ACCOUNT_NAMES.in_use if only is None else lambda each: not is_archived(each) and only(each)
    return replace(ACCOUNT_NAMES, kind=kind, in_use=in_use)


async def chart(xero: XeroClient) -> Chart:
    """The chart of accounts."""
    return Chart((await list_of(xero, ACCOUNTS)).items)


def likely_bank_account(chart: Chart, named: str, *, path: str = "/account") -> Match[Account]:
    """For a read: the bank account as `Chart.bank_account` finds it, else the only one that begins like the text.

    Raises NotFound, also for an account of another kind, or Ambiguous.
    """
    match = chart.likely(named, path=path, only=_is_bank, kind=_BANK_ACCOUNT)
    if not match.record.is_bank:
        message = f"{_another_kind(match.record)}."
        raise NotFound(message, fields=[FieldError(path, "is no bank account")], hint=_LISTED_BY)
    return match


def _is_bank(account: Account) -> bool:
    return account.is_bank


def _another_kind(account: Account) -> str:
    return f"The account {account.code or ''} {in_sentence(account.name)} is no bank account"


class TaxRates:
    """The tax rates, read once for a call."""

    def __init__(self, rates: Sequence[TaxRate]) -> None:
        """Keep the rates as Xero gave them."""
        self.rates = list(rates)

    def by_type(self, tax_type: str | None) -> TaxRate | None:
        """The rate of a tax type, if there is one."""
        return next((each for each in self.rates if tax_type and each.tax_type == tax_type), None)

    def one(self, named: str, *, path: str) -> TaxRate:
        """The rate with exactly this tax type or name. Raises NotFound, or Ambiguous."""
        return TAX_RATE_NAMES.one(named, self.rates, path=path)


async def tax_rates(xero: XeroClient) -> TaxRates:
    """The tax rates."""
    return TaxRates((await list_of(xero, TAX_RATES)).items)


class Items:
    """The items, read once for a call."""

    def __init__(self, items: Sequence[Item]) -> None:
        """Keep the items as Xero gave them."""
        self.items = list(items)

    def one(self, named: str, *, path: str) -> Item:
        """The item with exactly this code or name. Raises NotFound, or Ambiguous."""
        return ITEM_NAMES.one(named, self.items, path=path)

    def likely(self, named: str, *, path: str) -> Match[Item]:
        """For a read: as `one`, else the only item whose code or name begins like the text."""
        likely = ITEM_NAMES.likely(named, self.items)
        if len(likely) == 1 and not ITEM_NAMES.exact(named, self.items):
            return Match(likely[0], exact=False)
        return Match(self.one(named, path=path), exact=True)


async def items(xero: XeroClient) -> Items:
    """The items."""
    return Items((await list_of(xero, ITEMS)).items)
