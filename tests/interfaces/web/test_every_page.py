"""What holds for every page and every form, those to come as well: they are taken from the service itself."""

from __future__ import annotations

import re

import pytest
from support.browsing import browser_of
from support.routes import pages_of
from support.service import HARBOUR, OWN_FORM, WATTLE, Served

pytestmark = pytest.mark.anyio
OPEN = {"/sign-in", "/sign-in/link", "/sign-out", "/static/{mark}/{name:path}"}
"""What is for browsers that are not signed in, and holds nothing of a workspace."""
FILLED = {
    "record_id": "2f6b1c52-8a0e-4d6f-9b57-2c41d0a7e913", "mark": "0", "name": "invoice_paid",
}  # fmt: skip


def _address(path: str, organisation: str) -> str:
    values = {**FILLED, "organisation": organisation}
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda part: values.get(part[1], "none-such"), path)


async def test_no_page_and_no_form_answers_who_is_not_signed_in(served: Served) -> None:
    """With the form to sign in; nothing of any workspace is in it."""
    async with served.client() as stranger:
        for method, path in pages_of(served.app):
            if path in OPEN:
                continue
            answer = await stranger.request(method, _address(path, served.house.organisation), headers=OWN_FORM)
            assert answer.status_code == (200 if path == "/" else 401), (method, path, answer.status_code)
            assert not any(mark in answer.text for mark in (HARBOUR, WATTLE)), (method, path)


async def test_no_form_is_taken_without_the_token_of_its_session(served: Served) -> None:
    """Whatever a browser says of where it comes from; 422 is a body that is not read as a form at all."""
    async with browser_of(served) as browser:
        for method, path in pages_of(served.app):
            if method != "POST" or path in OPEN:
                continue
            address = _address(path, served.house.organisation)
            answer = await browser.client.post(address, data={"hash": "x"}, headers=OWN_FORM)
            assert answer.status_code in {403, 404, 422}, (path, answer.status_code)


async def test_no_page_of_an_organisation_is_there_for_another_workspace(served: Served) -> None:
    """Neither shown nor changed, by whatever address."""
    await served.connect("other", WATTLE)
    async with browser_of(served, workspace="other") as browser:
        settings = await browser.get("/settings")
        for method, path in pages_of(served.app):
            if "{organisation}" not in path:
                continue
            address = _address(path, served.house.organisation)
            asked = browser.get(address) if method == "GET" else browser.post(address, {"q": "x"}, of=settings)
            answer = await asked
            assert answer.status_code == 404, (method, path, answer.status_code)
            assert HARBOUR not in answer.text, (method, path)


async def test_every_page_keeps_to_the_policy(served: Served) -> None:
    """Nothing inline and nothing from elsewhere, whether it can be shown or not; no page is a fault of ours."""
    async with browser_of(served) as browser:
        for method, path in pages_of(served.app):
            if method != "GET" or path in OPEN:
                continue
            answer = await browser.get(_address(path, served.house.organisation))
            assert answer.status_code < 500 or answer.status_code in {502, 503}, (path, answer.status_code)
            if not answer.headers.get("content-type", "").startswith("text/html"):
                continue
            assert "default-src 'none'" in answer.headers["content-security-policy"], path
            assert not re.search(r"<style|\sstyle=|<script(?![^>]* src=)|\son[a-z]+=", answer.text), path
            assert not re.search(r'(?:src|action)="(?:https?:)?//', answer.text), path
