"""The answer of a list: its page, its sums and how fresh it is, all from the local copy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from atom_xero_plugin.accounting.listing import question_hash
from atom_xero_plugin.accounting.lists.inputs import record_question
from atom_xero_plugin.accounting.lists.order import read_mark
from atom_xero_plugin.accounting.lists.record_lists import RecordLists
from atom_xero_plugin.accounting.lists.sums import counted
from atom_xero_plugin.accounting.lists.view import StatusCount, copy_state, listed_record, record_sums
from atom_xero_plugin.catalogue.context import Context

T = TypeVar("T")
_SAME_ORDER: Final = frozenset({"cursor", "limit", "sums", "counts"})
"""Arguments that change nothing of what a list holds and how it is sorted."""


async def answered(ctx: Context, asked: Any, answer: Callable[..., T]) -> T:
    """The answer to a skill's arguments. Raises InvalidArguments for a cursor that is broken or of another question."""
    lists = ctx.services.get(RecordLists)
    question, order, assumed = await record_question(ctx, asked, lists)
    bound = question_hash(ctx.organisation.id, asked, _SAME_ORDER)
    page = await lists.page(question, order, read_mark(asked.cursor, bound, order), asked.limit)
    groups = await lists.groups(question, every_status=asked.counts) if asked.sums or asked.counts else None
    fresh = await lists.freshness(question.tenant_id, list(dict.fromkeys(kind.list_name for kind in question.kinds)))
    fitting = groups.of(question) if groups is not None else []
    counts = groups.counts(question) if groups is not None and asked.counts else {}
    return answer(
        items=[listed_record(ctx, row) for row in page.rows],
        total=counted(fitting) if groups is not None else None,
        sums=record_sums(fitting),
        local_copy=copy_state(question.kinds, fresh),
        has_more=page.after,
        next_cursor=order.mark(page.rows[-1], bound, backwards=False) if page.rows and page.after else None,
        previous_cursor=order.mark(page.rows[0], bound, backwards=True) if page.rows and page.before else None,
        counts=[StatusCount(name, count) for name, count in counts.items()],
        assumed=assumed,
    )
