"""Search over 100,000 records: the 95th percentile of questions as people ask them, and the misspelt names it finds.

Half of the records are one workspace's and half another's, of several organisations. The questions are numbers, exact
amounts, references, names, beginnings of names, several words, and misspelt names, in turns. Misspelt names are 500
with one slip each (a letter left out, doubled, swapped or wrong); found means among the first five.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import msgspec

from atom_xero_plugin.accounting.kinds import watched
from atom_xero_plugin.core.clock import SystemClock
from atom_xero_plugin.search.search import Search
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.migrations import upgrade
from atom_xero_plugin.sync.mirror import Place, keep
from atom_xero_plugin.xero.decoding.base import decode_page
from benchmarks.table import Row

TESTS = Path(__file__).resolve().parent.parent / "tests"
RECORDS, BATCH, QUESTIONS, MISSPELT, ROUNDS = 100_000, 1_000, 60, 500, 5
FIRST = [
    "Karori", "Ngaio", "Kauri", "Rimu", "Totara", "Harbour", "Summit", "Coastal", "Northern", "Alpine", "Valley",
    "Riverside", "Stonefield", "Copper", "Silverdale", "Brighton", "Greenlane", "Central", "Pacific", "Tasman",
    "Capital", "Orchard", "Lakeside", "Hilltop", "Meadow", "Wattle", "Banksia", "Jacaranda", "Wellington", "Petone",
]  # fmt: skip
SECOND = [
    "Veterinary", "Builders", "Bakery", "Plumbing", "Dental", "Legal", "Motors", "Roofing", "Design", "Foods", "Timber",
    "Electrical", "Marine", "Physiotherapy", "Bookshop", "Cleaning", "Catering", "Transport", "Printing", "Engineering",
    "Insurance", "Property", "Nursery", "Winery", "Fitness", "Travel", "Software", "Media", "Security", "Joinery",
]  # fmt: skip
THIRD = ["Limited", "Group", "Partners", "Services", "and Sons", "Collective", "Supplies", "Studio", "Clinic", "Trust"]
WORK = [
    "Poster design",
    "Monthly retainer",
    "Site visit",
    "Consulting",
    "Annual licence",
    "Repairs and parts",
    "Freight",
]


class _Books:
    """Names, and records of them."""

    def __init__(self) -> None:
        self.chance = random.Random(4)
        whole = [f"{a} {b} {c}" for a in FIRST for b in SECOND for c in THIRD]
        surnames = [self._surname() for _ in range(6_000)]
        self.names = [f"{surname} {rest}" for surname, rest in zip(surnames, whole, strict=False)]

    def _surname(self) -> str:
        """A word that sounds like a name."""
        parts = ["ba", "ber", "cal", "den", "el", "far", "gar", "hol", "kin", "lan", "mor", "nes", "ol", "per", "ros"]
        ends = ["ton", "field", "wick", "son", "ley", "man", "stead", "worth", "ham", "bury"]
        return "".join(self.chance.choice(parts) for _ in range(2)).capitalize() + self.chance.choice(ends)

    def page(self, plural: str, start: int) -> bytes:
        """An answer of Xero's with a batch of records."""
        make = {"Contacts": self._contact, "Invoices": self._invoice, "Payments": self._payment}[plural]
        return msgspec.json.encode({plural: [make(start + number) for number in range(BATCH)]})

    def _contact(self, number: int) -> dict[str, Any]:
        return {"ContactID": f"c{number}", "Name": self._name(number), "ContactStatus": "ACTIVE"}

    def _name(self, number: int) -> str:
        return self.names[number % len(self.names)]

    def _invoice(self, number: int) -> dict[str, Any]:
        total = 1000 + number * 137 % 900_000
        return {
            "InvoiceID": f"i{number}", "Type": "ACCPAY" if number % 4 == 0 else "ACCREC",
            "InvoiceNumber": f"INV-{number:06}", "Reference": f"PO {number * 7 % 1_000_003}", "Status": "AUTHORISED",
            "Contact": {"ContactID": "c", "Name": self._name(number * 31)}, "CurrencyCode": "NZD",
            "Total": f"{total // 100}.{total % 100:02}", "AmountDue": f"{total // 100}.{total % 100:02}",
            "LineItems": [{"Description": WORK[number % len(WORK)]}],
        }  # fmt: skip

    def _payment(self, number: int) -> dict[str, Any]:
        return {"PaymentID": f"p{number}", "Amount": f"{number % 5_000}.50", "Invoice": self._invoice(number)}

    def questions(self) -> Iterator[str]:
        """As people ask."""
        for kind in range(QUESTIONS):
            number, name = self.chance.randrange(RECORDS // 2), self._name(self.chance.randrange(len(self.names)))
            yield [
                f"INV-{number:06}", f"PO {number * 7 % 1_000_003}", f"{number % 5_000}.50", name, name[:5],
                f"{name.split()[0]} {WORK[kind % len(WORK)].split()[0]}", name.split()[1], misspelt(self.chance, name),
                "posters", "con",
            ][kind % 10]  # fmt: skip


def misspelt(chance: random.Random, name: str) -> str:
    """The name with one slip in its first word."""
    word, _, rest = name.partition(" ")
    at = chance.randrange(1, len(word) - 1)
    invalid: Callable[[], str] = chance.choice(
        [
            lambda: word[:at] + word[at + 1 :],
            lambda: word[:at] + word[at] + word[at:],
            lambda: word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
            lambda: word[:at] + chance.choice("aeioubcdfglmnprst") + word[at + 1 :],
        ]
    )
    return f"{invalid()} {rest}"


async def _fill(store: Store, books: _Books) -> None:
    now, done = store.clock.now(), 0
    shares = (("Invoices", 0.7), ("Payments", 0.2), ("Contacts", 0.1))
    for plural, share in shares:
        for start in range(0, int(RECORDS * share), BATCH):
            workspace = ("w", "other")[start // BATCH % 2]
            place = Place(workspace, f"t{start // BATCH % 3}", plural)
            found, _ = decode_page(watched(plural).record, books.page(plural, start))
            async with store.write(workspace) as tx:
                await keep(tx, place, found, now, report_changes=False)
            done += len(found)
    assert done == RECORDS


async def _measure(url: str, settle: Callable[[], None]) -> tuple[float, float, float]:
    """The 95th percentile and the median in ms, and the share of misspelt names found among the first five."""
    await upgrade(url)
    store, books = Store(url, clock=SystemClock()), _Books()
    await _fill(store, books)
    settle()
    search, chance = Search(store), random.Random(5)
    rounds = []
    for _ in range(ROUNDS):
        times = []
        for question in books.questions():
            started = time.perf_counter()
            await search.find("w", question)
            times.append((time.perf_counter() - started) * 1000)
        rounds.append(times)
    found = 0
    mine = [name for number, name in enumerate(books.names) if number // BATCH % 2 == 0]
    for name in chance.choices(mine, k=MISSPELT):
        hits = await search.find("w", misspelt(chance, name), limit=5)
        found += any(name in hit.title for hit in hits)
    await store.close()
    p95 = median(quantiles(times, n=20)[18] for times in rounds)
    return p95, median(median(times) for times in rounds), found / MISSPELT * 100


@contextmanager
def _databases() -> Iterator[dict[str, tuple[str, Callable[[], None]]]]:
    """Each database, and what it does by itself within a minute or so after much was written."""
    if str(TESTS) not in sys.path:
        sys.path.insert(0, str(TESTS))
    from support import postgres

    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="axp-search-"))
        server = stack.enter_context(postgres.running())
        server.run(f"CREATE DATABASE search OWNER {postgres.ROLE}")
        yield {
            "SQLite": (f"sqlite+aiosqlite:///{folder}/search.db", lambda: None),
            "PostgreSQL": (server.url("search"), lambda: server.run("VACUUM ANALYZE", database="search")),
        }


def run() -> list[Row]:
    """Both databases; the median of five rounds of questions."""
    rows = []
    with _databases() as databases:
        for name, (url, settle) in databases.items():
            p95, middle, recall = asyncio.run(_measure(url, settle))
            title = f"search over {RECORDS:,} records, {name}"
            rows += [
                Row(f"{title}, p95, ms", p95, None, None, "<= 20 ms", p95 <= 20),
                Row(f"{title}, median, ms", middle, None, None, "", True),
                Row(f"{title}, {MISSPELT} misspelt names found, %", recall, None, None, ">= 90 %", recall >= 90),
            ]
    return rows
