"""Policies at work: what is allowed goes ahead at once, two people are waited for, what is forbidden is not made."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from sqlalchemy import update
from support.asking import rows

from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.core.errors import InvalidArguments, NotAllowed
from atom_xero_plugin.dispatch.plan_policies import PolicyInput
from atom_xero_plugin.store import approvals
from atom_xero_plugin.store.key_rotation import rotate
from atom_xero_plugin.store.policy_tables import policies
from atom_xero_plugin.store.tables import plans
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
KINDS = ("bill", "contact", "invoice", "payment", "quote")
LINE = {"description": "Poster design", "quantity": "2", "unit_amount": "150.00", "account": "200"}
DRAFT = {"contact": "Karori Veterinary Clinic", "lines": [LINE], "due_in_days": 14}
CHAT = frozenset({"read", "write"})


def chat(house: House) -> Caller:
    """An AI that may propose."""
    return replace(house.person, actor="ai:mcp:chat", kind="ai", rights=CHAT)


def other(house: House) -> Caller:
    """A second person."""
    return replace(house.person, actor="person:second")


async def put(house: House, action: str, **values: Any) -> str:
    """Set a policy as the person; its id."""
    asked = msgspec.convert({"action": action, **values}, PolicyInput)
    return (await house.dispatch.policies.set(house.person, asked, KINDS)).id


async def asked(house: House, **changes: Any) -> dict[str, Any]:
    """The AI asks for a draft invoice."""
    return await house.ask("create_invoice", {**DRAFT, **changes}, caller=chat(house))


async def test_an_allowed_draft_is_in_the_books_at_once_and_its_approval_is_proven(house: House) -> None:
    """Approved in the name of the policy, which names who set it."""
    policy_id = await put(house, "allow_drafts", kind="invoice", caller="ai:*")
    before = len(rows(house, "Invoices"))
    answer = await asked(house)

    assert answer["success"] is True, answer
    assert answer["result"]["invoice"]["status"] == "draft"
    assert answer["plan"]["approved_by"] == f"policy:{policy_id}"
    assert len(rows(house, "Invoices")) == before + 1
    assert (await approvals.verify(house.runtime.store, house.runtime.keyring, house.person.workspace_id)).ok


async def test_what_is_not_covered_waits_for_a_person_as_ever(house: House) -> None:
    """Approved at once is no draft; another kind is not meant; a policy that was ended allows no more."""
    policy_id = await put(house, "allow_drafts", kind="invoice")
    assert (await asked(house, approve=True))["error"]["code"] == "approval_needed"
    contact = await house.ask("create_contact", {"name": "Pukeko Press"}, caller=chat(house))
    assert contact["error"]["code"] == "approval_needed"

    await house.dispatch.policies.end(house.person, policy_id)
    assert (await asked(house, reference="later"))["error"]["code"] == "approval_needed"


async def test_the_same_request_twice_writes_once(house: House) -> None:
    """Its key gives the same answer again."""
    await put(house, "allow_drafts")
    before = len(rows(house, "Invoices"))
    call = {"arguments": DRAFT, "caller": chat(house), "organisation": house.organisation, "request_id": "once"}
    first, again = [await house.dispatch.call("create_invoice", **call) for _ in range(2)]

    assert first.success
    assert first.plain()["result"] == again.plain()["result"]
    assert len(rows(house, "Invoices")) == before + 1


async def test_a_plan_that_was_allowed_and_not_begun_is_begun_by_the_next_request(house: House) -> None:
    """Its process died in between; nothing asks a person about what was allowed."""
    await put(house, "allow_drafts")
    execute = house.dispatch.execute
    house.dispatch.execute = _dies  # type: ignore[method-assign, assignment]
    with pytest.raises(KeyboardInterrupt):
        await asked(house)
    house.dispatch.execute = execute  # type: ignore[method-assign]
    before = len(rows(house, "Invoices"))
    answer = await asked(house)

    assert answer["success"] is True, answer
    assert len(rows(house, "Invoices")) == before + 1
    assert await house.runtime.plans.counts(house.person.workspace_id) == {"verified": 1}


async def _dies(*_: Any) -> None:
    raise KeyboardInterrupt


async def test_a_forbidden_plan_is_not_made_and_one_that_waited_cannot_be_approved(house: House) -> None:
    """For every caller, a person too."""
    waits = (await asked(house))["plan"]
    policy_id = await put(house, "never", amount="100", currency="NZD")
    refused = await house.call("create_invoice", **DRAFT, reference="x")
    late = (await house.dispatch.approve(waits["id"], waits["hash"], house.person)).plain()

    for answer in (refused, late):
        assert answer["error"]["code"] == "not_allowed"
        assert policy_id in answer["error"]["message"]
        assert answer["error"]["may_have_written"] is False
    assert await house.runtime.plans.counts(house.person.workspace_id) == {"proposed": 1}


async def test_a_plan_that_also_changes_another_kind_is_held_to_policies_of_both(house: House) -> None:
    """An invoice made of a quote marks the quote: to allow invoices does not allow it, to forbid quotes forbids it."""
    quote = {"quote": "QU-0002"}
    await put(house, "allow_up_to", amount="1000000", currency="NZD", kind="invoice")
    waits = await house.ask("invoice_quote", quote, caller=chat(house))
    await put(house, "never", kind="quote")
    refused = await house.ask("invoice_quote", quote, caller=other(house))

    assert waits["error"]["code"] == "approval_needed", waits
    assert refused["error"]["code"] == "not_allowed", refused


async def test_two_people_approve_and_each_but_once(house: House) -> None:
    """The yes of the first leaves it waiting, however often; the second's lets it go."""
    await put(house, "two_people", amount="100", currency="NZD")
    plan = (await asked(house))["plan"]
    assert plan["approvals_needed"] == 2
    for _ in range(2):
        first = (await house.dispatch.approve(plan["id"], plan["hash"], house.person)).plain()
        assert first["error"]["code"] == "approval_needed"
        assert first["plan"]["first_approved_by"] == house.person.actor
    early = (await house.dispatch.execute(plan["id"], house.person)).plain()
    second = (await house.dispatch.approve(plan["id"], plan["hash"], other(house))).plain()
    done = (await house.dispatch.execute(plan["id"], house.person)).plain()

    assert early["error"]["code"] == "conflict"
    assert second["success"] is True, second
    assert done["success"] is True, done
    assert (await approvals.verify(house.runtime.store, house.runtime.keyring, house.person.workspace_id)).ok


async def test_a_policy_set_while_a_plan_waits_counts_for_it(house: House) -> None:
    """One yes was enough when it was made."""
    plan = (await asked(house))["plan"]
    await put(house, "two_people")
    first = (await house.dispatch.approve(plan["id"], plan["hash"], house.person)).plain()

    assert first["error"]["code"] == "approval_needed"
    assert first["plan"]["approvals_needed"] == 2


async def test_a_first_yes_that_was_written_into_the_database_is_none(house: House) -> None:
    """The second person is then the first."""
    await put(house, "two_people")
    plan = (await asked(house))["plan"]
    async with house.runtime.store.write(house.person.workspace_id) as tx:
        forged = {"first_approved_by": "person:nobody", "first_approval_number": 1, "first_approval_mac": "x:00"}
        forged |= {"first_approved_at": house.runtime.clock.now()}
        await tx.execute(update(plans).where(plans.c.id == plan["id"]).values(**forged))
    answer = (await house.dispatch.approve(plan["id"], plan["hash"], house.person)).plain()

    assert answer["error"]["code"] == "approval_needed"
    assert answer["plan"]["first_approved_by"] == house.person.actor


async def test_a_policy_changed_in_the_database_allows_nothing(house: House) -> None:
    """Its mark is over all of it."""
    await put(house, "allow_up_to", amount="1", currency="NZD")
    async with house.runtime.store.write(house.person.workspace_id) as tx:
        await tx.execute(update(policies).values(amount="1000000"))

    assert (await asked(house))["error"]["code"] == "approval_needed"
    assert [each.proven for each in await house.dispatch.policies.listed(house.person.workspace_id)] == [False]


async def test_a_policy_stays_in_force_when_the_keys_are_rotated(house: House) -> None:
    """Signed again by the newest key, as approvals are."""
    await put(house, "allow_drafts")
    report = await rotate(house.runtime.store, house.runtime.keyring)

    assert report.failed == []
    assert (await asked(house))["success"] is True


@pytest.mark.parametrize(
    "rights", [{"read", "write"}, {"read", "write", "admin"}, {"read", "write", "approve"}], ids=sorted
)
async def test_only_a_person_who_approves_and_administers_sets_a_policy(house: House, rights: set[Any]) -> None:
    """No AI, whatever its rights; no token without both."""
    for kind in ("person", "ai", "workflow"):
        held = frozenset(rights) if kind == "person" else frozenset({"read", "write", "approve", "admin"})
        caller = replace(house.person, kind=kind, rights=held)  # type: ignore[arg-type]
        with pytest.raises(NotAllowed):
            await house.dispatch.policies.set(caller, PolicyInput("allow_drafts"), KINDS)
    assert await house.dispatch.policies.listed(house.person.workspace_id) == []


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"action": "allow_up_to"}, "/amount"),
        ({"action": "ask", "amount": "5", "currency": "NZD"}, "/amount"),
        ({"action": "never", "amount": "5"}, "/currency"),
        ({"action": "never", "kind": "invoyce"}, "/kind"),
    ],
)
async def test_a_policy_that_cannot_be_meant_is_refused_by_field(
    house: House, values: dict[str, Any], path: str
) -> None:
    """Each wrong field is named."""
    with pytest.raises(InvalidArguments) as caught:
        await put(house, **values)
    assert [field.path for field in caught.value.fields] == [path]


async def test_a_trial_shows_what_would_have_been_said_and_changes_nothing(house: House) -> None:
    """Of the plans that were made, and with a policy that is not set."""
    await asked(house)
    await house.ask("create_contact", {"name": "Pukeko Press"}, caller=chat(house))
    extra = PolicyInput("allow_drafts", caller="ai:*")
    found = await house.dispatch.policies.trial(house.person.workspace_id, last=10, extra=extra, kinds=KINDS)

    assert found.counts == {"allow": 1, "ask": 1}
    assert {each.skill: each.verdict for each in found.plans} == {"create_invoice": "allow", "create_contact": "ask"}
    assert await house.dispatch.policies.listed(house.person.workspace_id) == []


async def test_a_plan_that_expired_is_not_allowed_afterwards(house: House) -> None:
    """Its request comes again once a policy would allow it: the plan is not revived."""
    call = {"arguments": DRAFT, "caller": chat(house), "organisation": house.organisation, "request_id": "late"}
    await house.dispatch.call("create_invoice", **call)
    house.sandbox.clock.advance(2 * 86400)
    await put(house, "allow_drafts")
    again = await house.dispatch.call("create_invoice", **call)

    assert again.success is False
