"""The page of components is one of the service: under its policy, and only where the sandbox runs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.browsing import browser_of
from support.markup import faults, tags
from support.service import Served

from atom_xero_plugin.app import App
from atom_xero_plugin.interfaces.http.app import create_app
from atom_xero_plugin.interfaces.http.service import HttpService

pytestmark = pytest.mark.anyio


async def test_it_is_whole_and_every_file_it_names_is_served(served: Served) -> None:
    async with browser_of(served) as browser:
        page = await browser.get("/_components")
        assert page.status_code == 200, page.text
        assert faults(page.text) == []
        named = {each.attributes.get("href") or each.attributes["src"] for each in tags(page.text)
                 if each.name == "link" or (each.name == "script" and "src" in each.attributes)}  # fmt: skip
        assert len(named) >= 3
        for each in named:
            file = await browser.get(each)
            assert file.status_code == 200
            assert "immutable" in file.headers["cache-control"]


async def test_its_policy_lets_scripts_of_htmx_write_markup_and_no_other(served: Served) -> None:
    async with browser_of(served) as browser:
        page = await browser.get("/_components")
    policy = page.headers["content-security-policy"]
    assert "require-trusted-types-for 'script'; trusted-types htmx" in policy
    assert "unsafe" not in policy
    nonces = {each.attributes["nonce"] for each in tags(page.text) if "nonce" in each.attributes}
    marks = {each.attributes["hx-nonce"] for each in tags(page.text) if "hx-nonce" in each.attributes}
    assert len(nonces | marks) <= 1
    assert all(f"'nonce-{each}'" in policy for each in nonces | marks)


async def test_it_is_not_there_at_xero_itself(served: Served) -> None:
    real = App(
        replace(served.runtime.settings, api_url="https://api.xero.com"),
        clock=served.runtime.clock,
        transport=served.house.transport,
    )
    served.app = create_app(HttpService(real, served.house.registry, home=True), hosts=["localhost"])
    async with browser_of(served) as browser:
        page = await browser.get("/_components")
    await real.close()
    assert page.status_code == 404
    assert "There is no such page." in page.text
