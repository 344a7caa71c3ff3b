"""What a caller is limited to, checked before anything is asked of Xero: for skills, and for plans of others too."""

from __future__ import annotations

from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.core.errors import NotAllowed
from atom_xero_plugin.plans.plan import Plan


def check_skill(caller: Caller, skill: str) -> None:
    """Raises NotAllowed for a skill that is not among the caller's."""
    skills = caller.limits.skills
    if skills is not None and skill not in skills:
        raise NotAllowed(
            f"The caller is limited to other skills than {skill}.", hint=f"It may run {', '.join(sorted(skills))}."
        )


def check_plan(caller: Caller, plan: Plan) -> None:
    """Raises NotAllowed for a plan of a skill or an organisation that is not among the caller's."""
    check_skill(caller, plan.skill)
    if not caller.limits.allow(plan.skill, plan.tenant_id):
        raise NotAllowed("The caller is limited to other organisations than this plan's.")
