"""Policies at work: what they say of a plan that is asked for, approved, or was made before; who may set them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator
from decimal import Decimal
from typing import Annotated, Any, Final

from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.context import Caller, Right
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.skill import Effect
from atom_xero_plugin.core.errors import FieldError, InvalidArguments, NotAllowed
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.plans.plan import Plan
from atom_xero_plugin.plans.policies import Action, Decision, PlanFacts, Verdict, decide, facts_of
from atom_xero_plugin.plans.proposal import Proposal, State
from atom_xero_plugin.store.policies import StoredPolicy

_RIGHTS: Final[tuple[Right, ...]] = ("approve", "admin")
HINT: Final = "`atom-xero policy list` shows the policies; a person with the right to approve and admin changes them."
_NEEDS_AMOUNT: Final = "allow_up_to"
_LONGEST: Final = 32
"""Characters of an amount, as its column holds it."""
_TAKES_AMOUNT: Final = frozenset({_NEEDS_AMOUNT, "two_people", "never"})


class PolicyInput(Struct, forbid_unknown_fields=True):
    """What a person decides beforehand about plans."""

    action: Annotated[
        Action,
        Meta(
            description="ask: a person is asked. allow_drafts: drafts go ahead. allow_up_to: what moves or comes to no "
            "more than the amount goes ahead. two_people: two must approve. never: no such plan is made."
        ),
    ]
    organisation: (
        Annotated[str, Meta(description="Only for this organisation: its name or id.", max_length=150)] | None
    ) = None
    kind: Annotated[str, Meta(description="Only records of this kind, for example bill.", max_length=32)] | None = None
    caller: (
        Annotated[
            str,
            Meta(
                description="Only for this caller, as the audit trail names it; ai:* is every AI.",
                min_length=1,
                max_length=255,
            ),
        ]
        | None
    ) = None
    amount: (
        Annotated[
            Decimal,
            Meta(description="allow_up_to: at most this much; two_people and never: above it. Exact decimal as text."),
        ]
        | None
    ) = None
    currency: Annotated[str, Meta(description="Of the amount, for example NZD.", pattern="^[A-Z]{3}$")] | None = None


class TriedPlan(Struct, frozen=True):
    """A plan that was made, and what the policies say of its like."""

    id: str
    skill: str
    summary: str
    amount: Money | None
    proposed_by: str
    state: State
    verdict: Verdict
    policies: list[str]


class PolicyTrial(Struct, frozen=True):
    """What policies would have said of the last plans."""

    plans: list[TriedPlan]
    counts: dict[str, int]
    """How many plans by verdict: ask, allow, two_people, never."""


class PlanPolicies:
    """The policies of a program's workspaces."""

    def __init__(self, runtime: App, registry: Registry) -> None:
        """`registry` shows the effect of the skill that a plan is of."""
        self._runtime = runtime
        self._effects: Callable[[], dict[str, Effect]] = lambda: {each.name: each.effect for each in registry.entries}

    async def on_proposal(
        self, proposal: Proposal, skill: str, effect: Effect, caller: Caller, tenant_id: str
    ) -> Decision:
        """What the policies say of a plan before it is made. Raises NotAllowed where they say never."""
        facts = facts_of(proposal, tenant_id=tenant_id, caller=caller.actor, effect=effect)
        return self._unless_never(decide(await self._in_force(caller.workspace_id), facts), skill)

    async def on_approval(self, plan: Plan) -> int:
        """How many people must approve a plan. Raises NotAllowed where the policies say never by now."""
        found = decide(await self._in_force(plan.workspace_id), self._facts(plan))
        return 2 if self._unless_never(found, plan.skill).verdict == "two_people" else 1

    def allowing(self, plan: Plan) -> Callable[[AsyncConnection], Awaitable[str | None]]:
        """Asks, in the transaction that approves a plan, which policy allows it; None if none does any more."""

        async def decided(tx: AsyncConnection) -> str | None:
            found = decide(await self._runtime.policies.in_force(tx, plan.workspace_id), self._facts(plan))
            return found.policy_ids[0] if found.verdict == "allow" else None

        return decided

    async def listed(self, workspace_id: str, *, ended: bool = False) -> list[StoredPolicy]:
        """The policies of a workspace; with `ended` those no longer in force too."""
        return await self._runtime.policies.listed(workspace_id, ended=ended)

    async def set(self, caller: Caller, asked: PolicyInput, kinds: Iterable[str]) -> StoredPolicy:
        """Set a policy, as a person. `kinds` are the kinds there are.

        Raises NotAllowed for anyone but a person with the rights to approve and admin, InvalidArguments for a policy
        that cannot be meant, NotFound or Ambiguous for the organisation.
        """
        _authorise(caller)
        values = await self._values(caller.workspace_id, asked, kinds)
        policy_id = await self._runtime.policies.add(caller.workspace_id, values, by=caller.actor, how=caller.how)
        return next(each for each in await self.listed(caller.workspace_id) if each.id == policy_id)

    async def end(self, caller: Caller, policy_id: str) -> None:
        """End a policy at once, as a person. Raises as `set`, and NotFound."""
        _authorise(caller)
        await self._runtime.policies.end(caller.workspace_id, policy_id, by=caller.actor, how=caller.how)

    async def trial(
        self, workspace_id: str, *, last: int, extra: PolicyInput | None = None, kinds: Iterable[str] = ()
    ) -> PolicyTrial:
        """What the policies, and one more if it is given, would have said of the last plans; nothing is changed."""
        policies = list(await self._in_force(workspace_id))
        if extra is not None:
            policies.append(_as_if(await self._values(workspace_id, extra, kinds)))
        tried = [self._tried(policies, plan) for plan in await self._runtime.plans.recent(workspace_id, limit=last)]
        return PolicyTrial(tried, dict(Counter(each.verdict for each in tried)))

    def _tried(self, policies: list[StoredPolicy], plan: Plan) -> TriedPlan:
        found, view = decide(policies, self._facts(plan)), plan.view()
        return TriedPlan(
            plan.id, plan.skill, view.summary, view.amount, plan.proposed_by, plan.state, found.verdict,
            list(found.policy_ids),
        )  # fmt: skip

    def _facts(self, plan: Plan) -> PlanFacts:
        effect = self._effects().get(plan.skill, "destructive")
        return facts_of(plan.proposal, tenant_id=plan.tenant_id, caller=plan.proposed_by, effect=effect)

    def _unless_never(self, found: Decision, skill: str) -> Decision:
        if found.verdict == "never":
            raise NotAllowed(
                f"A policy of this workspace ({', '.join(found.policy_ids)}) forbids this plan of {skill}.", hint=HINT
            )
        return found

    async def _in_force(self, workspace_id: str) -> list[StoredPolicy]:
        return await self._runtime.policies.listed(workspace_id)

    async def _values(self, workspace_id: str, asked: PolicyInput, kinds: Iterable[str]) -> dict[str, Any]:
        fields = list(_faults(asked, sorted(kinds)))
        if fields:
            named = "; ".join(f"{field.path} {field.message}" for field in fields)
            raise InvalidArguments(f"This policy cannot be set: {named}.", fields=fields)
        about = asked.organisation
        return {
            "action": asked.action,
            "tenant_id": await self._runtime.organisations.id_of(workspace_id, about) if about else None,
            "kind": asked.kind,
            "caller": asked.caller,
            "amount": None if asked.amount is None else str(asked.amount),
            "currency": asked.currency,
        }


def _faults(asked: PolicyInput, kinds: list[str]) -> Iterator[FieldError]:
    """What of a policy cannot be meant."""
    action, amount = asked.action, asked.amount
    if asked.kind is not None and asked.kind not in kinds:
        yield FieldError("/kind", f"is no kind; it is one of {', '.join(kinds)}")
    if amount is None and action == _NEEDS_AMOUNT:
        yield FieldError("/amount", f"is needed by {action}")
    if amount is not None and action not in _TAKES_AMOUNT:
        yield FieldError("/amount", f"is not taken by {action}")
    if amount is not None and not _is_amount(amount):
        yield FieldError("/amount", "is no amount of 0 or more")
    if (amount is None) != (asked.currency is None):
        yield FieldError("/currency", "goes with an amount, and an amount with it")


def _is_amount(amount: Decimal) -> bool:
    return amount.is_finite() and amount >= 0 and len(str(amount)) <= _LONGEST


def _authorise(caller: Caller) -> None:
    for right in _RIGHTS:
        if not caller.may(right):
            raise NotAllowed(f"The caller has no right to {right}; a person with it sets or ends policies.")


def _as_if(values: dict[str, Any]) -> StoredPolicy:
    """A policy as if it were set."""
    none = dict.fromkeys(("set_by", "set_at", "ended_by", "ended_at"))
    amount = None if values["amount"] is None else Decimal(values["amount"])
    return StoredPolicy(id="the new one", proven=True, **{**none, **values, "amount": amount})
