"""Agents: every API token, and every AI or workflow without one that made plans; what each did, and how it is ended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from msgspec import Struct

from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.context import Caller, OrganisationName, Right
from atom_xero_plugin.core.errors import Ambiguous, Conflict, NotAllowed, NotFound
from atom_xero_plugin.plans.policies import ANY, is_caller
from atom_xero_plugin.store.agents import ApprovalsOfActor, PlansOfActor, approvals_given, plans_made
from atom_xero_plugin.store.api_tokens import ApiToken, ApiTokens
from atom_xero_plugin.store.policies import StoredPolicy

_RIGHTS: Final[tuple[Right, ...]] = ("approve", "admin")
HINT: Final = "`atom-xero agent list` shows them."
_OF_TOKEN: Final = re.compile(r" \((tok_[0-9a-f]{16})\)\Z")
"""How the audit trail names the token of a caller. The name of an MCP client has no parentheses."""
_OF_MODEL: Final = "ai:mcp:"


class Agent(Struct, frozen=True):
    """A program or a token's holder, what it may, and what became of its plans."""

    id: str
    """The token's id; without a token its name in the audit trail."""
    name: str
    kind: Literal["person", "ai", "workflow"]
    """A token with the right to approve is a person's."""
    works: bool
    """Whether it may still make plans: its token works, or no policy ended it."""
    rights: list[str] | None
    """None for a caller that a host vouches for."""
    organisations: list[OrganisationName] | None
    """What it is limited to; None for every organisation."""
    skills: list[str] | None
    """What it is limited to; None for every skill."""
    wrote_in: list[OrganisationName]
    """Where it made plans."""
    plans_made: int
    plans_approved: int
    """By people or by a policy."""
    plans_allowed: int
    """Of those approved, by a policy."""
    plans_refused: int
    approvals_given: int
    """How many plans of anyone it approved."""
    last_used_at: datetime | None
    """Of a token to five minutes; of others, when the last plan was made or approved."""
    actors: list[str]
    """Its names in the audit trail."""
    ended_by: list[str]
    """Policies that let it make no plan."""


@dataclass
class _Deeds:
    """What is known of one agent from plans."""

    actors: set[str] = field(default_factory=set)
    made: list[PlansOfActor] = field(default_factory=list)
    approvals: list[ApprovalsOfActor] = field(default_factory=list)

    @property
    def last_at(self) -> list[datetime]:
        """When its plans were made and its approvals given, the last of each."""
        return [each.last_at for each in self.made] + [each.last_at for each in self.approvals]


class Agents:
    """The agents of a program's workspaces."""

    def __init__(self, runtime: App) -> None:
        """Read from the database of a runtime."""
        self._runtime = runtime
        self._tokens = ApiTokens(runtime.store)

    async def listed(self, workspace_id: str) -> list[Agent]:
        """Every agent, those that were used last first."""
        runtime = self._runtime
        made, given = await plans_made(runtime.store, workspace_id), await approvals_given(runtime.store, workspace_id)
        deeds = _by_agent(made, given)
        known = await runtime.connections.of_workspace(workspace_id)
        names = {each.tenant_id: each.tenant_name for each in known}
        policies = await runtime.policies.listed(workspace_id)
        now = runtime.clock.now()
        tokens = {each.id: each for each in await self._tokens.listed(workspace_id)}
        found = [_agent(deeds.pop(each.id, _Deeds()), names, policies, now, token=each) for each in tokens.values()]
        found += [_agent(each, names, policies, now) for each in deeds.values() if each.made]
        return sorted(found, key=lambda each: (each.last_used_at is None, -_seconds(each.last_used_at), each.id))

    async def end(self, caller: Caller, named: str) -> Agent:
        """End an agent at once, as a person: its token is revoked; one without a token may make no plan any more.

        `named` is its id or name. Raises NotAllowed for anyone but a person with the rights to approve and admin,
        NotFound, Ambiguous, or Conflict for one that was ended before.
        """
        for right in _RIGHTS:
            if not caller.may(right):
                raise NotAllowed(f"The caller has no right to {right}; a person with it ends agents.")
        agent = _named(await self.listed(caller.workspace_id), named)
        if not agent.works:
            raise Conflict(f"{agent.id} was ended before.", reference=agent.id)
        if agent.id.startswith("tok_"):
            await self._tokens.revoke(caller.workspace_id, agent.id, by=caller.actor)
        else:
            if agent.id.endswith(ANY):
                raise Conflict("A policy for this name would mean every name that begins so; set one by hand.")
            values = {"action": "never", "caller": agent.id}
            every = dict.fromkeys(("tenant_id", "kind", "amount", "currency"))
            await self._runtime.policies.add(caller.workspace_id, every | values, by=caller.actor, how=caller.how)
        return _named(await self.listed(caller.workspace_id), agent.id)


def _by_agent(made: Iterable[PlansOfActor], given: Iterable[ApprovalsOfActor]) -> dict[str, _Deeds]:
    """What was done, by token id or else by actor. People without a token are no agents."""
    found: dict[str, _Deeds] = {}

    def of(actor: str) -> _Deeds | None:
        of_token = _OF_TOKEN.search(actor)
        if of_token is None and not actor.startswith(("ai:", "workflow:")):
            return None
        deeds = found.setdefault(of_token[1] if of_token else actor, _Deeds())
        deeds.actors.add(actor)
        return deeds

    for plans in made:
        if (deeds := of(plans.actor)) is not None:
            deeds.made.append(plans)
    for approvals in given:
        if (deeds := of(approvals.actor)) is not None:
            deeds.approvals.append(approvals)
    return found


def _agent(
    deeds: _Deeds,
    names: Mapping[str, str],
    policies: Iterable[StoredPolicy],
    now: datetime,
    *,
    token: ApiToken | None = None,
) -> Agent:
    actors = sorted(deeds.actors)
    first = actors[0] if actors else ""
    ended_by = [each.id for each in policies if actors and _ends(each, actors)]
    used = [*deeds.last_at, *([token.last_used_at] if token and token.last_used_at else [])]
    limited = token.organisations if token else None
    return Agent(
        id=token.id if token else first,
        name=token.name if token else first.rpartition(":")[2],
        kind=_kind(token, first),
        works=(token is None or token.works(now)) and not ended_by,
        rights=token.rights if token else ["read", "write"] if first.startswith(_OF_MODEL) else None,
        organisations=None if limited is None else _organisations(limited, names),
        skills=token.skills if token else None,
        wrote_in=_organisations(sorted({each.tenant_id for each in deeds.made}), names),
        plans_made=sum(each.made for each in deeds.made),
        plans_approved=sum(each.approved for each in deeds.made),
        plans_allowed=sum(each.allowed for each in deeds.made),
        plans_refused=sum(each.refused for each in deeds.made),
        approvals_given=sum(each.given for each in deeds.approvals),
        last_used_at=max(used, default=None),
        actors=actors,
        ended_by=ended_by,
    )


def _kind(token: ApiToken | None, actor: str) -> Literal["person", "ai", "workflow"]:
    if token is not None and "approve" in token.rights:
        return "person"
    return "ai" if actor.startswith("ai:") else "workflow"


def _ends(policy: StoredPolicy, actors: Iterable[str]) -> bool:
    """Whether a policy lets none of these names make any plan at all."""
    whole = (policy.action, policy.tenant_id, policy.kind, policy.amount) == ("never", None, None, None)
    return whole and all(policy.caller is None or is_caller(policy.caller, each) for each in actors)


def _organisations(ids: Iterable[str], names: Mapping[str, str]) -> list[OrganisationName]:
    return [OrganisationName(each, names.get(each, each)) for each in ids]


def _named(agents: list[Agent], named: str) -> Agent:
    exact = [each for each in agents if named in {each.id, *each.actors}]
    fitting = exact or [each for each in agents if each.name.casefold() == named.strip().casefold()]
    if len(fitting) > 1:
        fitting = [each for each in fitting if each.works] if sum(each.works for each in fitting) == 1 else fitting
    if not fitting:
        raise NotFound(f"There is no agent {named[:100]!r} in this workspace.", hint=HINT)
    if len(fitting) > 1:
        raise Ambiguous(f"Several agents are named {named[:100]!r}.", hint=f"Give an id. {HINT}")
    return fitting[0]


def _seconds(at: datetime | None) -> float:
    return at.timestamp() if at is not None else 0.0
