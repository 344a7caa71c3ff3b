"""Lists over the local copy of 100,000 invoices: the skill whole, through the dispatcher, and its page in the browser.

Half of the questions are asked for the first time, half again, as a person goes back and forth. The page is measured
next to a bare Jinja table of the same rows, without frame, filters and links. What is kept of each record so that
lists are quick costs the sync time, which `first_sync` measures.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

import msgspec
from sqlalchemy import delete, update

from atom_xero_plugin.accounting.kinds import watched
from atom_xero_plugin.store.tables import polls, records
from atom_xero_plugin.sync.mirror import Place, keep
from atom_xero_plugin.xero.decoding.base import decode_page
from benchmarks.search_speed import FIRST, SECOND, THIRD, WORK
from benchmarks.table import Row

TESTS: Final = Path(__file__).resolve().parent.parent / "tests"
_PAID_ON: Final = "{day}T00:00:00"
INVOICES, BATCH, ROUNDS, ROWS = 100_000, 1_000, 4, 100
NAMES: Final = [f"{a} {b} {c}" for a in FIRST for b in SECOND for c in THIRD][:5_000]
QUESTIONS: Final[tuple[dict[str, Any], ...]] = (
    {},
    {"status": ["unpaid"], "sort": "due_day", "sort_direction": "ascending"},
    {"status": ["overdue"], "sort": "still_owed"},
    {"status": ["draft", "awaiting_approval"]},
    {"status": ["paid"], "sort": "number"},
    {"sort": "total"},
    {"sort": "contact"},
    {"text": "karori"},
    {"text": "INV-0421"},
    {"contact": "00000010-1111-4000-8000-000000000000"},
    {"dates": {"from": "2025-01-01", "to": "2025-01-31"}},
    {"min_amount": "800", "max_amount": "900", "sort": "total"},
    {"currency": "USD"},
)
"""As people ask: all, by status, sorted by each kind of column, words, a contact, days, amounts."""
TABLE: Final = """<table><tbody>{% for each in rows %}<tr><td>{{ each.number }}</td><td>{{ each.contact.name }}</td>
<td>{{ each.reference }}</td><td>{{ each.status }}</td><td>{{ each.due_day }}</td><td>{{ each.total.amount }}</td>
<td>{{ each.still_owed.amount if each.still_owed }}</td></tr>{% endfor %}</tbody></table>"""


def _invoice(number: int, chance: random.Random) -> dict[str, Any]:
    day = date(2022, 1, 1) + timedelta(days=number * 1_600 // INVOICES)
    total, contact, drawn = 1_000 + number * 137 % 900_000, number * 31 % len(NAMES), chance.random()
    status = "PAID" if drawn < 0.95 else "AUTHORISED" if drawn < 0.98 else "DRAFT" if drawn < 0.99 else "VOIDED"
    amount = f"{total // 100}.{total % 100:02}"
    return {
        "InvoiceID": f"{number:08x}-0000-4000-8000-000000000000", "Type": "ACCREC", "Status": status,
        "InvoiceNumber": f"INV-{number:06}", "Reference": f"PO {number * 7 % 1_000_003}",
        "Contact": {"ContactID": f"{contact:08x}-1111-4000-8000-000000000000", "Name": NAMES[contact]},
        "DateString": f"{day}T00:00:00", "DueDateString": f"{day + timedelta(days=20)}T00:00:00",
        "CurrencyCode": "USD" if number % 20 == 3 else "NZD", "SubTotal": amount, "TotalTax": "0.00", "Total": amount,
        "AmountDue": "0.00" if status == "PAID" else amount, "LineAmountTypes": "Exclusive",
        **({"FullyPaidOnDate": _PAID_ON.format(day=day + timedelta(days=25))} if status == "PAID" else {}),
        "LineItems": [{"Description": WORK[number % len(WORK)], "Quantity": "1", "UnitAmount": amount}],
    }  # fmt: skip


async def _fill(runtime: Any, tenant: str) -> None:
    chance, place = random.Random(3), Place("default", tenant, "Invoices")
    async with runtime.store.write("default") as tx:
        await tx.execute(delete(records).where(records.c.kind == "Invoices"))
    for start in range(0, INVOICES, BATCH):
        page = msgspec.json.encode({"Invoices": [_invoice(start + each, chance) for each in range(BATCH)]})
        found, _ = decode_page(watched("Invoices").record, page)
        async with runtime.store.write("default") as tx:
            await keep(tx, place, found, runtime.clock.now(), report_changes=False)
    async with runtime.store.write("default") as tx:
        await tx.execute(update(polls).values(seeded=True, finished_at=runtime.clock.now()))


async def _timed(act: Callable[[], Awaitable[Any]]) -> float:
    started = time.perf_counter()
    await act()
    return (time.perf_counter() - started) * 1_000


async def _measure(folder: Path) -> dict[str, list[float]]:
    """Milliseconds of each answer: of the skill, of pages, and of the bare table."""
    from jinja2 import Environment
    from support.browsing import browser_of
    from support.service import open_service

    served = await open_service(folder)
    await served.house.connect()
    await served.hear()
    organisation = served.house.organisation
    await _fill(served.runtime, organisation)
    found: dict[str, list[float]] = {"skill": [], "page": [], "bare": []}

    async def ask(**arguments: Any) -> Any:
        answer = await served.house.call("find_records", kinds=["invoice"], **arguments)
        assert answer["success"] is True, answer
        return answer["result"]

    bare = Environment(autoescape=True).from_string(TABLE)
    for _turn in range(ROUNDS):
        served.runtime.known_groups.clear()
        for _again in range(2):
            for question in QUESTIONS:
                found["skill"].append(await _timed(partial(ask, **question, limit=ROWS, counts=True)))
    rows = (await ask(limit=ROWS))["items"]
    async with browser_of(served) as browser:
        address = f"/o/{organisation}/invoices"
        for _ in range(12):
            found["page"].append(await _timed(lambda: browser.get(address)))
            started = time.perf_counter()
            bare.render(rows=rows)
            found["bare"].append((time.perf_counter() - started) * 1_000)
    await served.close()
    return found


def run() -> list[Row]:
    """The skill at the median and the 95th percentile; the page next to the bare table."""
    if str(TESTS) not in sys.path:
        sys.path.insert(0, str(TESTS))
    with tempfile.TemporaryDirectory(prefix="axp-lists-") as folder:
        found = asyncio.run(_measure(Path(folder)))
    p95, middle = quantiles(found["skill"], n=20)[18], median(found["skill"])
    page, bare = median(found["page"]), median(found["bare"])
    late = quantiles(found["page"], n=20)[18]
    title = f"lists over {INVOICES:,} invoices"
    return [
        Row(f"{title}, find_records with sums and counts, p95, ms", p95, None, None, "<= 100 ms", p95 <= 100),
        Row(f"{title}, the same, median, ms", middle, None, None, "", True),
        Row(f"{title}, the page, p95, ms", late, None, None, "<= 100 ms", late <= 100),
        Row(f"{title}, the page (vs a bare table), median, ms", page, bare, page / bare, "<= 3 x", page / bare <= 3),
    ]
