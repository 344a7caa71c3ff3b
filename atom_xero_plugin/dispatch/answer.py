"""The one shape of every answer, and the words that several answers share."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import msgspec
from msgspec import UNSET, Struct, UnsetType

from atom_xero_plugin.catalogue.context import OrganisationName
from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.errors import DatabaseAway, ErrorBody, OurFault, WaitAndTry, XeroPluginError
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.plan import Plan, PlanView
from atom_xero_plugin.plans.read_back import outcome_unknown

log = logging.getLogger(__name__)
_JSON: Final = msgspec.json.Decoder(float_hook=lambda written: ["number", written])
"""Keeps a number as it was written: two that a float takes for one are two requests."""


class Answer(Struct, frozen=True):
    """The one shape of every answer, through every interface."""

    success: bool
    organisation: OrganisationName | None
    as_of: datetime
    result: Any = UNSET
    error: ErrorBody | UnsetType = UNSET
    plan: PlanView | UnsetType = UNSET

    def json(self) -> bytes:
        """The answer as JSON: money as text, times in UTC."""
        return msgspec.json.encode(self)

    def plain(self) -> dict[str, Any]:
        """The answer as dictionaries, lists and text."""
        plain: dict[str, Any] = msgspec.json.decode(self.json())
        return plain


def done(clock: Clock, about: OrganisationName | None, result: Any, plan: Plan | None = None) -> Answer:
    """The answer of what was done."""
    return Answer(True, about, clock.now(), result=result, plan=plan.view() if plan else UNSET)


def failed(clock: Clock, about: OrganisationName | None, error: XeroPluginError, plan: Plan | None = None) -> Answer:
    """The answer of what was not done, or not for certain: the error says."""
    return Answer(False, about, clock.now(), error=error.body(), plan=plan.view() if plan else UNSET)


def organisation_of(plan: Plan) -> OrganisationName:
    """Which organisation a plan is about."""
    return OrganisationName(plan.tenant_id, plan.tenant_name)


def how_to_approve(plan: PlanView, *, before: str = "Nothing was sent to Xero yet.") -> dict[str, Any]:
    """The words of a plan that waits. They name no command that a model with a shell could approve by itself."""
    if plan.state == "approved":
        return {
            "message": f"{before} A person approved it, for {in_sentence(plan.organisation.name)}: {plan.summary}",
            "hint": f"It waits to be executed: {how_to_execute(plan.id)}",
            "reference": plan.id,
        }
    if plan.approvals_needed > 1:
        return _how_two_approve(plan, before)
    return {
        "message": f"{before} A person must approve, for {in_sentence(plan.organisation.name)}: {plan.summary}",
        "hint": f"Show the person the plan {plan.id}. They approve or refuse it where only they can: in the form of "
        "their chat, at their own terminal, or by an API token of theirs. You cannot approve; asking again makes no "
        "other plan while this one waits.",
        "reference": plan.id,
    }


def _how_two_approve(plan: PlanView, before: str) -> dict[str, Any]:
    first = plan.first_approved_by
    who = f"{in_sentence(first)} approved it; a second person must" if first else "Two people must approve"
    return {
        "message": f"{before} {who}, for {in_sentence(plan.organisation.name)}: {plan.summary}",
        "hint": f"A policy asks for two people. Each approves the plan {plan.id} where only they can; the second must "
        "be another person than the first. You cannot approve.",
        "reference": plan.id,
    }


def how_to_execute(plan_id: str) -> str:
    """What to do with a plan that was approved and is not executed yet."""
    return f"`atom-xero plan execute {plan_id}`; asking again makes no other plan."


def normalised_arguments(arguments: Mapping[str, Any] | str | bytes) -> Any:
    """Arguments as they are compared: the object, however it was written; what is none as its text."""
    if isinstance(arguments, str | bytes):
        try:
            return _JSON.decode(arguments)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return arguments if isinstance(arguments, str) else arguments.hex()
    return arguments


def as_ours(error: Exception) -> XeroPluginError:
    """Our own errors as they are; anything else is our fault, logged under a reference, its words kept inside."""
    if isinstance(error, XeroPluginError):
        return error
    reference = uuid.uuid4().hex[:12]
    log.error("unexpected fault %s", reference, exc_info=error)
    return OurFault(f"Something failed inside the Xero plugin ({type(error).__name__}).", reference=reference)


def as_plan_stands(error: XeroPluginError, plan: Plan | None) -> XeroPluginError:
    """The error of an execution, made to say what the plan's state says: something of it may be in the books."""
    if plan is None:  # the database cannot say how far it came
        error.may_have_written = error.may_have_written or isinstance(error, DatabaseAway)
        return error
    if plan.state == "approved" and isinstance(error, WaitAndTry):
        error.hint = error.hint or f"Nothing of the plan was sent, and it stays approved: {how_to_execute(plan.id)}"
    if plan.state not in {"executing", "unknown", "mismatch", "verified"}:
        return error
    if plan.state == "unknown" and isinstance(error, WaitAndTry):
        error = outcome_unknown(plan.id, f"It is still not known whether it was done. {error.message}")
    error.may_have_written = True
    error.reference = error.reference or plan.id
    return error
