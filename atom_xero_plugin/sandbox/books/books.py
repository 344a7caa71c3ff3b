"""The books of one organisation: a table for each kind of record, the ledger, its own ids, numbers and time.

No kind is named here: each is declared by its file of `resources/`, and the books are handed the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any, Final, NamedTuple, TypeVar

from atom_xero_plugin.sandbox.books import exchange_rates
from atom_xero_plugin.sandbox.books.ledger import Ledger, Posting
from atom_xero_plugin.sandbox.books.table import Clock, Row, Table, fold
from atom_xero_plugin.sandbox.books.time_zones import zone

_T = TypeVar("_T")
_NOT_VERSION: Final = ~((0xF000 << 64) | (0xC000 << 48))
_VERSION_4: Final = (0x4000 << 64) | (0x8000 << 48)
"""The six bits that tell a random GUID. Source: RFC 9562, section 5.4."""


class File(NamedTuple):
    """A file attached to a record."""

    identity: str
    name: str
    mime_type: str
    content: bytes
    address: str
    """Where it is asked for, without its name."""
    online: bool
    """Whether the customer sees it with the invoice."""


class HistoryLine(NamedTuple):
    """One line of a record's history."""

    changes: str
    """What was done, such as `Note`."""
    details: str
    user: str
    at: datetime


class Email(NamedTuple):
    """An e-mail that Xero would have sent: the sandbox sends none."""

    record_id: str
    to: tuple[str, ...]
    at: datetime


def _whole(_books: Books, row: Row, _form: str) -> Row:
    return row


def _nothing_shown(_row: Row) -> Iterable[str]:
    return ()


def _nothing_added(_books: Books) -> None:
    pass


@dataclass(frozen=True, eq=False)
class TableKind:
    """What the books have to know of a kind of record."""

    plural: str
    """Xero's name of the list, such as `Invoices`."""
    id_field: str
    """The field that identifies a record, such as `InvoiceID`."""
    show: Callable[[Books, Row, str], Row] = _whole
    """Cuts a row to what Xero prints in a form; see projections.py."""
    indexes: Mapping[str, Callable[[Row], str | None]] = field(default_factory=dict)
    """Other ways to find a row, by name."""
    shows: Callable[[Row], Iterable[str]] = _nothing_shown
    """The ids of the other records that a row shows."""
    stamped: bool = True
    """Whether rows carry `UpdatedDateUTC`."""
    postings: Callable[[Books, Row], list[Posting]] | None = None
    """What a row posts to the ledger."""
    fresh: Callable[[Books], object] | None = None
    """For rows that show sums over other tables: when what this gives changes, they are shown again."""
    opening: Callable[[Books], None] = _nothing_added
    """Adds what every organisation begins with."""


class Books:
    """One organisation.

    Args:
        tenant_id: Its id in `xero-tenant-id`.
        organisation: Its record as `GET /Organisation` answers it; `OrganisationID`, `BaseCurrency` and `Timezone`
            are read here, `PeriodLockDate` and `EndOfYearLockDate` (dates) by the checks.
        clock: Where time comes from.
        kinds: The kinds of records that it keeps.
        seed: Ids made here follow from the tenant id and this.
    """

    def __init__(
        self, tenant_id: str, organisation: Row, clock: Clock, kinds: Sequence[TableKind], *, seed: int = 1
    ) -> None:
        self.tenant_id: Final = tenant_id
        self.organisation: Final = organisation
        self.clock: Final = clock
        self._random = Random(f"{tenant_id}/{seed}")
        self._numbers: dict[str, int] = {}
        self._stored: dict[str, tuple[object, Any]] = {}
        self.round_totals_to: Decimal | None = None
        """What this organisation rounds the totals of approved documents to, such as 0.05; None rounds nothing."""
        self.tax_form_boxes: dict[str, tuple[str, int]] = {}
        """By an account's code, the form 1099 and the box that what is paid to it belongs to."""
        self.not_allowed: set[str] = set()
        """Actions that the organisation's plan or its user does not allow, such as UseMulticurrency."""
        self.files: dict[str, dict[str, File]] = {}
        """What is attached to records: by the record's id, then by the file's name."""
        self.history: dict[str, list[HistoryLine]] = {}
        """What was done to records, and notes on them: by the record's id, the oldest first."""
        self.emails: list[Email] = []
        """What would have been sent by e-mail."""
        self.tables: dict[str, Table] = {kind.plural: self._table(kind) for kind in kinds}
        posting = {kind.plural: partial(kind.postings, self) for kind in kinds if kind.postings is not None}
        self.ledger = Ledger(self.tables, posting)
        showing = [self.tables[kind.plural] for kind in kinds if kind.shows is not _nothing_shown]
        for shown in self.tables.values():
            shown.listeners += [table.forget_bytes_showing for table in showing if table is not shown]
        for kind in kinds:
            kind.opening(self)

    def _table(self, kind: TableKind) -> Table:
        return Table(
            kind.plural,
            kind.id_field,
            self.clock,
            project=partial(kind.show, self),
            indexes=kind.indexes,
            refers=kind.shows,
            stamped=kind.stamped,
            fresh=None if kind.fresh is None else partial(kind.fresh, self),
        )

    def __getitem__(self, plural: str) -> Table:
        """The rows of one kind, by Xero's name of the list: `books["Invoices"]`."""
        return self.tables[plural]

    def now(self) -> datetime:
        """This instant."""
        return self.clock.now()

    def today(self) -> date:
        """The day it is where the organisation is."""
        return self.clock.now().astimezone(zone(self.organisation.get("Timezone", "UTC"))).date()

    def note(self, record_id: str, changes: str, details: str, *, user: str = "System Generated") -> HistoryLine:
        """Add a line to a record's history."""
        line = HistoryLine(changes, details, user, self.now())
        self.history.setdefault(record_id, []).append(line)
        return line

    def new_id(self) -> str:
        """A fresh GUID, the same in every run that asks in the same order."""
        return guid(self._random)

    def next_number(self, prefix: str, taken: Callable[[str], bool]) -> str:
        """The next free number of a series, such as INV-0001 and on.

        Args:
            prefix: What the series begins with, such as `INV`.
            taken: Whether a record has a number (folded) already.
        """
        while True:
            count = self._numbers[prefix] = self._numbers.get(prefix, 0) + 1
            number = f"{prefix}-{count:04d}"
            if not taken(fold(number)):
                return number

    def rate(self, code: str, day: date) -> Decimal:
        """The rate of the day: units of a currency for one of ours, when a document does not say."""
        return exchange_rates.rate(self.organisation["BaseCurrency"], code, day)

    def stored(self, name: str, key: object, make: Callable[[], _T]) -> _T:
        """What was worked out under this name, until its key changes."""
        found = self._stored.get(name)
        if found is None or found[0] != key:
            found = self._stored[name] = (key, make())
        value: _T = found[1]
        return value


def guid(random: Random) -> str:
    """The next GUID of a series."""
    bits = random.getrandbits(128) & _NOT_VERSION | _VERSION_4
    digits = f"{bits:032x}"  # what uuid.UUID prints, in a fifth of its time: a start makes tens of thousands
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
