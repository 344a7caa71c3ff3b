"""What comes free with each skill, on the sandbox: examples answer, reads only read, faults become our errors."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.whole_books import books

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.skill import Skill
from atom_xero_plugin.sandbox.options import Options
from atom_xero_plugin.testing import TODAY, House, open_connected_house

SKILLS = Registry().skills
every_skill = pytest.mark.parametrize("skill", SKILLS, ids=lambda skill: skill.name)
every_read = pytest.mark.parametrize("skill", [s for s in SKILLS if not s.writes], ids=lambda skill: skill.name)
of_organisation = pytest.mark.parametrize(
    "skill", [s for s in SKILLS if s.needs_organisation], ids=lambda skill: skill.name
)
FAULTS = {
    400: {"xero_refused"},
    401: {"reconnect_needed"},
    403: {"not_allowed", "reconnect_needed", "scope_missing"},
    404: {"not_found", "unexpected_answer"},  # the organisation's own page, which a new skill reads, is never missing
    429: {"rate_limited"},
    500: {"xero_unavailable"},
}
BREAKING = {401, 403}
"""What leaves a connection that has to be made again."""


@pytest.mark.anyio
@every_skill
async def test_each_example_answers_on_the_sandbox_and_no_secret_is_logged_or_answered(
    skill: Skill, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What people and AIs are shown works, and a write is verified by reading back.

    Tokens, secrets and keys stay inside meanwhile, even at the most talkative level.
    """
    caplog.set_level(logging.DEBUG)
    for number, example in enumerate(skill.examples):
        folder = tmp_path / str(number)
        folder.mkdir()
        house = await open_connected_house(folder)
        answer = await house.do(skill.name, **example.arguments)
        connection = (await house.runtime.connections.of_workspace("default"))[0]
        token = await house.runtime.tokens.bearer(connection.grant_id, "default")
        await house.runtime.close()

        assert answer["success"] is True, (example.ask, answer["error"])
        assert not skill.writes or answer["plan"]["state"] == "verified"
        secrets = [token, house.runtime.settings.client_secret, house.runtime.settings.encryption_keys]
        reported = caplog.text + str(answer)
        assert [secret for secret in secrets if secret in reported] == []


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as opened:
        yield opened


@pytest.fixture(scope="module")
def untouched(runner: asyncio.Runner, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all skills: nothing is written there."""
    opened = runner.run(_opened(tmp_path_factory.mktemp("untouched")))
    yield opened
    runner.run(opened.runtime.close())


@pytest.fixture(scope="module")
def scopeless(runner: asyncio.Runner, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One whose connection was granted a scope that no skill needs."""
    granted = "openid profile email offline_access payroll.employees.read"
    opened = runner.run(_opened(tmp_path_factory.mktemp("scopeless"), granted))
    yield opened
    runner.run(opened.runtime.close())


@pytest.fixture(scope="module")
def passing(runner: asyncio.Runner, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, House]]:
    """One for each fault after which everything is as it was: no plan that is made there is executed."""
    opened = {
        status: runner.run(_opened(tmp_path_factory.mktemp(f"fault{status}")))
        for status in FAULTS
        if status not in BREAKING
    }
    yield opened
    for house in opened.values():
        runner.run(house.runtime.close())


async def _opened(folder: Path, scopes: str | None = None) -> House:
    return await open_connected_house(
        folder, Options(today=TODAY, limits=False), **({"scopes": scopes} if scopes else {})
    )


@every_skill
def test_asking_leaves_the_books_untouched(skill: Skill, untouched: House, runner: asyncio.Runner) -> None:
    """A read reads; a write that nobody approved writes nothing."""
    before = books(untouched)

    for example in skill.examples:
        runner.run(untouched.call(skill.name, **example.arguments))

    assert books(untouched) == before


def skills_with_faults() -> list[Any]:
    """Each skill with each fault. `make test` runs a sixth: each skill with one, each fault with some skills."""
    return [
        pytest.param(
            skill,
            status,
            marks=() if (number + place) % len(FAULTS) == 0 else (pytest.mark.full,),
            id=f"{status}-{skill.name}",
        )
        for number, skill in enumerate(each for each in SKILLS if each.needs_organisation)
        for place, status in enumerate(FAULTS)
    ]


@pytest.mark.parametrize(("skill", "status"), skills_with_faults())
def test_a_fault_of_xero_becomes_our_error_with_its_reason(
    skill: Skill, status: int, passing: dict[int, House], runner: asyncio.Runner, tmp_path: Path
) -> None:
    """Never success, never a bare 'failed'; a check that only serves a warning says so in the plan instead."""
    house = runner.run(_opened(tmp_path)) if status in BREAKING else passing[status]
    try:
        rule_of_faults(skill, status, house, runner)
    finally:
        house.sandbox.faults.clear()
        if status in BREAKING:
            runner.run(house.runtime.close())


def rule_of_faults(skill: Skill, status: int, house: House, runner: asyncio.Runner) -> None:
    """Never success, and an error that says what it is; also the rule of a skill that was just made."""
    runner.run(house.call(skill.name, **skill.examples[0].arguments))  # so that the organisation's own data is known
    house.sandbox.faults.add(kind="status", status=status, times=50, match=r"\.xro/")
    calls = house.sandbox.requests.counts.total()

    answer = runner.run(house.call(skill.name, **skill.examples[0].arguments))

    if house.sandbox.requests.counts.total() == calls:  # it reads the local copy alone, and met no fault
        assert answer["success"] is True
        return
    assert answer["success"] is False
    if any(each["code"] == "not_compared" for each in answer.get("plan", {}).get("warnings", [])):
        return
    assert answer["error"]["code"] in FAULTS[status]
    assert answer["error"]["message"]
    assert answer["error"]["retryable"] is (status in {429, 500})


@of_organisation
def test_without_its_scope_it_says_which_and_calls_nothing(
    skill: Skill, scopeless: House, runner: asyncio.Runner
) -> None:
    """Refreshing would never help, so it is not tried."""
    before = scopeless.sandbox.requests.total

    answer = runner.run(scopeless.call(skill.name, **skill.examples[0].arguments))

    assert answer["error"]["code"] == "scope_missing"
    assert all(scope in answer["error"]["hint"] for scope in skill.scopes)
    assert scopeless.sandbox.requests.total == before
