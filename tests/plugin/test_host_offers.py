"""What we offer a host: skills, triggers, search and routes, each usable as it is handed over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from jsonschema import Draft202012Validator
from plugin.conftest import CONTEXT

from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.context import ALL_RIGHTS
from atom_xero_plugin.core.errors import FixSetup
from atom_xero_plugin.dispatch.host_offers import caller_of
from atom_xero_plugin.hookspecs import CallContext
from atom_xero_plugin.host import Host
from atom_xero_plugin.plugin import XeroPlugin

pytestmark = pytest.mark.anyio


async def test_a_skill_takes_its_organisation_from_the_host_or_from_the_model(hosted: Any) -> None:
    """Where the host says which, a model cannot name another."""
    anywhere = replace(CONTEXT, organisation=None)
    named = await hosted.host.call("xero_find_contacts", {"organisation": "harbour"}, anywhere)
    unnamed = await hosted.host.call("xero_find_contacts", {}, anywhere)
    other = await hosted.host.call("xero_find_contacts", {"organisation": "bright wattle"}, CONTEXT)

    assert named["organisation"]["name"] == "Harbour Street Studio Limited"
    assert (unnamed["error"]["code"], other["error"]["code"]) == ("ambiguous", "invalid_arguments")


async def test_every_skill_and_trigger_is_described_by_valid_schemas(hosted: Any) -> None:
    """Names of ours alone; samples fit the payload that their trigger says."""
    skills = hosted.host.skills.values()
    triggers = (await hosted.host.ask("atom_triggers"))["xero"]

    assert {each.name.partition("_")[0] for each in (*skills, *triggers)} == {"xero"}
    for each in skills:
        Draft202012Validator.check_schema(each.input_schema)
        Draft202012Validator.check_schema(each.output_schema)
    for each in triggers:
        Draft202012Validator.check_schema(each.filter_schema)
        assert list(Draft202012Validator(each.payload_schema).iter_errors(each.sample)) == []


async def test_who_may_not_read_searches_nothing(hosted: Any) -> None:
    """As of every skill, route and tool that reads."""
    nobody = CallContext(workspace_id="default", actor="ai:tester", rights=frozenset({"write"}))

    assert "xero" not in await hosted.host.ask("atom_search", query="karori", context=nobody)
    assert [(fault.hook, fault.reason.partition(":")[0]) for fault in hosted.host.faults] == [
        ("atom_search", "NotAllowed")
    ]


async def test_search_answers_in_the_hosts_shape(hosted: Any) -> None:
    """Kind, title, snippet, page, organisation, how fresh, and how well it fits; the best first."""
    anywhere = replace(CONTEXT, organisation=None)
    hits = (await hosted.host.ask("atom_search", query="karori", context=anywhere))["xero"]
    others = replace(anywhere, workspace_id="other")
    nothing = (await hosted.host.ask("atom_search", query="karori", context=others))["xero"]

    first = hits[0]
    assert (first.title, first.doc_type) == ("Karori Veterinary Clinic", "xero_contact")
    assert first.source_uri.startswith("https://go.xero.com/")
    assert (first.organisation, first.as_of[:10]) == ("Harbour Street Studio Limited", "2026-06-16")
    assert first.score == max(hit.score for hit in hits)
    assert set(first.metadata) == {"tenant_id", "integration_id"}
    assert nothing == [], "another workspace's"


async def test_the_routers_can_be_mounted_in_a_hosts_app(hosted: Any) -> None:
    """Under a prefix of the host's; a call without a token is refused in our shape."""
    app = FastAPI()
    for router in (await hosted.host.ask("atom_routers"))["xero"]:
        app.include_router(router, prefix="/plugins/xero")
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as browser:
        refused = await browser.get("/plugins/xero/api/skills")
        health = await browser.get("/plugins/xero/api/integrations/xero/health")

    assert (refused.status_code, refused.json()["success"]) == (401, False)
    assert refused.json()["error"]["hint"]
    assert health.status_code < 500


@pytest.mark.parametrize(
    ("filters", "context", "code"),
    [
        ({"no_such": 1}, CONTEXT, "invalid_arguments"),
        ({}, replace(CONTEXT, organisation="nobody"), "not_found"),
        ({}, replace(CONTEXT, rights=frozenset({"read"})), "not_allowed"),
        ({}, replace(CONTEXT, workspace_id="other"), "not_connected"),
    ],
)
async def test_a_trigger_that_cannot_be_turned_on_says_why(
    hosted: Any, filters: dict[str, Any], context: CallContext, code: str
) -> None:
    """An answer, as of a skill; nothing is on afterwards."""
    offer = next(each for each in (await hosted.host.ask("atom_triggers"))["xero"] if each.name == "xero_invoice_paid")
    answer = await offer.turn_on(filters, context)

    assert (answer["success"], answer["error"]["code"]) == (False, code)
    assert await hosted.house.runtime.subscriptions.listed("default") == []


async def test_a_wrong_setting_is_an_answer_too() -> None:
    """A skill never raises, also where there is nothing to ask."""

    def invalid() -> App:
        raise FixSetup("XERO_API_URL is no address.", hint="Set it to https://api.xero.com.")

    host = Host()
    host.register(XeroPlugin(invalid), "xero")
    await host.start()
    answer = await host.call("xero_find_contacts", {}, CONTEXT)
    trigger = (await host.ask("atom_triggers"))["xero"][0]

    assert (answer["success"], answer["error"]["message"]) == (False, "XERO_API_URL is no address.")
    assert (await trigger.turn_on({}, CONTEXT))["error"] == answer["error"]
    assert (await host.ask("atom_integration"))["xero"].status == "needs_setup"


@pytest.mark.parametrize(
    ("kind", "rights", "known_as", "approves"),
    [
        ("person", {"read", "write", "approve"}, "person", True),
        ("ai", {"read", "write", "approve"}, "ai", False),
        ("workflow", {"read", "approve"}, "workflow", False),
        ("robot", {"read", "approve", "everything"}, "ai", False),
    ],
)
def test_what_a_host_says_of_a_caller_counts_for_no_more_than_we_know(
    kind: str, rights: set[str], known_as: str, approves: bool
) -> None:
    """An unknown kind is an AI, an unknown right is none."""
    caller = caller_of(CallContext("w", "x", kind, frozenset(rights)))

    assert (caller.kind, caller.may("approve")) == (known_as, approves)
    assert caller.rights == rights & ALL_RIGHTS


async def test_a_fault_of_ours_is_an_answer_too(hosted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under a reference; a host that calls a plugin is never given its exception."""

    async def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(hosted.house.runtime.subscriptions, "turn_on", fail)
    offer = next(each for each in (await hosted.host.ask("atom_triggers"))["xero"] if each.name == "xero_invoice_paid")

    answer = await offer.turn_on({}, CONTEXT)

    assert (answer["success"], answer["error"]["code"]) == (False, "internal")
    assert answer["error"]["reference"]
    assert "disk" not in str(answer)


async def test_a_host_that_fails_at_a_notification_still_gets_the_plan(hosted: Any) -> None:
    """The plan is made, and waits for a person."""

    class Deaf(Host):
        def notify(self, notification: Any) -> None:
            raise RuntimeError(f"nobody wants {notification['kind']}")

    host = Deaf()
    host.register(XeroPlugin(lambda: hosted.house.runtime), "xero")
    await host.start()

    answer = await host.call("xero_create_contact", {"name": "Harbour Lights Ltd"}, CONTEXT)

    assert (answer["error"]["code"], answer["plan"]["state"]) == ("approval_needed", "proposed")
