"""What was approved is proven by a key: who can write to the database can approve nothing, and change nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import RowMapping, delete, select, update
from support.asking import plan as proposed
from support.asking import writes

from atom_xero_plugin.app import App
from atom_xero_plugin.dispatch.dispatcher import Dispatch
from atom_xero_plugin.plans.proposal import Proposal, hash_of
from atom_xero_plugin.store import approvals
from atom_xero_plugin.store import audit as chain
from atom_xero_plugin.store.encryption import Keyring
from atom_xero_plugin.store.key_rotation import rotate
from atom_xero_plugin.store.tables import audit, plans
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def approved(house: House, name: str = "Ngaio Florist") -> dict[str, Any]:
    made = await proposed(house, "create_contact", name=name)
    assert (await house.dispatch.approve(made["id"], made["hash"], house.person)).success
    return made


async def row_of(house: House, plan_id: str) -> RowMapping:
    async with house.runtime.store.read("default") as tx:
        return (await tx.execute(select(plans).where(plans.c.id == plan_id))).mappings().one()


async def set_by_hand(house: House, plan_id: str, **values: Any) -> None:
    async with house.runtime.store.write("default") as tx:
        await tx.execute(update(plans).where(plans.c.id == plan_id).values(**values))


async def verified(house: House) -> chain.AuditReport:
    return await approvals.verify(house.runtime.store, house.runtime.keyring, "default")


def other_content(row: Mapping[Any, Any]) -> dict[str, str]:
    """A proposal of something else, with the hash that belongs to it."""
    import msgspec

    text = row["proposal"].replace("Ngaio Florist", "Mallory Ltd")
    proposal = msgspec.json.decode(text, type=Proposal)
    return {"proposal": text, "hash": hash_of(row["skill"], row["tenant_id"], proposal)}


async def test_a_plan_that_is_approved_and_executed_verifies(house: House) -> None:
    """Nothing is said of it."""
    made = await approved(house)
    assert (await house.dispatch.execute(made["id"], house.person)).success

    report = await verified(house)

    assert (report.ok, report.plans) == (True, [])


@pytest.mark.parametrize(
    "how",
    ["another proposal", "the state alone", "another's approval", "another approver", "a later approval", "no row"],
)
async def test_what_no_person_approved_is_neither_executed_nor_passed_over(house: House, how: str) -> None:
    """Whoever wrote to the database: Xero is not called, and `audit verify` names the plan."""
    made, other = await approved(house), await approved(house, "Ngaio Bakery")
    row = await row_of(house, made["id"])
    proof = ("approved_by", "approved_at", "approval_number", "approval_mac")
    match how:
        case "another proposal":
            await set_by_hand(house, made["id"], **other_content(row))
        case "the state alone":
            made = await proposed(house, "create_contact", name="Ngaio Garage")
            await set_by_hand(house, made["id"], state="approved", approved_by="person:tester")
        case "another's approval":
            there = await row_of(house, other["id"])
            await set_by_hand(house, made["id"], **{name: there[name] for name in proof})
        case "another approver":
            await set_by_hand(house, made["id"], approved_by="person:chief")
        case "a later approval":
            await set_by_hand(house, made["id"], approved_at=house.runtime.clock.now().replace(year=2027))
        case _:
            async with house.runtime.store.write("default") as tx:
                await tx.execute(delete(audit).where(audit.c.number == row["approval_number"]))
    before = writes(house)

    answer = (await house.dispatch.execute(made["id"], house.person)).plain()
    report = await verified(house)

    assert answer["error"]["code"] == "conflict", answer
    assert writes(house) == before
    assert not report.ok
    assert made["id"] in [fault.plan_id for fault in report.plans]
    assert other["id"] not in [fault.plan_id for fault in report.plans]


async def test_approvals_outlive_the_key_that_proved_them(house: House) -> None:
    """Rotation signs them again; the old key can go."""
    made, done = await approved(house), await approved(house, "Ngaio Bakery")
    await house.dispatch.execute(done["id"], house.person)
    old, new = house.runtime.settings.encryption_keys, Fernet.generate_key().decode()

    report = await rotate(house.runtime.store, Keyring.parse(f"{new},{old}"))
    settings = replace(house.runtime.settings, encryption_keys=new)
    async with App(settings, clock=house.runtime.clock, transport=house.transport) as runtime:
        answer = await Dispatch(runtime, house.registry).execute(made["id"], house.person)
        audited = await approvals.verify(runtime.store, runtime.keyring, "default")

    assert report.failed == []
    assert answer.success, answer.error
    assert audited.ok


async def test_what_an_older_version_approved_is_approved_again(house: House) -> None:
    """It has no proof; nothing of it is sent before a person says yes once more."""
    made = await approved(house)
    await set_by_hand(house, made["id"], approval_mac=None, approval_number=None)

    unproven = (await house.dispatch.execute(made["id"], house.person)).plain()
    await house.dispatch.approve(made["id"], made["hash"], house.person)
    answer = (await house.dispatch.execute(made["id"], house.person)).plain()

    assert unproven["error"]["code"] == "conflict"
    assert "approves it" in unproven["error"]["hint"]
    assert answer["success"], answer


async def test_a_mark_is_of_one_key_and_one_content() -> None:
    """Another key's, a changed content's or a made-up one is none."""
    first, second = (Keyring.parse(Fernet.generate_key().decode()) for _ in range(2))
    mark = first.sign(b"content")

    assert first.has_signed(b"content", mark)
    assert not first.has_signed(b"other", mark)
    assert not second.has_signed(b"content", mark)
    assert not any(first.has_signed(b"content", each) for each in ("", ":", first.newest_id, f"{first.newest_id}:é"))
