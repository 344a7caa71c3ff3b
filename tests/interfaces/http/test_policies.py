"""`/api/policies`: any token reads them, a person's with the right to administer sets and ends them."""

from __future__ import annotations

import pytest
from support.service import Served, error_of, result_of

pytestmark = pytest.mark.anyio
POLICY = {"action": "two_people", "amount": "1000.00", "currency": "NZD", "organisation": "harbour", "kind": "bill"}


async def test_a_person_sets_a_policy_and_a_program_only_reads_it(served: Served) -> None:
    """The program's token may write and not approve."""
    async with (
        await served.program("read", "write", "approve", "admin") as person,
        await served.program("read", "write") as program,
    ):
        made = result_of(await person.post("/api/policies", json=POLICY))
        listed = result_of(await program.get("/api/policies"))["items"]
        refused = await program.post("/api/policies", json=POLICY)
        not_ended = await program.delete(f"/api/policies/{made['id']}")
        tried = result_of(await program.post("/api/policies/try", json={"policy": POLICY}))
        ended = result_of(await person.delete(f"/api/policies/{made['id']}"))
        again = await person.delete(f"/api/policies/{made['id']}")

    assert (made["action"], made["amount"], made["proven"]) == ("two_people", "1000.00", True)
    assert [each["id"] for each in listed] == [made["id"]]
    assert (refused.status_code, error_of(refused)["code"], not_ended.status_code) == (403, "not_allowed", 403)
    assert tried == {"plans": [], "counts": {}}
    assert ended == {"ended": made["id"]}
    assert again.status_code == 404


async def test_a_person_without_the_right_to_administer_sets_none(served: Served) -> None:
    """To approve plans is not to decide which need approval."""
    async with await served.program("read", "write", "approve") as person:
        refused = await person.post("/api/policies", json=POLICY)

    assert (refused.status_code, error_of(refused)["code"]) == (403, "not_allowed")


@pytest.mark.parametrize("body", [{}, {"action": "allow"}, {"action": "never", "amount": -5, "currency": "NZD"}])
async def test_a_policy_that_cannot_be_meant_is_refused(served: Served, body: dict[str, object]) -> None:
    """And says which field is wrong."""
    async with await served.program("read", "write", "approve", "admin") as person:
        refused = await person.post("/api/policies", json=body)

    assert refused.status_code in {400, 422}
    assert error_of(refused)["fields"]
