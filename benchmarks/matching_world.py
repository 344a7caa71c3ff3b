"""Made-up books and bank lines whose truth is known, in the handwriting of banks."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, TypeVar

from msgspec import Struct

from atom_xero_plugin.bank_statements.statement import StatementLine
from atom_xero_plugin.reconciliation.matching.targets import Booked, BookedKind, OpenDocument
from atom_xero_plugin.xero.records.invoices import Kind

T = TypeVar("T")
FIRST: Final = date(2026, 9, 1)
DAYS: Final = 30
_CENT: Final = Decimal("0.01")
_PLACES = (
    "Tasman", "Fernhill", "Otago", "Ponsonby", "Waihi", "Kelburn", "Ashgrove", "Mill Lane",
    "Old Harbour", "Westpark", "Northgate", "Southbank", "Riverstone", "Copperfield", "Silverdale",
    "Bluewater", "Redwood", "Oakmont", "Maplewood", "Hawthorn", "Glenfield", "Brightwater", "Kingsley",
    "Queensberry", "Lindenhof", "Elbufer", "Grünwald", "Schönberg", "Mühlenbach", "Königsplatz",
    "Läufer", "Søndergaard", "Château Belair"
)  # fmt: skip
_TRADES = (
    "Joinery", "Bakehouse", "Veterinary Clinic", "Plumbing & Gas", "Landscapes", "Physiotherapy",
    "Architects", "Coffee Roasters", "Freight Services", "Dental Care", "Auto Electrical",
    "Print Works", "Solar Energy", "Property Management", "Childcare Centre", "Wealth Advisers",
    "Metallbau", "Gebäudereinigung", "Elektrotechnik", "Transportgesellschaft", "Consulting",
    "Marine Supplies", "Timber Merchants", "Event Hire", "Brewing Company"
)  # fmt: skip
_FORMS = ("Ltd", "Limited", "Pty Ltd", "GmbH", "LLC", "", "", "& Sons", "Group", "Holdings Limited", "PLC", "BV")
_GIVEN = (
    "Aroha", "James", "Priya", "Jürgen", "Mateo", "Sofia", "Wiremu", "Hannah", "Olivier", "Fatima",
    "Graham", "Yuki"
)  # fmt: skip
_FAMILY = (
    "Whitcombe", "Tamahori", "Müller", "O'Connell", "Fernandez", "Lindqvist", "Radhakrishnan", "Strauß",
    "Pemberton", "Vandermeer", "Achterberg", "Nakagawa", "Delacroix", "Thistlewood", "Oyelaran",
    "Castellano"
)  # fmt: skip
_SHOPS = (
    "GULL FUEL 2231", "COUNTDOWN METRO", "NEW WORLD 114", "BUNNINGS WAREHOUSE", "UBER TRIP",
    "SPOTIFY AB", "AIRBNB", "MITRE 10 MEGA", "OFFICEMAX", "Z ENERGY 4412", "NOEL LEEMING",
    "PB TECH ONLINE", "DELIVEREASY", "JETSTAR"
)  # fmt: skip
_TRANSLITERATED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "o"})


class Truth(Struct, frozen=True):
    """What a line is, as whoever made it knows."""

    kind: str
    documents: frozenset[str] = frozenset()
    booked: frozenset[str] = frozenset()
    never_sure: bool = False
    """Whether a person has to check it, although it pays these documents: a fee or a discount is in it."""

    @property
    def is_match(self) -> bool:
        """Whether the line has something in the books."""
        return bool(self.documents or self.booked)


class SyncDependencies:
    """Books and lines in the making; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        """Begin with contacts and what is open apart from what the lines pay."""
        self.rng = random.Random(seed)
        self.documents: list[OpenDocument] = []
        self.booked: list[Booked] = []
        self.lines: list[StatementLine] = []
        self.truth: dict[str, Truth] = {}
        self._next = self.rng.randint(1_000, 4_000)
        self.contacts = self._contacts(260)
        self.groups = [self._group() for _ in range(12)]
        for _ in range(420):
            self.open(self.pick(self.contacts))
        for _ in range(120):
            self.open(self.pick(self.contacts), kind="bill")
        for _ in range(60):
            self.record(self.pick(self.contacts), self.amount() * self.pick([1, -1]))

    def pick(self, among: Sequence[T]) -> T:
        """One of them."""
        return self.rng.choice(among)

    def _contacts(self, count: int) -> list[str]:
        found: set[str] = set()
        while len(found) < count:
            if self.rng.random() < 0.25:
                found.add(f"{self.pick(_GIVEN)} {self.pick(_FAMILY)}")
            else:
                found.add(f"{self.pick(_PLACES)} {self.pick(_TRADES)} {self.pick(_FORMS)}".strip())
        return sorted(found)

    def _group(self) -> tuple[str, str]:
        name = f"{self.pick(_PLACES)} {self.pick(_TRADES)}"
        one, other = self.rng.sample(["Wellington", "Auckland", "Dunedin", "Nelson", "Hamilton"], 2)
        return f"{name} {one}", f"{name} {other}"

    def person(self) -> str:
        """Somebody who is no contact."""
        given, family = ("T", "Brendan", "Marama", "Lucas"), ("Ngata", "Halloran", "Brightwell", "Zuidema")
        return f"{self.pick(given)} {self.pick(family)}"

    def shop(self) -> str:
        """A shop that is no contact."""
        return self.pick(_SHOPS)

    def amount(self, low: int = 30, high: int = 6_000) -> Decimal:
        """As people charge: often round, often round and 15 % on top."""
        luck = self.rng.random()
        if luck < 0.25:
            return Decimal(self.rng.randint(max(1, low // 10), high // 10) * 10)
        if luck < 0.5:
            return (Decimal(self.rng.randint(max(1, low // 5), high // 5) * 5) * Decimal("1.15")).quantize(_CENT)
        return Decimal(self.rng.randint(low * 100, high * 100)) / 100

    def day(self, low: int = 0, high: int = DAYS - 1) -> date:
        """A day of the statement."""
        return FIRST + timedelta(days=self.rng.randint(low, high))

    def open(
        self,
        contact: str,
        amount: Decimal | None = None,
        *,
        kind: Kind = "sales",
        due: date | None = None,
        number: str | None = None,
        reference: str | None = None,
    ) -> OpenDocument:
        """An open invoice or bill."""
        self._next += self.rng.randint(1, 3)
        due = due or self.day(-60, 40)
        number = number or (f"INV-{self._next:05}" if kind == "sales" else self._supplier_number())
        issued = due - timedelta(days=self.pick([7, 14, 20, 30]))
        identity = f"d{len(self.documents)}"
        made = OpenDocument(identity, kind, number, reference, contact, issued, due, amount or self.amount())
        self.documents.append(made)
        return made

    def _supplier_number(self) -> str:
        digits = self.rng.randint(1_000, 999_999)
        return self.pick([f"{digits}", f"SI-{digits}", f"{self.pick('ABKRT')}{digits}", f"2026/{digits % 10_000:04}"])

    def paid_number(self) -> str:
        """The number of an invoice that is paid, or never was."""
        self._next += 2
        return f"INV-{self._next - 1:05}"

    def record(
        self,
        contact: str | None,
        amount: Decimal,
        *,
        day: date | None = None,
        about: str | None = None,
        kind: BookedKind = "payment",
        done: bool = False,
    ) -> Booked:
        """A payment or bank transaction of the books; money out is below zero."""
        identity = f"b{len(self.booked)}"
        made = Booked(identity, kind, amount, day or self.day(-9, DAYS + 8), contact, about, done, (identity,))
        self.booked.append(made)
        return made

    def line(
        self,
        truth: Truth,
        amount: Decimal,
        payee: str,
        reference: str | None = None,
        *,
        day: date | None = None,
        description: str | None = None,
    ) -> StatementLine:
        """A bank line; money out is below zero."""
        identity = f"L{len(self.lines)}"
        made = StatementLine(
            identity, len(self.lines) + 2, day or self.day(), amount, "NZD", payee, reference, description
        )
        self.lines.append(made)
        self.truth[identity] = truth
        return made

    def around(self, due: date | None, low: int = -6, high: int = 15) -> date:
        """A day of payment about when it is due, within the statement."""
        day = (due or FIRST) + timedelta(days=self.rng.randint(low, high))
        return min(max(day, FIRST), FIRST + timedelta(days=DAYS - 1))

    def written(self, name: str) -> str:
        """A name as one of many banks prints it."""
        return self.pick([self.cut, self.shouted, self.plain, self.transliterated])(name)

    def plain(self, name: str) -> str:
        """As it is."""
        return name

    def shouted(self, name: str) -> str:
        """In capitals without accents."""
        bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        return bare.upper()

    def transliterated(self, name: str) -> str:
        """In capitals, ä as AE."""
        return self.shouted(name.translate(_TRANSLITERATED))

    def cut(self, name: str, length: int | None = None) -> str:
        """In capitals, cut at 18 to 22 characters."""
        return self.transliterated(name)[: length or self.rng.randint(18, 22)].rstrip()

    def joined(self, name: str) -> str:
        """Without its spaces."""
        return self.transliterated(name).replace(" ", "")

    def misspelt(self, name: str) -> str:
        """With two letters swapped, or one left out."""
        at = self.rng.randint(2, max(3, min(len(name) - 3, 9)))
        if self.rng.random() < 0.5:
            return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        return name[:at] + name[at + 1 :]

    def cited(self, number: str) -> str:
        """A number as payers write it."""
        digits = number.rsplit("-", 1)[-1].lstrip("0")
        return self.pick(
            [number, number.replace("-", ""), f"inv {digits}", f"INV{digits}", f"Invoice {number}", f"{number} thanks"]
        )
