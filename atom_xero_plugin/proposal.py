"""What a skill that writes hands over: exactly what would be sent, and all a person needs to judge it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct

from atom_xero_plugin.money import Money
from atom_xero_plugin.xero.writes import Write

RECORD: Final = "$record"
"""Stands for the id of the record a plan made, in the arguments of its undo."""


class Caution(Struct, frozen=True):
    """Something a person should know before approving."""

    code: Annotated[str, Meta(description="One word for programs, for example possible_duplicate.")]
    message: Annotated[str, Meta(description="One sentence for people.")]


class Totals(Struct, frozen=True):
    """What a document comes to."""

    net: Money
    tax: Money
    total: Money


class Undo(Struct, frozen=True):
    """How a plan can be taken back once it is carried out."""

    skill: str
    arguments: dict[str, Any]
    sentence: str


class Step(Struct, frozen=True):
    """One request to Xero and how to tell what came of it."""

    write: Write
    kind: str
    """What is written: invoice, contact, payment or bank_transaction."""
    expects: dict[str, str]
    """What the record must show when read back: dotted Xero name to text, for example `Status: AUTHORISED`."""
    record_id: str | None = None
    """The record, where it exists before the write."""
    unchanged_since: datetime | None = None
    """Its UpdatedDateUTC when the plan was made; a later one makes the plan stale."""
    find: dict[str, str] | None = None
    """List parameters that find a created record again when Xero's answer was lost."""
    keyed: bool = True
    """Whether an idempotency key goes along; a payment's deletion is idempotent of itself."""


class Proposal(Struct, frozen=True):
    """A plan's content. It never changes once made: the hash is taken over all of it."""

    summary: str
    """One sentence a person can say yes to."""
    steps: list[Step]
    after: dict[str, Any]
    """The record as it would be, in plain names."""
    before: dict[str, Any] | None = None
    totals: Totals | None = None
    warnings: list[Caution] = []
    emails: list[str] = []
    """Who would be sent an e-mail; empty for nobody."""
    undo: Undo | None = None


_canonical = msgspec.json.Encoder(order="deterministic")


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces: the same value always gives the same bytes."""
    return _canonical.encode(value)


def hash_of(skill: str, tenant_id: str, proposal: Proposal) -> str:
    """Hex sha256 over skill, organisation and content: what an approval is bound to."""
    return hashlib.sha256(canonical([skill, tenant_id, proposal])).hexdigest()
