"""One file for an auditor: all that was decided and done in a workspace in a period, with the proof of the trail.

A zip of CSV and JSON tables (audit_sections.py), the result of verifying the whole trail, a recipe by which anybody
checks the pack without this program (audit_pack_recipe.py), and a manifest with the SHA-256 of each file. Rows go from
the database to the file page by page, so that memory does not grow with the period.
"""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any, Final, Self

import msgspec
from msgspec import Struct

from atom_xero_plugin import __version__
from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.core.errors import FieldError, InvalidArguments, NotAllowed
from atom_xero_plugin.core.safe_csv import csv_row
from atom_xero_plugin.dispatch.audit_sections import PackPeriod, Section, sections
from atom_xero_plugin.store import approvals, audit, audit_queries
from atom_xero_plugin.store.audit_queries import AuditFilter

FORMAT: Final = "atom-xero audit pack 1"
EVENT: Final = "audit.exported"
"""The row that an export leaves in the trail, after those it holds."""
_FIRST_DAY: Final = date(2000, 1, 1)
_IN_MEMORY: Final = 1 << 20
_CHUNK: Final = 1 << 16
_BOM: Final = b"\xef\xbb\xbf"
"""Without it, spreadsheets take the names in a CSV for another encoding."""
_RECIPE: Final = "audit_pack_recipe.py"


class PackedFile(Struct, frozen=True):
    """One file of a pack."""

    name: str
    bytes: int
    sha256: str
    rows: int | None = None
    """How many rows a table has."""


class PackProof(Struct, frozen=True):
    """What verifying the trail found as the pack was made, and where the pack's lines stand in it."""

    verified_at: datetime
    whole_trail: audit.AuditReport
    """`ok`, the number of rows, the head's hash, the first row that does not fit, approvals that are not proven."""
    first_number: int | None
    """Of the pack's lines; None if it has none."""
    last_number: int | None


class PackManifest(Struct, frozen=True):
    """What a pack is, and what is in it."""

    format: str
    workspace: str
    from_day: date
    to_day: date
    made_at: datetime
    made_by: str
    program: str
    files: list[PackedFile]


async def write_pack(
    runtime: App, caller: Caller, to: IO[bytes], *, from_day: date | None, to_day: date | None
) -> PackManifest:
    """Write the pack of days (UTC, the last one included) of the caller's workspace; without days, of all.

    The export stands in the trail afterwards. Raises NotAllowed for a caller without the right to admin or with limits,
    InvalidArguments for a period that ends before it begins.
    """
    _authorise(caller)
    now = runtime.clock.now()
    first, last = from_day or _FIRST_DAY, to_day or now.date()
    period = await _period(runtime, caller.workspace_id, first, last)
    report = await approvals.verify(runtime.store, runtime.keyring, caller.workspace_id)
    numbers = period.numbers or (None, None)
    proof = PackProof(now, report, *numbers)
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as zipped:
        pack = _Pack(zipped, now)
        for section in sections(runtime, period):
            await pack.add_table(section)
        pack.add("proof.json", _pretty(proof))
        pack.add("verify_pack.py", Path(__file__).with_name(_RECIPE).read_bytes())
        pack.add("README.txt", _readme(first, last))
        manifest = PackManifest(
            FORMAT, caller.workspace_id, first, last, now, caller.actor, f"atom-xero {__version__}", pack.files
        )
        written = _pretty(manifest)
        pack.add("manifest.json", written)
    await _note(runtime, caller, manifest, hashlib.sha256(written).hexdigest())
    return manifest


class _Pack:
    """A zip that grows file by file."""

    def __init__(self, zipped: zipfile.ZipFile, at: datetime) -> None:
        self._zipped = zipped
        self._at = at
        self.files: list[PackedFile] = []

    def add(self, name: str, content: bytes) -> None:
        with _Entry(self._zipped, name, self._at) as entry:
            entry.write(content)
        self.files = [*self.files, entry.packed(None)]

    async def add_table(self, section: Section) -> None:
        """The table as CSV and as JSON, of one reading: a zip takes one file at a time, so the JSON waits on disk."""
        count = 0
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as waiting:
            with _Entry(self._zipped, f"{section.name}.csv", self._at) as entry:
                entry.write(_BOM + csv_row(section.columns))
                async for row in section.rows():
                    waiting.write(_json_row(row, count, lines=section.lines))
                    entry.write(csv_row(row[name] for name in section.columns))
                    count += 1
            if not section.lines:
                waiting.write(b"\n]\n" if count else b"[]\n")
            self.files = [*self.files, entry.packed(count)]
            waiting.seek(0)
            ending = "jsonl" if section.lines else "json"
            with _Entry(self._zipped, f"{section.name}.{ending}", self._at) as entry:
                while part := waiting.read(_CHUNK):
                    entry.write(part)
            self.files = [*self.files, entry.packed(count)]


class _Entry:
    """One file of a zip while it is written; what is written is counted and hashed."""

    def __init__(self, zipped: zipfile.ZipFile, name: str, at: datetime) -> None:
        info = zipfile.ZipInfo(name, at.timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        self._name = name
        self._file = zipped.open(info, "w", force_zip64=True)
        self._hash = hashlib.sha256()
        self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, content: bytes) -> None:
        self._file.write(content)
        self._hash.update(content)
        self._size += len(content)

    def packed(self, rows: int | None) -> PackedFile:
        return PackedFile(self._name, self._size, self._hash.hexdigest(), rows)


async def _period(runtime: App, workspace_id: str, first: date, last: date) -> PackPeriod:
    if first > last:
        words = "is after the last day"
        raise InvalidArguments(f"The first day, {first}, {words}, {last}.", fields=[FieldError("/from", words)])
    since, before = (datetime.combine(each, time(), UTC) for each in (first, _day_after(last)))
    numbers = await audit_queries.numbers_of(runtime.store, workspace_id, AuditFilter(since=since, before=before))
    return PackPeriod(workspace_id, since, before, numbers)


def _day_after(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


async def _note(runtime: App, caller: Caller, manifest: PackManifest, sha256: str) -> None:
    """The export, in the trail: who took a copy, and by which manifest it is known again."""
    days = {"from": str(manifest.from_day), "to": str(manifest.to_day)}
    async with runtime.store.write(caller.workspace_id) as tx:
        await audit.record(
            tx, workspace_id=caller.workspace_id, at=runtime.clock.now(), actor=caller.actor, event=EVENT,
            detail={**days, "manifest_sha256": sha256, **({"how": caller.how} if caller.how else {})},
        )  # fmt: skip


def _authorise(caller: Caller) -> None:
    if not caller.may("admin"):
        raise NotAllowed("The caller has no right to admin; an audit pack needs it.")
    if not caller.limits.none:
        raise NotAllowed("The caller is limited to some organisations or skills, and an audit pack is of the whole.")


def _json_row(row: Mapping[str, Any], place: int, *, lines: bool) -> bytes:
    content = msgspec.json.encode(row)
    if lines:
        return content + b"\n"
    return (b"[\n" if place == 0 else b",\n") + content


def _pretty(value: Struct) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def _readme(first: date, last: date) -> bytes:
    return _README.format(first=first, last=last).encode()


_README: Final = """\
Audit pack, {first} to {last} (days of UTC, the last one included)

Each table is there twice: as CSV for a spreadsheet and as JSON with every detail. Times are UTC.

agents       API tokens, and AI programs and workflows without one that made plans. Their counts are of all time;
             those that end in _in_period are of plans made, and approvals given, in the period.
tokens       API tokens that worked at some time of the period: rights, limits, last use. No secret is kept or shown.
connections  The organisations in Xero and the scopes that were granted, as they are now.
policies     What people decided beforehand; every policy that was in force in the period, ended ones too.
plans        Every write that was proposed in the period, or decided or sent in it: the record before and after, who
             proposed it, how it stands now. "written" says what is in the books: nothing, part, all or unknown.
decisions    Who approved, refused or withdrew a plan, when, by what, and whether a key proves the approval.
outcomes     Each request to Xero of these plans, and what came of it.
audit        The lines of the audit trail of the period, without a gap.
proof.json   What verifying the whole trail found as this pack was made.

To check the pack with Python alone, without the program that made it:

    python verify_pack.py PACK.zip [NEXT_PACK.zip ...]

The same by hand:
1. The SHA-256 of each file is the one that manifest.json names. The SHA-256 of manifest.json itself stands in the
   trail: in the line audit.exported that follows the pack's lines.
2. For each line of audit.jsonl, write a JSON object of workspace_id, number, at, actor, event, tenant_id, subject,
   detail and previous_hash: names sorted, no spaces, not escaped beyond what JSON needs; detail as text that holds the
   same kind of JSON; at with +00:00 in place of Z. The SHA-256 of previous_hash followed by that object is the line's
   hash, and the previous_hash of the next line. Line 1 of a trail follows sixty-four zeros.
3. The first line of the next period's pack follows the last line of this one.
4. A plan's hash is the SHA-256 of ["SKILL","ORGANISATION_ID",CONTENT], with CONTENT as it stands in plans.json. The
   plan_hash of a decision is the hash of the plan that was shown to whoever decided.

Who can write the whole database can write a whole new trail: compare with the hash of a copy that you kept.
"""
