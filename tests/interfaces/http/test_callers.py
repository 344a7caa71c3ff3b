"""Who may call what: every route, with a right token, a wrong one, none, and one that lacks the right."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from support.routes import CALLS, IDS, OPEN, routes_of
from support.service import AUTH, Served, error_of, result_of

from atom_xero_plugin.store.api_tokens import RIGHTS

pytestmark = pytest.mark.anyio


async def test_every_route_stands_in_the_table(served: Served) -> None:
    """So that each is tested here, and for what it reports other workspaces."""
    assert routes_of(served.app) == {call.key for call in CALLS}


async def test_every_route_but_health_is_closed_to_who_holds_no_token(served: Served) -> None:
    """401 in our shape, with the scheme to use, and nothing reported."""
    invalid = [None, "axt_" + "A" * 43, "Bearer", "axt_ü", "x" * 5_000]
    for text in invalid:
        headers = {} if text is None else {"authorization": f"Bearer {text}".encode()}
        async with served.client() as stranger:
            stranger.headers.update(headers)
            for call in CALLS:
                if call.key in OPEN and text is None:
                    continue
                if "callback" in call.path and text is None:
                    continue  # there a browser's cookie may stand in for a token; see the tests of logins
                if call.key == ("POST", "/api/integrations/xero/auth/start") and text is None:
                    continue
                answer = await call.send(stranger, IDS)
                assert answer.status_code == 401, (call, answer.text)
                assert error_of(answer)["code"] == "unauthenticated"
                assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_a_token_that_was_revoked_or_has_expired_opens_nothing(served: Served) -> None:
    """From that moment on, on every route."""
    revoked, expiring = await served.token(), await served.token(expires_days=1)
    async with served.client(revoked) as first, served.client(expiring) as second:
        for client in (first, second):
            assert (await client.get("/api/skills")).status_code == 200
        await served.service.tokens.revoke("default", served.tokens[revoked], by="person:tester")
        served.house.sandbox.clock.advance(timedelta(days=1).total_seconds())
        for call in CALLS:
            for client in (first, second):
                assert (await call.send(client, IDS)).status_code == 401, call


async def test_every_right_but_the_one_needed_is_not_enough(served: Served) -> None:
    """403 says which is missing and which there are; nothing is done."""
    for right in RIGHTS:
        async with await served.program(*(each for each in RIGHTS if each != right)) as program:
            for call in (each for each in CALLS if right in each.rights):
                answer = await call.send(program, IDS)
                assert answer.status_code == 403, (call, answer.text)
                assert error_of(answer)["code"] == "not_allowed"
                assert f"no right to {right}" in error_of(answer)["message"]


async def test_the_right_needed_is_enough(served: Served) -> None:
    """What follows is about the thing asked for, not about who asks."""
    for rights in sorted({call.rights for call in CALLS}):
        async with await served.program(*rights) as program:
            for call in (each for each in CALLS if each.rights == rights and "callback" not in each.path):
                answer = await call.send(program, IDS)
                assert answer.status_code not in {401, 403}, (call, answer.text)
                assert answer.status_code < 500, (call, answer.text)


async def test_answers_are_private_to_who_asked(served: Served) -> None:
    """No cache keeps one, no page of another site reads or frames one, and no cookie is set."""
    async with await served.program() as program:
        for call in CALLS:
            answer = await call.send(program, IDS)
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "no-referrer"
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
            assert not {name for name in answer.headers if name.startswith("access-control")}
            assert "set-cookie" not in answer.headers


async def test_only_a_token_with_the_right_to_approve_is_a_person(served: Served) -> None:
    """A workflow that asks for `approve=true` gets its plan; the audit knows both by name."""
    body = {"name": "Harbour Lights Ltd"}
    where = {"organisation": "harbour", "approve": "true"}
    async with await served.program("read", "write") as workflow, await served.program() as person:
        waits = await workflow.post("/api/integrations/xero/contacts", json=body, params=where)
        done = await person.post("/api/integrations/xero/contacts", json=body, params=where)

    assert (waits.status_code, error_of(waits)["code"]) == (202, "approval_needed")
    assert waits.json()["plan"]["proposed_by"].startswith("workflow:tester (tok_")
    assert done.status_code == 201
    assert result_of(done)["contact"]["name"] == "Harbour Lights Ltd"
    assert done.json()["plan"]["approved_by"].startswith("person:tester (tok_")


async def test_no_secret_stands_in_any_answer_header_or_log(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    """Neither Xero's tokens, nor the app's secret, the key or a token of ours: on no route, whatever it answers."""
    caplog.set_level(logging.DEBUG)
    settings, grants = served.runtime.settings, served.house.sandbox.grants
    async with await served.program() as program:
        connection = result_of(await program.get(f"{AUTH}/status"))["items"][0]
        ids = {**IDS, "connection_id": connection["id"], "organisation": connection["organisation"]["id"]}
        answers = [await call.send(program, ids) for call in CALLS]
    secrets = [*grants.access, *grants.refresh, settings.client_secret, settings.encryption_keys, *served.tokens]
    reported = "\n".join(f"{answer.text} {answer.headers}" for answer in answers)
    logged = "\n".join(record.getMessage() for record in caplog.records)

    assert grants.access
    assert grants.refresh
    assert "GET /api/skills 200" in logged
    assert [secret for secret in secrets if secret in reported or secret in logged] == []
