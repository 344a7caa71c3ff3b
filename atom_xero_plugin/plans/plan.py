"""A plan as it is stored, and as people and programs see it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from atom_xero_plugin.catalogue.context import OrganisationName
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.core.quoting import LONGEST_WHOLE, cut, one_line
from atom_xero_plugin.plans.proposal import PlanWarning, Proposal, State, Totals

POLICY: Final = "policy:"
"""Before the id of a policy, where it stands for who approved."""
_LONGEST_SENTENCE: Final = 1_000
"""Of a summary or warning: far more than one whose record texts were cut one by one can have."""


class PlanView(Struct, frozen=True):
    """A plan as people and programs see it."""

    id: str
    hash: str
    state: State
    skill: str
    organisation_id: str
    organisation: OrganisationName
    summary: str
    party: str | None
    """Whose it is: a contact's or bank account's name, on one line."""
    amount: Money | None
    """What it comes to, or moves."""
    final: bool
    """Whether nothing here can undo it."""
    before: dict[str, Any] | None
    after: dict[str, Any]
    totals: Totals | None
    warnings: list[PlanWarning]
    emails: list[str]
    undo: str | None
    proposed_by: str
    approved_by: str | None
    created_at: datetime
    expires_at: datetime
    approvals_needed: int = 1
    """How many people must approve it: two where a policy asks for two."""
    first_approved_by: str | None = None
    """Of two people the first, who approved already."""


class Plan(Struct, frozen=True):
    """One plan as it is stored."""

    id: str
    workspace_id: str
    tenant_id: str
    tenant_name: str
    skill: str
    arguments: str
    proposal: Proposal
    hash: str
    state: State
    proposed_by: str
    approved_by: str | None
    created_at: datetime
    expires_at: datetime
    result: str | None
    error: str | None
    undo_of: str | None
    """The plan that this one would undo."""
    approvals_needed: int = 1
    first_approved_by: str | None = None

    @property
    def policy_id(self) -> str | None:
        """The policy that approved it; None where people did, or nobody has yet."""
        by = self.approved_by or ""
        return by.removeprefix(POLICY) if by.startswith(POLICY) else None

    def view(self) -> PlanView:
        """The plan as people and programs see it."""
        content = self.proposal
        return PlanView(
            id=self.id,
            hash=self.hash,
            state=self.state,
            skill=self.skill,
            organisation_id=self.tenant_id,
            organisation=OrganisationName(self.tenant_id, self.tenant_name),
            summary=_sentence(content.summary),
            party=cut(one_line(content.party), LONGEST_WHOLE) or None,
            amount=content.amount if content.amount is not None else content.totals.total if content.totals else None,
            final=content.undo is None,
            before=content.before,
            after=content.after,
            totals=content.totals,
            warnings=[PlanWarning(each.code, _sentence(each.message)) for each in content.warnings],
            emails=[cut(one_line(each), LONGEST_WHOLE) for each in content.emails],
            undo=content.undo.sentence if content.undo else None,
            proposed_by=self.proposed_by,
            approved_by=self.approved_by,
            created_at=self.created_at,
            expires_at=self.expires_at,
            approvals_needed=self.approvals_needed,
            first_approved_by=self.first_approved_by,
        )


def _sentence(text: str) -> str:
    """A sentence on one line: also that of a skill that forgot to quote what it took from a record."""
    return cut(one_line(text), _LONGEST_SENTENCE)
