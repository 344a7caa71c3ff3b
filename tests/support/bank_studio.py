"""A person at the bank pages of the sandbox's first organisation, without scripts."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape
from typing import Any

import httpx2
from support.browsing import Browser
from support.service import OWN_FORM, Served

_FORM = re.compile(r"<form\b(?P<head>[^>]*)>(?P<body>.*?)</form>", re.DOTALL)
_INPUT = re.compile(r"<input\b[^>]*>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
BALANCED = (
    "Date,Amount,Payee,Reference,Balance\n2026-06-15,690.00,BROOKLYN HILL WIND EN,INV-0151,1690.00\n"
    "2026-06-15,-359.26,CAPITAL POWER,CP-2270,1330.74\n2026-06-16,-12.50,ACCOUNT FEE,,1318.24\n"
)


def said(page: httpx2.Response | str) -> str:
    """What a page says, its figures in one piece."""
    text = (page if isinstance(page, str) else page.text).replace('<span class="c">', "")
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


class Studio:
    """A person at the bank pages of the first organisation."""

    def __init__(self, served: Served, browser: Browser) -> None:
        self.served, self.browser = served, browser
        self.books = served.house.sandbox.organisations[served.house.organisation]
        self.account = self.row("Accounts", Code="090")["AccountID"]
        self.bank = f"/o/{served.house.organisation}/bank"
        self.here = f"{self.bank}/{self.account}"

    def rows(self, table: str, **wanted: Any) -> list[dict[str, Any]]:
        return [each for each in self.books.tables[table].rows.values()
                if all(each.get(name) == value for name, value in wanted.items())]  # fmt: skip

    def row(self, table: str, **wanted: Any) -> dict[str, Any]:
        return self.rows(table, **wanted)[0]

    async def get(self, address: str) -> httpx2.Response:
        return await self.browser.get(address)

    async def press(self, page: httpx2.Response, word: str, /, within: str = "", **typed: str) -> httpx2.Response:
        """Send the form of a page whose button says a word, with what was typed, and follow where it leads."""
        body = page.text[page.text.index(within) :] if within else page.text
        for form in _FORM.finditer(body):
            if word in said(form["body"]):
                fields: dict[str, Any] = {}
                for each in _INPUT.findall(form["body"]):
                    has = dict(_ATTRIBUTE.findall(each))
                    ticked = has.get("type") not in {"checkbox", "radio"} or " checked" in each
                    if "name" in has and ticked and has.get("type") != "file":
                        fields.setdefault(has["name"], []).append(unescape(has.get("value", "")))
                fields |= typed
                head = dict(_ATTRIBUTE.findall(form["head"]))
                address = unescape(head["action"])
                if head.get("method") == "post":
                    sent = await self.browser.client.post(address, data=fields, headers=OWN_FORM)
                    return await self.browser.follow(sent)
                return await self.browser.get(address, params=fields)
        raise AssertionError(f"no form says {word!r}: {said(body)}")

    async def upload(self, content: bytes | str, name: str = "june.csv") -> httpx2.Response:
        page = await self.get(f"{self.here}/import")
        token = unescape(re.search(r'name="csrf" value="([^"]+)"', page.text)[1])  # type: ignore[index]
        files = {"file": (name, content.encode() if isinstance(content, str) else content)}
        sent = await self.browser.client.post(
            f"{self.here}/import", data={"csrf": token}, files=files, headers=OWN_FORM
        )
        return await self.browser.follow(sent)

    async def imported(self, content: str = BALANCED) -> httpx2.Response:
        """Upload, say how it is read, and import."""
        page = await self.upload(content)
        if "in more than one way" in page.text:
            page = await self.press(page, "Read it so", sign="in_positive")
        return await self.press(page, "Import")

    def balance(self) -> Decimal:
        postings = (each for each in self.books.ledger.postings() if each.account_id == self.account)
        return sum((each.amount for each in postings), Decimal(0))
