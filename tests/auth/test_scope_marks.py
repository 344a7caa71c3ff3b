"""What a skill lacks of Xero's scopes is marked alike in every list and refusal, with the link that adds it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from mcp import Client
from support.service import OWN_FORM, Served, open_service, result_of, words_of

from atom_xero_plugin.auth.scope_marks import ScopeMarks, link_to_add, scopes_to_add
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core import settings
from atom_xero_plugin.core.errors import InvalidArguments
from atom_xero_plugin.dispatch.skill_marks import marks_for
from atom_xero_plugin.hookspecs import CallContext
from atom_xero_plugin.interfaces.mcp.server import create_server
from atom_xero_plugin.plugin import XeroPlugin
from atom_xero_plugin.tools.folding import FIND, OWN_TOOLS

pytestmark = pytest.mark.anyio
LINK = "http://localhost:5058/api/integrations/xero/auth/start?add=files.read"


@pytest.fixture
async def standard(tmp_path: Path) -> Any:
    """A service whose workspace was connected with the usual scopes: not with that of the file library."""
    opened = await open_service(tmp_path, scopes="standard")
    await opened.house.connect()
    yield opened
    await opened.close()


async def test_every_list_marks_a_skill_with_the_same_scope_and_link(standard: Served) -> None:
    """HTTP's list and description, the model's tool that finds, and what runs it; what is allowed has no mark."""
    async with await standard.program() as program:
        listed = {each["name"]: each for each in result_of(await program.get("/api/skills"))["items"]}
        described = result_of(await program.get("/api/skills/find_files"))
        refused = (await program.post("/api/skills/find_files", json={"organisation": "harbour"})).json()["error"]
    async with Client(create_server(standard.runtime, standard.house.registry)) as client:
        found = (await client.call_tool(FIND, {"words": "find_files"})).structured_content["result"]["items"][0]
        ran = await client.call_tool(found["call"], {"skill": "find_files", "arguments": {"organisation": "harbour"}})
        error = ran.structured_content["error"]

    marks = [(each["lacks"], each["link"]) for each in (listed["find_files"], described, found)]
    assert marks == [(["files.read"], LINK)] * 3
    for each in (refused, error):
        assert (each["code"], each["link"]) == ("scope_missing", LINK)
        assert LINK in each["hint"]
        assert "`atom-xero connect --add-scope 'files.read'`" in each["hint"]
    assert LINK in ran.content[0].text
    assert "lacks" not in listed["find_invoices"]
    assert "link" not in listed["find_invoices"]


async def test_a_chats_list_of_tools_marks_what_no_connection_allows(tmp_path: Path) -> None:
    """In the same order and within its bounds, also where hardly anything was granted."""
    opened = await open_service(tmp_path, scopes="offline_access accounting.settings.read")
    try:
        async with Client(create_server(opened.runtime, opened.house.registry)) as client:
            before = (await client.list_tools()).tools
        await opened.house.connect()
        async with Client(create_server(opened.runtime, opened.house.registry)) as client:
            after = (await client.list_tools()).tools
        marks = await marks_for(opened.runtime, opened.house.person)
    finally:
        await opened.close()

    said = {each.name: each.description for each in after}
    sizes = [len(tool.model_dump_json(by_alias=True, exclude_none=True)) for tool in after]
    assert [each.name for each in after] == [each.name for each in before]
    assert not [each.name for each in before if "[lacks" in each.description]
    assert "[lacks" not in said["xero_list_organisations"]
    for skill in (Registry().skill(name) for name in OWN_TOOLS):
        mark = marks.of(skill)
        ending = f" [lacks {mark.lacks[0]}" if mark is not None else ""
        assert ending in said[skill.host_name]
        assert ("[lacks" in said[skill.host_name]) is (mark is not None)
    assert said["xero_create_contact"].endswith(" [lacks accounting.contacts]")
    assert said["xero_show_report"].endswith(".read and 5 more]")
    assert sum(sizes) <= 18_000
    assert max(sizes) <= 1_400


async def test_a_host_learns_what_its_workspace_cannot_run(standard: Served) -> None:
    """By the same marks; nobody who may not read learns of any, and another workspace has none."""
    plugin = XeroPlugin(lambda: standard.runtime)
    asked = CallContext("default", "person:tester", "person")
    mine = await plugin.atom_skill_marks(asked)
    others = [
        await plugin.atom_skill_marks(replace(asked, **other))
        for other in ({"rights": frozenset({"write"})}, {"workspace_id": "elsewhere"})
    ]

    assert (mine["xero_find_files"].lacks, mine["xero_find_files"].link) == (["files.read"], LINK)
    assert "xero_find_invoices" not in mine
    assert others == [{}, {}]


async def test_marks_are_those_that_a_call_would_be_refused_for(standard: Served) -> None:
    """Each skill that is marked, by the scopes of the connection; no other."""
    known = await standard.runtime.connections.of_workspace("default")
    marks = ScopeMarks(standard.runtime.settings, [each.scopes for each in known])
    marked = {skill.name for skill in Registry().skills if marks.of(skill)}

    assert {"find_files", "upload_file", "find_projects"} <= marked
    assert not {"find_invoices", "create_invoice", "list_organisations"} & marked
    for name in sorted(marked):
        answer = await standard.house.call(name, **dict(Registry().skill(name).examples[0].arguments))
        assert answer["error"]["code"] in {"scope_missing", "not_found", "invalid_arguments"}, answer


async def test_the_link_adds_the_scope_to_what_was_granted(standard: Served) -> None:
    """It shows what is asked for, begins nothing until a person goes on, and then the skill runs."""
    scopes = standard.house.runtime.settings.scopes
    text = await standard.token()
    async with standard.client() as browser:
        await browser.post("/sign-in", data={"token": text}, headers=OWN_FORM)
        parts = urlsplit(LINK)
        shown = await browser.get(f"{parts.path}?{parts.query}", headers={"accept": "text/html"})
        gone_on = await browser.post(parts.path, data={"add": "files.read"}, headers=OWN_FORM)
        asked = parse_qs(urlsplit(gone_on.headers["location"]).query)["scope"][0].split()
        back = await standard.consent(gone_on.headers["location"])
        ended = await browser.get(back)
    answer = await standard.house.call("find_files")
    again = await standard.house.call("upload_file")

    assert scopes == "standard"
    assert "files.read" in words_of(shown)
    assert {"files.read", "accounting.invoices", "offline_access"} <= set(asked)
    assert ended.status_code == 200
    assert answer["success"] is True, answer
    assert again["error"]["code"] != "internal"


async def test_what_was_added_before_stays_when_more_is_added(standard: Served) -> None:
    """Though the settings name neither."""
    for name in ("files", "projects"):
        begun = await standard.runtime.logins.begin("default", add=[name])
        back = parse_qs(urlsplit(await standard.consent(begun.address)).query)
        await standard.runtime.logins.finish(state=begun.state, code=back["code"][0])
    known = await standard.runtime.connections.of_workspace("default")

    assert all({"files", "projects", "accounting.invoices"} <= set(each.scopes) for each in known)


def test_a_custom_connection_has_no_link() -> None:
    """Its scopes are set where the app is; the hint says so. Nor has an address that is no page of ours."""
    custom = ScopeMarks(settings.load({"XERO_APP_TYPE": "custom"}), [["accounting.settings"]]).of(
        Registry().skill("find_files")
    )
    elsewhere = settings.load({"XERO_REDIRECT_URI": "https://host.example/back"})

    assert custom is not None
    assert (custom.lacks, custom.link) == (["files.read"], None)
    assert "developer.xero.com" in custom.hint
    assert link_to_add(elsewhere, ["files"]) is None


def test_a_scope_that_only_some_apps_get_says_so() -> None:
    """Asked for by others, no login works."""
    mark = ScopeMarks(settings.load({}), [["accounting.settings"]]).of(Registry().skill("find_payment_services"))

    assert mark is not None
    assert "to some apps only" in mark.hint


@pytest.mark.parametrize("text", ["", " ", "everything", "openid", "files; rm", "accounting.invoices wrong"])
def test_what_is_no_scope_is_not_added(text: str) -> None:
    """Nor what a login has anyway."""
    with pytest.raises(InvalidArguments, match="add"):
        scopes_to_add(text)
