"""Plans that stopped half-way are resumed: a limit of Xero's is over, a process died."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.core.errors import ErrorBody
from atom_xero_plugin.dispatch.dispatcher import Answer, Dispatch
from atom_xero_plugin.plans.repository import InterruptedPlan

log = logging.getLogger(__name__)
BACKGROUND: Final = "plugin:worker"
LONGEST: Final = timedelta(hours=24)
"""After its approval; what is older a person checks first: the books have moved on."""
_SHORTEST_WAIT, _LONGEST_WAIT = timedelta(seconds=60), timedelta(hours=1)


async def resume_plans(dispatcher: Dispatch) -> list[Answer]:
    """Take up every plan that a person approved, that was begun, and that nobody is at; what came of each.

    As `plan execute` would: what came of a lost answer is looked up, nothing is sent twice, and each step is checked
    again before it is sent. What was approved and never begun is left alone.
    """
    runtime = dispatcher.runtime
    found = await runtime.plans.interrupted_plans(since=runtime.clock.now() - LONGEST)
    answers = []
    for each in found:
        if each.stopped_at <= runtime.clock.now() < _next_try(each):  # what stopped later than now: a clock went back
            continue
        caller = Caller(each.workspace_id, BACKGROUND, "workflow", frozenset({"read", "write"}))
        answer = await dispatcher.execute(each.plan_id, caller)
        code = answer.error.code if isinstance(answer.error, ErrorBody) else "done"
        log.info("plan %s was resumed: %s", each.plan_id, code)  # the error's words may repeat a record's
        answers.append(answer)
    return answers


def _next_try(plan: InterruptedPlan) -> datetime:
    """The longer nothing of it was done, the rarer: some forty tries in a day.

    One that comes on, as many steps under Xero's limit of calls a minute do, is taken up again every minute.
    """
    wait = (plan.stopped_at - plan.progressed_at) / 4
    return plan.stopped_at + min(max(wait, _SHORTEST_WAIT), _LONGEST_WAIT)
