"""Plans of many steps that stand by themselves: what may be sent, and what came of the whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import RowMapping

from atom_xero_plugin.core.errors import Conflict, FieldError, OutcomeUnknown, PartlyDone, PlanStale, XeroPluginError
from atom_xero_plugin.plans.claims import Claim
from atom_xero_plugin.plans.plan import Plan
from atom_xero_plugin.plans.proposal import Proposal, State, Step
from atom_xero_plugin.plans.read_back import outcome_unknown
from atom_xero_plugin.plans.step_rows import IN_AIR

_REASON: Final = 240


def to_send(rows: Mapping[int, RowMapping]) -> list[int]:
    """Steps that were not sent yet; not those like one whose outcome is not known: no check could distinguish them."""
    in_air = {row["effect_hash"] for row in rows.values() if row["state"] in IN_AIR}
    return [number for number, row in rows.items() if row["state"] == "proposed" and row["effect_hash"] not in in_air]


def whole_of(proposal: Proposal, number: int) -> int | None:
    """The number of the step that writes the whole of which a step writes a part; None for what is no such part."""
    part_of = proposal.steps[number].part_of
    return None if part_of is None else part_of.step


def untouched(proposal: Proposal, rows: Mapping[int, RowMapping], state: State) -> list[Claim]:
    """Lines of a plan that ends here for which certainly nothing was written, by what is known of each step."""
    if state not in {"failed", "mismatch"}:  # it may still be taken up
        return []

    def nothing(number: int) -> bool:
        return rows[number]["state"] in {"proposed", "failed"}

    return [claim for claim in proposal.lines if all(nothing(number) for number in claim.steps)]


def as_it_stands(plan: Plan, error: XeroPluginError, steps: set[str], state: State) -> XeroPluginError:
    """The error of a plan that stopped, made to say what is known of its steps, whatever the last of them met."""
    if state == "unknown" and not isinstance(error, OutcomeUnknown):
        error = outcome_unknown(plan.id, f"It is not known whether all of it was done. {error.message}")
    error.may_have_written = error.may_have_written or bool(steps & {"verified", "mismatch", *IN_AIR})
    return error


def hint_of(error: XeroPluginError, proposal: Proposal, rows: Mapping[int, RowMapping], state: State) -> str:
    """What to do about an error; of a plan that ended between steps that belong together, what of it is written too."""
    done = [number for number, row in rows.items() if row["state"] == "verified"]
    if proposal.independent and state in IN_AIR and len(rows) > 1:
        return f"{len(done)} of {len(rows)} are done. {error.hint}".strip()
    if proposal.independent or state not in {"failed", "mismatch"} or not done:
        return error.hint
    names = ", ".join(proposal.steps[number].label or proposal.steps[number].kind.replace("_", " ") for number in done)
    undone = " Undoing the plan undoes it." if proposal.undo is not None else ""
    written = f"Already written, and still there: {names}.{undone}"
    return written if isinstance(error, PlanStale) else f"{error.hint} {written}".strip()


def reported(proposal: Proposal, rows: Mapping[int, RowMapping]) -> list[FieldError]:
    """For each step what came of it, as an error's fields say it."""
    return [FieldError(f"/steps/{number}", _words(proposal.steps[number], row)) for number, row in rows.items()]


def partly_done_error(proposal: Proposal, rows: Mapping[int, RowMapping]) -> XeroPluginError:
    """The error of a plan some of whose steps were left behind; each step's fate is among its fields."""
    failed = [number for number, row in rows.items() if row["state"] != "verified"]
    first = _words(proposal.steps[failed[0]], rows[failed[0]])
    if len(failed) == len(rows):
        return Conflict(
            f"Nothing was recorded. {first}.",
            fields=reported(proposal, rows),
            hint="Run the skill again; the new plan shows the books as they are now.",
        )
    parts = [step.part_of for step in proposal.steps if step.part_of is not None]
    wholes = [each.step for each in parts if each.step is not None]
    again = "Run the skill again for what is missing; it leaves out what was written. Undoing the plan undoes it."
    if any(proposal.steps[number].creates for number in wholes):
        again = (
            "Add what is missing to the record that is there; a second run of the skill would create another record."
        )
    elif wholes:
        again = "Do what is missing by a skill of its own: the rest is written."
    return PartlyDone(
        f"{len(rows) - len(failed)} of {len(rows)} records were written; {len(failed)} were not. {first}.",
        fields=reported(proposal, rows),
        hint=again,
        may_have_written=True,
    )


def _words(step: Step, row: RowMapping) -> str:
    name = step.label or step.kind.replace("_", " ")
    state, reason = row["state"], (row["detail"] or "")[:_REASON].rstrip(".")
    if state == "verified":
        return f"{name}: done"
    if state == "failed":
        return f"{name}: not done; {reason or 'it failed'}"
    outcomes = {
        "unknown": "it is not known whether it was done",
        "executing": "it is not known yet whether it was done",
        "mismatch": f"done otherwise than asked for; {reason}",
    }
    return f"{name}: {outcomes.get(state, 'not done yet')}"
