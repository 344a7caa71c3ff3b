"""What a skill that writes hands over: exactly what would be sent, and all a person needs to judge it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta, Struct

from atom_xero_plugin.core.money import Money
from atom_xero_plugin.plans.claims import Claim
from atom_xero_plugin.xero.write import Write

RECORD: Final = "$record"
"""In `Undo.written`: the id of the record that the plan wrote."""
EARLIER_RECORDS: Final = "$records."
"""Only in plans of earlier versions: with a kind after it, the ids of all records of that kind that the plan wrote."""


State = Literal[
    "proposed",
    "approved",
    "executing",
    "verified",
    "mismatch",
    "unknown",
    "failed",
    "undone",
    "expired",
    "refused",
    "withdrawn",
]
"""Where a plan stands; a step is in one of these too."""


class PlanWarning(Struct, frozen=True):
    """Something a person should know before approving."""

    code: Annotated[str, Meta(description="One word for programs, for example possible_duplicate.")]
    message: Annotated[str, Meta(description="One sentence for people.")]


class Totals(Struct, frozen=True):
    """What a document comes to."""

    net: Money
    tax: Money
    total: Money


class Undo(Struct, frozen=True):
    """How a plan can be undone once it is executed."""

    skill: str
    arguments: dict[str, Any]
    sentence: str
    written: dict[str, str] | None = None
    """Arguments that are ids of what the plan wrote: by name RECORD, or the kind of which all are meant.

    None in a stored plan of an earlier version alone, whose `arguments` hold words in their place.
    """

    def with_ids(self, written: list[tuple[str, str]]) -> dict[str, Any]:
        """The arguments, with the ids of what the plan wrote: kind and id of each, in the order of its steps."""
        if self.written is None:
            return {name: _earlier(value, written) for name, value in self.arguments.items()}
        return self.arguments | {name: _ids(kind, written) for name, kind in self.written.items()}


def _ids(kind: str, written: list[tuple[str, str]]) -> Any:
    if kind == RECORD:
        return written[0][1] if written else None
    return [record_id for each, record_id in written if each == kind]


def _earlier(value: Any, written: list[tuple[str, str]]) -> Any:
    if value == RECORD:
        return _ids(RECORD, written)
    if isinstance(value, str) and value.startswith(EARLIER_RECORDS):
        return _ids(value.removeprefix(EARLIER_RECORDS), written)
    return value


_STATUS: Final = "Status"
_DRAFT: Final = "DRAFT"
"""What Xero calls a document that is in nobody's books yet."""
GUARD: Final = "guard"
"""The name of the precondition that plans of earlier versions stored in a field `guard`, without a name."""


class Precondition(Struct, frozen=True):
    """What must still be true of the books before a step is sent: the name of a registered check, and its arguments."""

    name: str
    arguments: dict[str, Any]


class PartOf(Struct, frozen=True):
    """The record that a step writes a part of, such as a note or a file of an invoice."""

    path: str
    """The path of its endpoint, such as `Invoices`."""
    record_id: str | None = None
    step: int | None = None
    """The number of the earlier step that creates it, where it is not there yet."""

    @property
    def address(self) -> str:
        """Where it is, under the API's base address. Raises ValueError while it is not there."""
        if self.record_id is None:
            raise ValueError(f"the record of step {self.step} is not there yet")
        return f"{self.path}/{self.record_id}"


class Step(Struct, frozen=True):
    """One request to Xero and how to say what came of it."""

    write: Write
    """Its path is below the address of `part_of`, where the step writes a part of a record."""
    kind: str
    """What is written: invoice, contact, payment, bank_transaction or account."""
    expects: dict[str, str]
    """What the record must show when read back: dotted Xero name to text, for example `Status: AUTHORISED`."""
    record_id: str | None = None
    """The record, where it exists before the write."""
    unchanged_since: datetime | None = None
    """Its UpdatedDateUTC when the plan was made; a later one makes the plan stale."""
    find: dict[str, str] | None = None
    """List parameters that find a created record again when Xero's answer was lost."""
    besides: list[str] = []
    """Ids of records that were there before and would be found too."""
    keyed: bool = True
    """Whether an idempotency key goes along; a payment's deletion is idempotent by itself."""
    label: str | None = None
    """What a person knows it by among the steps of its plan."""
    guard: dict[str, Any] | None = None
    """Only in plans of earlier versions: the arguments of their precondition. A new plan has `precondition`."""
    precondition: Precondition | None = None
    answers_part: bool = False
    """Whether Xero answers no record but a part of one, such as an option: the record is read again then.

    It is `record_id`, or the record that the step of `part_of` creates.
    """
    alone: str | None = None
    """A name; of all steps that share it only one is under way at a time, whatever each of them writes."""
    gone: dict[str, str] | None = None
    """Of a deletion: what is reported of the record once Xero has it no more, in Xero's names; it is no fault then."""
    traceless: bool = False
    """Whether its record may look the same before and after, as one whose e-mail is sent again: then nothing shows that
    it was not done."""
    part_of: PartOf | None = None
    """The record that it writes a part of; None for what is a record by itself."""
    as_written: bool = False
    """Whether it is void if that record changed since the step of `part_of` wrote it, as an e-mail of it is."""

    @property
    def request(self) -> Write:
        """The write at its whole address."""
        if self.part_of is None:
            return self.write
        return msgspec.structs.replace(self.write, path=f"{self.part_of.address}/{self.write.path}")

    @property
    def creates(self) -> bool:
        """Whether its record comes to be by it."""
        return self.record_id is None and not self.answers_part

    @property
    def condition(self) -> Precondition | None:
        """Its precondition, also that of a plan which an earlier version stored."""
        return self.precondition if self.guard is None else Precondition(GUARD, self.guard)

    @property
    def stays_draft(self) -> bool:
        """Whether what it writes is a draft and stays one: nothing of it counts in the books."""
        return self.expects.get(_STATUS) == _DRAFT

    @property
    def effect_hash(self) -> str:
        """Hex sha256 of what it does to the books: steps that agree in it would do the same twice."""
        if self.alone is not None:
            return hashlib.sha256(canonical([self.alone])).hexdigest()
        effect = [self.kind, self.record_id, self.expects, self.find]
        of_part = [] if self.part_of is None else [self.part_of, self.write.path, self.write.body_hash]
        return hashlib.sha256(canonical([*effect, *of_part])).hexdigest()


class Proposal(Struct, frozen=True):
    """A plan's content. It never changes once made: the hash is taken over all of it."""

    summary: str
    """One sentence a person can say yes to."""
    steps: list[Step]
    after: dict[str, Any]
    """The record as it would be, in plain names."""
    before: dict[str, Any] | None = None
    totals: Totals | None = None
    warnings: list[PlanWarning] = []
    emails: list[str] = []
    """Who would be sent an e-mail; empty for nobody."""
    undo: Undo | None = None
    independent: bool = False
    """Whether each step stands by itself: one that Xero refuses does not keep the others from being sent."""
    lines: list[Claim] = []
    """The bank lines that it records: no other plan may record them too."""
    party: str | None = None
    """Whose it is: the name of the contact, or of the bank account, as it stands in the records."""
    amount: Money | None = None
    """What is moved, where `totals` does not show it."""
    several_currencies: bool = False
    """Whether it moves amounts in more than one currency: no `amount` shows them, and no policy's amount compares."""
    kinds: list[str] = []
    """What its records are called, where the kinds of its steps do not show it: a bill is a kind of invoice there."""
    leaves: list[str] = []
    """Of a plan that takes another back: ids of records that stay, because Xero does not let them go."""

    @property
    def effects(self) -> list[str]:
        """What its steps do to records that are there, or to the lists that they add to, by hashes of their effects."""
        parts = [step.part_of for step in self.steps]
        known = [part is None or part.record_id is not None for part in parts]
        return [step.effect_hash for step, each in zip(self.steps, known, strict=True) if each]


class AlreadyDone(Struct, frozen=True):
    """What a skill that writes hands over where nothing is left to write: the answer, as its records stand."""

    records: list[Any]
    """What the skill's presenter takes, as after a write."""


_canonical = msgspec.json.Encoder(order="deterministic")


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces: the same value always gives the same bytes."""
    return _canonical.encode(value)


def hash_of(skill: str, tenant_id: str, proposal: Proposal | msgspec.Raw) -> str:
    """Hex sha256 over skill, organisation and content, also as it is stored: what an approval is bound to."""
    return hashlib.sha256(canonical([skill, tenant_id, proposal])).hexdigest()
