"""The routes of the books come from the skills: a kind more brings its routes, and nothing is edited for it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import httpx2
import pytest
from msgspec import Meta, Struct
from support.asking import writes
from support.service import Served, error_of, result_of

from atom_xero_plugin import Context, Example
from atom_xero_plugin import skill as declare
from atom_xero_plugin.accounting.kinds import KINDS, plural_of
from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.skill import Skill
from atom_xero_plugin.core.settings import load
from atom_xero_plugin.interfaces.http.app import create_app
from atom_xero_plugin.interfaces.http.books.table import kinds_of
from atom_xero_plugin.interfaces.http.service import HttpService

XERO = "/api/integrations/xero"


class Named(Struct, forbid_unknown_fields=True):
    """Names one, and says how."""

    paper_clip: Annotated[str, Meta(description="Its name.", max_length=50)]
    loud: Annotated[bool, Meta(description="In capitals.")] = False


class Listing(Struct, forbid_unknown_fields=True):
    """Takes a page."""

    limit: Annotated[int, Meta(description="How many.")] = 20


class Clip(Struct):
    """What is answered."""

    name: Annotated[str, Meta(description="Its name.")]


def _kind() -> list[Skill]:
    @declare(effect="read", scopes=[], examples=[Example("List", {})], organisation=False)
    async def find_paper_clips(ctx: Context, input: Listing) -> Clip:
        """Find paper clips in Xero."""
        return Clip(f"the first {input.limit}")

    @declare(effect="read", scopes=[], examples=[Example("Show", {"paper_clip": "red"})], organisation=False)
    async def show_paper_clip(ctx: Context, input: Named) -> Clip:
        """Show a paper clip of Xero."""
        return Clip(input.paper_clip.upper() if input.loud else input.paper_clip)

    def act(name: str, effect: Any) -> Skill:
        async def do(ctx: Context, input: Named) -> Any:
            """Do something with a paper clip of Xero."""
            raise AssertionError("nobody may write here")

        do.__name__ = name
        made = declare(effect=effect, scopes=["accounting.contacts"], examples=[Example("Do", {"paper_clip": "red"})])(
            do
        )
        made.verified(_shown)
        return made

    acts = {"create": "write", "change": "write", "approve": "write", "archive": "destructive"}
    return [find_paper_clips, show_paper_clip, *(act(f"{verb}_paper_clip", effect) for verb, effect in acts.items())]


def _shown(ctx: Context, record: Any) -> Clip:
    return Clip("red")


def test_a_kind_brings_its_routes_with_its_skills(tmp_path: Path) -> None:
    """Each verb at its place, described by the skill, with the names that generated clients use."""
    service = HttpService(App(load({"ATOM_XERO_HOME": str(tmp_path)})), Registry(extra=_kind()))
    paths = create_app(service).openapi()["paths"]
    told = {
        (method.upper(), path.removeprefix(XERO)): (each["operationId"], each["tags"])
        for path, methods in paths.items()
        for method, each in methods.items()
        if "clip" in path
    }

    assert told == {
        ("GET", "/paper_clips"): ("list_paper_clips", ["paper clips"]),
        ("POST", "/paper_clips"): ("create_paper_clip", ["paper clips"]),
        ("GET", "/paper_clips/{paper_clip_id}"): ("get_paper_clip", ["paper clips"]),
        ("PUT", "/paper_clips/{paper_clip_id}"): ("change_paper_clip", ["paper clips"]),
        ("DELETE", "/paper_clips/{paper_clip_id}"): ("archive_paper_clip", ["paper clips"]),
        ("POST", "/paper_clips/{paper_clip_id}/approve"): ("approve_paper_clip", ["paper clips"]),
    }
    one = paths[f"{XERO}/paper_clips/{{paper_clip_id}}"]
    assert {each["name"] for each in one["get"]["parameters"]} == {"paper_clip_id", "organisation", "loud"}
    body = one["put"]["requestBody"]["content"]["application/json"]["schema"]
    assert list(body["properties"]) == ["loud"], "the address names it"


@pytest.mark.anyio
async def test_its_routes_answer(tmp_path: Path, served: Served) -> None:
    """By the one dispatcher, as any other."""
    runtime = served.runtime
    service = HttpService(runtime, Registry(extra=_kind()))
    headers = {"authorization": f"Bearer {await served.token()}"}
    transport = httpx2.ASGITransport(app=create_app(service))
    async with httpx2.AsyncClient(transport=transport, base_url="http://localhost", headers=headers) as program:
        listed = result_of(await program.get(f"{XERO}/paper_clips", params={"limit": 3}))
        shown = result_of(await program.get(f"{XERO}/paper_clips/red", params={"loud": "true"}))
        other = await program.put(f"{XERO}/paper_clips/red", json={"paper_clip": "blue"})

    assert (listed["name"], shown["name"]) == ("the first 3", "RED")
    assert (other.status_code, error_of(other)["code"]) == (422, "not_understood")


@pytest.mark.anyio
async def test_approving_an_invoice_has_an_address_of_its_own(served: Served) -> None:
    """Beside `PUT` with `status: approved`; the answer is the plan."""
    line = {"description": "Poster", "quantity": "1", "unit_amount": "9.00", "account": "200"}
    async with await served.program() as program:
        about = {"organisation": "harbour"}
        made = await program.post(
            f"{XERO}/invoices", params={**about, "approve": "true"},
            json={"contact": "Karori Veterinary Clinic", "lines": [line], "due_in_days": 14},
        )  # fmt: skip
        before = writes(served.house)
        address = f"{XERO}/invoices/{result_of(made)['invoice']['id']}/approve"
        waits = await program.post(address, params=about)

    assert (waits.status_code, error_of(waits)["code"]) == (202, "approval_needed")
    assert writes(served.house) == before


@pytest.mark.anyio
async def test_every_kind_that_a_skill_lists_has_its_list(served: Served) -> None:
    """Also where the skill is called list, and where no single record is shown; one that asks for more says so."""
    lists = {
        "contact_groups": {}, "currencies": {}, "tracking_categories": {}, "branding_themes": {}, "users": {},
        "file_folders": {}, "organisations": {}, "payment_services": {}, "linked_transactions": {}, "receipts": {},
        "expense_claims": {}, "project_tasks": {"project": "Shop refit"},
    }  # fmt: skip
    async with await served.program() as program:
        where = {"organisation": "harbour"}
        answers = {name: await program.get(f"{XERO}/{name}", params={**where, **more}) for name, more in lists.items()}
        unasked = await program.get(f"{XERO}/project_tasks", params=where)
        made = await program.post(f"{XERO}/currencies", json={"currency": "JPY"}, params=where)
        skills = {kind.plural: kind.skills["find"].name for kind in kinds_of(Registry()) if "find" in kind.skills}
        ran = {
            name: await program.post(f"/api/skills/{skills[name]}", json={"arguments": more, "organisation": "harbour"})
            for name, more in lists.items()
        }
    listed = {name: result_of(answer) for name, answer in answers.items()}

    assert listed == {name: result_of(answer) for name, answer in ran.items()}
    assert any(listed["contact_groups"]["items"])
    assert error_of(unasked)["fields"][0]["path"] == "/project"
    assert made.status_code == 202


@pytest.mark.anyio
async def test_no_kind_that_a_skill_finds_or_lists_is_without_a_list() -> None:
    """A kind whose list comes with its skill needs no line anywhere."""
    skills = {skill.name for skill in Registry().skills}
    routed = {kind.noun for kind in kinds_of(Registry()) if "find" in kind.skills}
    asked = {name for name in KINDS if {f"find_{plural_of(name)}", f"list_{plural_of(name)}"} & skills}

    assert asked <= routed
