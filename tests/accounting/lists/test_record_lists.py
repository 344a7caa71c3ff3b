"""What lists over the local copy promise, on each kind of database: filters, order, pages and exact sums."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from accounting.lists.conftest import Copy, asked_of, invoice, page_after, question
from sqlalchemy import event

from atom_xero_plugin.accounting.listing import question_hash
from atom_xero_plugin.accounting.lists.order import Order, SortKey
from atom_xero_plugin.accounting.lists.sums import counted
from atom_xero_plugin.core.money import Money

pytestmark = pytest.mark.anyio


async def some(copy: Copy) -> None:
    await copy.hear(
        "Invoices",
        invoice("late", "INV-1", "Ngāio Travel", "100.10", DueDateString="2026-06-15T00:00:00"),
        invoice("due", "INV-2", "Karori Vets", "200.20", DueDateString="2026-06-16T00:00:00"),
        invoice("draft", "INV-3", "Karori Vets", "300.30", Status="DRAFT", DueDateString="2026-01-01T00:00:00"),
        invoice("paid", "INV-4", "Alpine Foods", "400.40", Status="PAID", AmountDue="0.00", CurrencyCode="USD"),
        invoice("void", "INV-5", "Alpine Foods", "500.50", Status="VOIDED", AmountDue="500.50"),
        invoice("bill", "B-1", "Karori Vets", "60.60", Type="ACCPAY", DateString="2026-05-05T00:00:00"),
    )


async def test_a_list_without_a_status_leaves_out_what_is_gone(copy: Copy) -> None:
    """And holds no other kind."""
    await some(copy)

    assert await copy.ids(question()) == ["late", "due", "draft", "paid"]
    assert await copy.ids(question(["bill"])) == ["bill"]
    assert await copy.ids(question(["invoice", "bill"])) == ["bill", "late", "due", "draft", "paid"]


@pytest.mark.parametrize(
    ("statuses", "found"),
    [
        (("overdue",), ["late"]),
        (("unpaid",), ["late", "due"]),
        (("unpaid", "overdue"), ["late", "due"]),
        (("overdue", "draft"), ["late", "draft"]),
        (("voided",), ["void"]),
        (("paid", "voided"), ["paid", "void"]),
        (("deleted",), []),
    ],
)
async def test_statuses_are_those_of_answers_and_what_the_day_makes_of_them(
    copy: Copy, statuses: tuple[str, ...], found: list[str]
) -> None:
    """What is due today is not late, and a draft never is. Sums and counts are of the same records."""
    await some(copy)
    asked = question(statuses=statuses)
    groups = await copy.lists.groups(asked, every_status=True)

    assert await copy.ids(asked) == found
    assert counted(groups.of(asked)) == len(found)
    assert counted((await copy.lists.groups(asked, every_status=False)).of(asked)) == len(found)
    assert groups.counts(asked) == {
        "all": 4, "draft": 1, "awaiting_approval": 0, "awaiting_payment": 2, "paid": 1, "voided": 1, "deleted": 0,
        "unpaid": 2, "overdue": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("filtered_by", "found"),
    [
        ({"text": "ngaio"}, ["late"]),
        ({"text": "inv 2"}, ["due"]),
        ({"text": "kar vet"}, ["due", "draft"]),
        ({"text": "nobody"}, []),
        ({"text": "—"}, []),
        ({"contact_id": "c-Karori Vets"}, ["due", "draft"]),
        ({"first_due_day": date(2026, 6, 16), "last_due_day": date(2026, 6, 16)}, ["due"]),
        ({"first_day": date(2026, 6, 2)}, []),
        ({"last_day": date(2026, 6, 1)}, ["late", "due", "draft", "paid"]),
        ({"least": 2_002_000, "most": 3_003_000}, ["due", "draft"]),
        ({"currency": "USD"}, ["paid"]),
        ({"currency": "NZD"}, ["late", "due", "draft"]),
        ({"direction": "out"}, []),
    ],
)
async def test_filters_leave_out_what_does_not_fit(copy: Copy, filtered_by: dict[str, Any], found: list[str]) -> None:
    """Both bounds are included; text is folded as search folds it."""
    await some(copy)

    assert await copy.ids(question(**filtered_by)) == found
    assert sum(each.count for each in await copy.sums(question(**filtered_by))) == len(found)


@pytest.mark.parametrize("by", ["day", "due_day", "contact", "number", "reference", "status", "total", "still_owed"])
@pytest.mark.parametrize("descending", [True, False])
async def test_pages_hold_each_record_once_in_one_order(copy: Copy, by: SortKey, *, descending: bool) -> None:
    """Forwards and backwards alike, also among equals and where the value lacks; empty ones come last."""
    await copy.hear(
        "Invoices",
        *(
            invoice(
                f"i{n}", f"INV-{n % 3}", f"Contact {n % 4}", f"{n % 5}.00", Status=("DRAFT", "PAID")[n % 2],
                DueDateString=f"2026-07-{1 + n % 6:02}T00:00:00" if n % 3 else "", Reference="ab"[: n % 3],
            )
            for n in range(23)
        ),
    )  # fmt: skip
    asked, order = question(), Order(by, descending)
    bound = question_hash("t", asked_of(asked), frozenset())
    whole = (await copy.lists.page(asked, order, None, 100)).rows
    values = [row.sorted_by for row in whole]
    stated = [each for each in values if each is not None]

    forwards, cursor, before = [], None, None
    while True:
        page = await page_after(copy, asked, order, cursor, 4)
        forwards += [row.id for row in page.rows]
        before = order.mark(page.rows[0], bound, backwards=True)
        assert page.before == (cursor is not None)
        if not page.after:
            break
        cursor = order.mark(page.rows[-1], bound, backwards=False)
    last_page, backwards = forwards[-3:], list[int]()
    while before is not None:
        page = await page_after(copy, asked, order, before, 4)
        backwards = [*(row.id for row in page.rows), *backwards]
        assert page.after
        before = order.mark(page.rows[0], bound, backwards=True) if page.before else None

    assert len(whole) == 23
    assert values == stated + [None] * (len(values) - len(stated))
    assert stated == sorted(stated, reverse=descending)
    assert forwards == [row.id for row in whole]
    assert backwards + last_page == forwards


async def test_a_page_begins_after_its_row_whatever_came_before_it(copy: Copy) -> None:
    """A record that came to be in between moves nothing onto the next page a second time."""
    await some(copy)
    asked, order = question(), Order("number", descending=False)
    bound = question_hash("t", asked_of(asked), frozenset())
    first = await page_after(copy, asked, order, None, 2)
    await copy.hear("Invoices", invoice("new", "INV-0", "A", "1.00"))

    second = await page_after(copy, asked, order, order.mark(first.rows[-1], bound, backwards=False), 2)

    assert [row.record_id for row in (*first.rows, *second.rows)] == ["late", "due", "draft", "paid"]


async def test_sums_are_exact_and_one_a_kind_and_currency(copy: Copy) -> None:
    """A draft is not owed yet, and what is voided never."""
    await some(copy)

    assert [(each.kind, each.direction, each.count, each.total, each.still_owed) for each in await copy.sums(
        question(["invoice", "bill"], statuses=("awaiting_payment", "draft", "paid"))
    )] == [
        ("bill", "out", 1, Money(Decimal("60.60"), "NZD"), Money(Decimal("60.60"), "NZD")),
        ("invoice", "in", 3, Money(Decimal("600.60"), "NZD"), Money(Decimal("300.30"), "NZD")),
        ("invoice", "in", 1, Money(Decimal("400.40"), "USD"), Money(Decimal("0.00"), "USD")),
    ]  # fmt: skip


async def test_sums_beyond_64_bits_are_exact(copy: Copy) -> None:
    """Twelve times the largest amount that is kept, in parts of 1/10000, is more than SQLite adds up."""
    largest = Decimal(10) ** 14 - Decimal("0.0001")
    await copy.hear("Invoices", *(invoice(f"i{n}", f"I{n}", "A", str(largest)) for n in range(12)))

    [found] = await copy.sums(question())

    assert found.total.amount == 12 * largest


async def test_nothing_of_another_workspace_or_organisation_is_in_a_list(copy: Copy) -> None:
    """Neither as a row nor in a sum nor as a contact's name."""
    await copy.hear("Invoices", invoice("theirs", "INV-9", "Ngaio Travel", "9.00"), workspace="other")
    await copy.hear("Invoices", invoice("elsewhere", "INV-8", "Ngaio Travel", "9.00"), tenant="t2")

    for asked in (question(), question(text="ngaio")):
        assert await copy.ids(asked) == []
        assert await copy.sums(asked) == []
    assert await copy.lists.contacts_named("t", "Ngaio Travel") == []
    assert [each.contact_id for each in await copy.lists.contacts_named("t2", "ngaio")] == ["c-Ngaio Travel"]


async def test_a_list_says_what_was_not_synced(copy: Copy) -> None:
    """A first sync that is under way has not synced it."""
    await copy.synced("Invoices")
    await copy.synced("Quotes", seeded=False)

    fresh = await copy.lists.freshness("t", ["Invoices", "Quotes", "Payments"])

    assert fresh.synced_at == copy.store.clock.now()
    assert fresh.not_synced == ("Quotes", "Payments")
    assert await copy.lists.freshness("t2", ["Invoices"]) == (None, ("Invoices",))


async def test_sums_follow_each_sync_and_each_day(copy: Copy) -> None:
    """What was added up before is used only for the same records on the same day."""
    await some(copy)
    asked = question(statuses=("overdue",))
    before = await copy.sums(asked)
    await copy.hear("Invoices", invoice("late", "INV-1", "Ngaio Travel", "100.10", Status="PAID", AmountDue="0"))
    after = await copy.sums(asked)
    tomorrow = await copy.sums(question(statuses=("overdue",), today=date(2026, 6, 17)))

    assert [each.count for each in before] == [1]
    assert after == []
    assert [str(each.total) for each in tomorrow] == ["NZD 200.20"]


async def test_a_page_follows_each_sync(copy: Copy) -> None:
    """Its order was kept from before, and is not used for other records."""
    await some(copy)
    before = await copy.ids(question(), "total", descending=True)
    again = await copy.ids(question(), "total", descending=True)
    await copy.hear("Invoices", invoice("late", "INV-1", "Ngaio Travel", "999.00"))

    assert before == again == ["paid", "draft", "due", "late"]
    assert await copy.ids(question(), "total", descending=True) == ["late", "paid", "draft", "due"]


async def test_what_came_since_a_moment_is_counted_again_only_once_a_record_changed(copy: Copy) -> None:
    """Every open page asks every few seconds, and each that is made asks how new its records are."""
    await some(copy)
    asked: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(copy.store._engine.sync_engine, "before_cursor_execute", note)

    async def answers() -> tuple[Any, int, int]:
        made = await copy.lists.newest("t"), await copy.lists.synced_since("t", None, ["invoice"])
        return *made, sum(" FROM records " in each.replace("\n", " ") for each in asked)

    first, again = await answers(), await answers()
    await copy.hear("Invoices", invoice("new", "INV-6", "Karori Vets", "1.00"))
    before = sum(" FROM records " in each.replace("\n", " ") for each in asked)
    changed = await answers()

    assert first[1:] == (5, 2)
    assert again == first
    assert (changed[1], changed[2] - before) == (6, 2)
