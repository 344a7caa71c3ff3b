"""What every scene of the demo stands on: the parts put together, and acts that must show what they promise."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.dispatch.dispatcher import Dispatch


class DemoFailed(Exception):
    """A step did not show what it should."""


@dataclass(frozen=True)
class DemoStep:
    """One step as it was seen."""

    step: str
    saw: str
    detail: dict[str, Any]


@dataclass
class Stage:
    """One run of the demo."""

    runtime: App
    person: Caller
    sandbox: str
    """Address of the sandbox."""
    organisation: str = ""
    """Tenant id of the organisation that the demo works in."""
    registry: Registry = field(default_factory=Registry)

    @property
    def dispatcher(self) -> Dispatch:
        """The one entry point."""
        return Dispatch(self.runtime, self.registry)

    async def read(self, skill: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """What a skill that reads answers. Raises DemoFailed if it is not a success."""
        answer = await self.dispatcher.call(skill, arguments, self.person, organisation=self.organisation)
        return result_of(skill, answer.plain())

    async def write(self, skill: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Ask for a plan, approve it as the person, execute it; what was read back. Raises DemoFailed."""
        proposed = (await self.dispatcher.call(skill, arguments, self.person, organisation=self.organisation)).plain()
        expect(proposed.get("plan", {}).get("state") == "proposed", f"{skill} shows its plan first: {proposed}")
        plan = proposed["plan"]
        await self.dispatcher.approve(plan["id"], plan["hash"], self.person)
        done = (await self.dispatcher.execute(plan["id"], self.person)).plain()
        expect(done.get("plan", {}).get("state") == "verified", f"{skill} is verified: {done}")
        return result_of(skill, done)


def expect(seen: bool, what: str) -> None:
    """Raise DemoFailed unless it was seen."""
    if not seen:
        raise DemoFailed(f"not seen: {what}")


def result_of(skill: str, answer: dict[str, Any]) -> dict[str, Any]:
    """The result of an answer that must be a success."""
    expect(answer["success"] is True, f"{skill} answers: {answer.get('error')}")
    result: dict[str, Any] = answer["result"]
    return result


def money(amount: dict[str, str]) -> str:
    """An amount as text."""
    return f"{amount['currency']} {amount['amount']}"
