"""What the cells of a line offer: accounts, tax rates, items, tracking; and currencies.

People choose from it. What they chose is looked up again by the skill that plans; where Xero cannot be asked, the
fields take what is typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from atom_xero_plugin.core.quoting import one_line
from atom_xero_plugin.interfaces.web.editor.kinds import TRACKING
from atom_xero_plugin.interfaces.web.kept_answers import kept_answers
from atom_xero_plugin.interfaces.web.page import WebPage

_PAGES: Final = 5
"""Pages of a hundred that are offered; what is beyond can be typed."""
Row = Mapping[str, Any]


@dataclass(frozen=True)
class EditorChoices:
    """What can be chosen."""

    accounts: Sequence[Row]
    rates: Sequence[Row]
    items: Sequence[Row]
    categories: Sequence[Row]
    currencies: Sequence[Row]

    @cached_property
    def account_labels(self) -> dict[str, str]:
        """What the list of accounts offers, by their codes: `200 Sales`."""
        return {each["code"]: f"{each['code']} {one_line(each['name'])}" for each in self.accounts if each.get("code")}

    @cached_property
    def tracking(self) -> list[tuple[str, Row]]:
        """The categories that lines can name options of, each with what its fields begin with."""
        return list(zip(TRACKING, self.categories, strict=False))

    def codes(self, typed: str) -> list[tuple[str, str]]:
        """The currencies that documents can be in, and the one that was typed whichever it is."""
        known = [str(each["id"]) for each in self.currencies]
        return [(each, each) for each in dict.fromkeys([*known, *([typed] if typed else [])])]

    def account_code(self, text: str) -> str:
        """The code of an account that was chosen by its label; anything else as it was typed."""
        wanted = text.casefold()
        return next((code for code, label in self.account_labels.items() if label.casefold() == wanted), text)

    def account(self, text: str) -> Row | None:
        """The account that a text means: its code, label or name."""
        code = self.account_code(text)
        found = [each for each in self.accounts if each.get("code") == code]
        return next(iter(found or [each for each in self.accounts if each["name"].casefold() == text.casefold()]), None)

    def rate(self, text: str | None) -> Row | None:
        """The tax rate that a text means: its type or name."""
        wanted = (text or "").casefold()
        return next((each for each in self.rates if wanted and wanted in {each["id"].casefold(),
                                                                          each["name"].casefold()}), None)  # fmt: skip

    def rate_label(self, tax_type: str | None) -> str:
        """The name of a tax rate; its type where the name is not its own."""
        found = self.rate(tax_type)
        if found is None:
            return tax_type or ""
        alone = sum(each["name"] == found["name"] for each in self.rates) == 1
        return str(found["name"] if alone else found["id"])

    def item(self, text: str) -> Row | None:
        """The item of a code."""
        return next((each for each in self.items if each["code"].casefold() == text.casefold()), None)


async def choices_for(page: WebPage) -> EditorChoices:
    """What can be chosen in the page's organisation."""
    accounts = await _all(page, "find_accounts")
    usable = [each for each in accounts if each.get("code") and each["type"] != "BANK"]
    return EditorChoices(
        usable, await _all(page, "find_tax_rates", paged=False), await _all(page, "find_items"),
        await _all(page, "find_tracking_categories", paged=False), await _all(page, "find_currencies", paged=False),
    )  # fmt: skip


async def item_in_full(page: WebPage, code: str) -> Row:
    """An item with its account, tax rate and words; nothing where it cannot be asked for."""
    found = await kept_answers(page).ask(page, "show_item", {"item": code})
    return {} if found.result is None else found.result.get("item", {})


async def _all(page: WebPage, skill: str, *, paged: bool = True) -> list[Row]:
    kept, found, cursor = kept_answers(page), list[Row](), None
    for _ in range(_PAGES):
        arguments = {"limit": 100, **({"cursor": cursor} if cursor else {})} if paged else {}
        answer = await kept.ask(page, skill, arguments)
        if answer.result is None:
            return found
        found += answer.result["items"]
        cursor = answer.result.get("next_cursor")
        if cursor is None:
            return found
    return found
