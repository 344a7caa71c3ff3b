"""What comes free with each skill that is called wrongly: a refusal that says why, and nothing written."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from support.whole_books import books
from support.wrong_arguments import wrong_arguments

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.skill import Skill
from atom_xero_plugin.sandbox.options import Options
from atom_xero_plugin.testing import TODAY, House, open_connected_house

FEW, MANY = 30, 200
"""Wrong calls of each skill in every run of the tests, and in the long one."""
EXPECTED = {
    "invalid_arguments", "not_found", "ambiguous", "conflict", "approval_needed", "xero_refused", "plan_stale",
    "not_allowed",  # a file outside the folders that a person allowed
}  # fmt: skip


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as opened:
        yield opened


@pytest.fixture(scope="module")
def house(runner: asyncio.Runner, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all skills: what is called wrongly leaves nothing behind."""
    opened = runner.run(_open_unlimited(tmp_path_factory.mktemp("house")))
    yield opened
    runner.run(opened.runtime.close())


@pytest.mark.parametrize("least", [FEW, pytest.param(MANY, marks=pytest.mark.full)])
@pytest.mark.parametrize("skill", Registry().skills, ids=lambda skill: skill.name)
def test_wrong_input_is_refused_as_text_and_writes_nothing(
    skill: Skill, least: int, house: House, runner: asyncio.Runner
) -> None:
    """Wrong types, unknown fields, huge texts, NaN, injection, impossible dates."""
    before = books(house)
    calls = 0

    @settings(
        max_examples=least + least // 10,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(wrong_arguments(skill))
    def feed(arguments: dict[str, Any]) -> None:
        nonlocal calls
        calls += 1
        sent = house.sandbox.requests.total
        answer = runner.run(house.ask(skill.name, arguments))
        if not answer["success"]:
            error = answer["error"]
            assert error["code"] in EXPECTED, (arguments, error)
            assert error["message"]
            assert len(str(error)) < 8_000
            if error["code"] == "invalid_arguments" and error["hint"].endswith("nothing was sent to Xero."):
                assert house.sandbox.requests.total == sent, (arguments, error)

    feed()
    assert calls >= least
    assert books(house) == before


async def _open_unlimited(folder: Path) -> House:
    house = await open_connected_house(folder, Options(today=TODAY, limits=False))
    await house.call("find_accounts")  # so that the organisation's own data is known, which is read once a day
    return house
