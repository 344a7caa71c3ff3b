"""What a person decided beforehand about plans: which may go ahead, which need two people, which are never made.

Without a policy a person is asked about every plan. Of the policies that a plan meets the strictest counts, so that no
policy loosens another: never, then two people, then ask, then allow.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from atom_xero_plugin.catalogue.skill import Effect
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.store.policies import StoredPolicy

Action: TypeAlias = Literal["ask", "allow_drafts", "allow_up_to", "two_people", "never"]
ACTIONS: Final[tuple[Action, ...]] = ("ask", "allow_drafts", "allow_up_to", "two_people", "never")
Verdict: TypeAlias = Literal["ask", "allow", "two_people", "never"]
_STRICTEST: Final[tuple[Verdict, ...]] = ("never", "two_people", "ask", "allow")
ANY: Final = "*"
"""At the end of a policy's caller: whatever follows."""


@dataclass(frozen=True)
class PlanFacts:
    """What policies ask of a plan."""

    tenant_id: str
    caller: str
    effect: Effect
    kinds: frozenset[str]
    """The kinds of the records that it writes."""
    amount: Money | None
    draft: bool
    """Whether all that it writes stays a draft."""
    plain: bool
    """Whether it has no warning, reaches nobody by e-mail and can be undone."""
    several_currencies: bool = False
    """Whether its amounts are in more than one currency, so that it is above every policy's amount."""


@dataclass(frozen=True)
class Decision:
    """What the policies say of a plan, and which of them said so."""

    verdict: Verdict
    policy_ids: tuple[str, ...] = ()


def facts_of(proposal: Proposal, *, tenant_id: str, caller: str, effect: Effect) -> PlanFacts:
    """The facts of a proposal; its amount is its total, or what it moves."""
    total = proposal.totals.total if proposal.totals else None
    return PlanFacts(
        tenant_id=tenant_id,
        caller=caller,
        effect=effect,
        kinds=_kinds(proposal),
        amount=proposal.amount if proposal.amount is not None else total,
        draft=bool(proposal.steps) and all(step.stays_draft for step in proposal.steps),
        plain=not proposal.warnings and not proposal.emails and proposal.undo is not None,
        several_currencies=proposal.several_currencies,
    )


def _kinds(proposal: Proposal) -> frozenset[str]:
    """The kinds of all that it writes: what its own record is called, and what further steps write."""
    steps = [step.kind for step in proposal.steps]
    own = proposal.kinds or steps[:1]
    return frozenset((*own, *(kind for kind in steps if kind != steps[0])))


def decide(policies: Iterable[StoredPolicy], facts: PlanFacts) -> Decision:
    """The strictest of what the policies say; to ask, where none says anything."""
    said = [(verdict, each.id) for each in policies if (verdict := _verdict(each, facts)) is not None]
    for verdict in _STRICTEST:
        by = tuple(policy_id for each, policy_id in said if each == verdict)
        if by:
            return Decision(verdict, by)
    return Decision("ask")


def _verdict(policy: StoredPolicy, facts: PlanFacts) -> Verdict | None:
    """What one policy says of a plan; None where it is about others."""
    allows = policy.action in {"allow_drafts", "allow_up_to"}
    if not _is_about(policy, facts, allows=allows):
        return None
    if allows:
        return "allow" if policy.proven and facts.plain and _allowed(policy, facts) else None
    if policy.action == "ask":
        return "ask"
    if not _reaches(policy, facts):
        return None
    return "two_people" if policy.action == "two_people" else "never"


def _is_about(policy: StoredPolicy, facts: PlanFacts, *, allows: bool) -> bool:
    if policy.tenant_id is not None and policy.tenant_id != facts.tenant_id:
        return False
    if policy.kind is not None and not (facts.kinds == {policy.kind} if allows else policy.kind in facts.kinds):
        return False
    return policy.caller is None or is_caller(policy.caller, facts.caller)


def is_caller(pattern: str, caller: str) -> bool:
    """Whether a policy's caller means this one."""
    return caller.startswith(pattern[:-1]) if pattern.endswith(ANY) else caller == pattern


def _allowed(policy: StoredPolicy, facts: PlanFacts) -> bool:
    """What takes away or ends, such as to void, is never allowed beforehand."""
    if facts.effect != "write":
        return False
    if policy.action == "allow_drafts":
        return facts.draft
    same = facts.amount is not None and facts.amount.currency == policy.currency
    return same and policy.amount is not None and facts.amount is not None and facts.amount.amount <= policy.amount


def _reaches(policy: StoredPolicy, facts: PlanFacts) -> bool:
    """Whether a plan is above a policy's amount: one in another currency is, for it cannot be compared."""
    amount = facts.amount
    if policy.amount is None or facts.several_currencies:
        return True
    if amount is None:
        return False
    return amount.currency != policy.currency or amount.amount > policy.amount
