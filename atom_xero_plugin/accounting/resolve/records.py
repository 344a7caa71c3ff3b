"""The record that is meant, of whatever kind: by its id, or by what people call it where its kind has a name for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, cast

from msgspec import Meta

from atom_xero_plugin.accounting.documents.document import label_of
from atom_xero_plugin.accounting.inputs import invalid_argument
from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.accounting.kinds import READ, SYNCED, kind_by_name
from atom_xero_plugin.accounting.resolve.by_id import by_id
from atom_xero_plugin.accounting.resolve.contacts import one_contact
from atom_xero_plugin.accounting.resolve.documents import one_document, one_invoice, one_payment
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import MANY_VALUES, also
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.xero.decoding.base import XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.lists import get
from atom_xero_plugin.xero.where_clause import checked_text, is_guid

RecordName = Annotated[
    str,
    Meta(
        description="Its number, name or id; of most kinds the id alone.",
        min_length=1,
        max_length=255,
        extra=also("id number name record_id document invoice bill contact quote"),
    ),
]
Finder = Callable[[Context, str, str], Awaitable[XeroRecord]]


@dataclass(frozen=True)
class KnownRecord:
    """A record of any kind as it stands in Xero."""

    kind: RecordKind[Any]
    record: Any

    @property
    def id(self) -> str:
        """Xero's id."""
        return str(self.record.record_id)

    @property
    def endpoint(self) -> Endpoint[Any]:
        """Where Xero keeps it."""
        return cast("Endpoint[Any]", self.kind.endpoint)

    @property
    def label(self) -> str:
        """What a sentence calls it, for example `sales invoice INV-0042 to Acme`."""
        if self.kind.document is not None:
            return label_of(self.kind.document, self.record)
        shown = self.kind.found_by(self.record).title if self.kind.found_by else (getattr(self.record, "name", None),)
        name = next((each for each in shown if each), None) or self.id
        return f"{self.kind.name.replace('_', ' ')} {in_sentence(name)}"

    @property
    def party(self) -> str | None:
        """Whose it is."""
        if self.kind.name == "contact":
            return str(self.record.name)
        contact = getattr(self.record, "contact", None)
        return contact.name if contact else None


KIND_ALIASES: Final = also("type record_type document_type kind_of_record")
"""Other names of the field that says what a record is."""


def offering(what: str) -> list[str]:
    """The names of the kinds whose endpoint offers something: `history`, `attachments` or `pdf`; in order."""
    kinds = [kind_by_name(name) for name in (*SYNCED, *READ)]
    return sorted(kind.name for kind in kinds if getattr(kind.endpoint, what))


def kind_field(what: str) -> Any:
    """The Meta of a skill's argument that says of which kind a record is, among those that offer something."""
    names = offering(what)
    return Meta(
        description="What it is." if len(names) <= MANY_VALUES else f"What it is: {', '.join(names)}.",
        extra_json_schema={"enum": names},
        extra=KIND_ALIASES,
    )


async def one_record(ctx: Context, name: str, named: str, *, what: str | None = None) -> KnownRecord:
    """The record of a kind by that name, number or id; `what` is what its endpoint has to offer.

    Raises NotFound, Ambiguous, InvalidArguments.
    """
    if what is not None and name not in offering(what):
        raise invalid_argument("/kind", f"must be one of {', '.join(offering(what))}")
    kind = kind_by_name(name)
    finder = _FINDERS.get(name, _document if kind.document is not None else _by_id)
    return KnownRecord(kind, await finder(ctx, name, named))


async def _invoice(ctx: Context, name: str, named: str) -> XeroRecord:
    return await one_invoice(ctx.xero, named, kind="bill" if name == "bill" else "sales", path="/record")


async def _contact(ctx: Context, _: str, named: str) -> XeroRecord:
    return await one_contact(ctx.xero, named, path="/record")


async def _payment(ctx: Context, _: str, named: str) -> XeroRecord:
    return await one_payment(ctx.xero, named, path="/record")


async def _document(ctx: Context, name: str, named: str) -> XeroRecord:
    document = kind_by_name(name).document
    if document is None:
        raise TypeError(f"a {name} is no document")
    record: XeroRecord = (await one_document(ctx, document, named)).record
    return record


async def _by_id(ctx: Context, name: str, named: str) -> XeroRecord:
    text = checked_text(named, "/record").strip()
    what = name.replace("_", " ")
    if not is_guid(text):
        raise invalid_argument("/record", f"must be the id of the {what}")
    endpoint = cast("Endpoint[Any]", kind_by_name(name).endpoint)
    return await by_id(get(ctx.xero, endpoint, text), f"{what} {text}", "/record")


_FINDERS: Final[Mapping[str, Finder]] = {
    "contact": _contact, "invoice": _invoice, "bill": _invoice, "payment": _payment,
}  # fmt: skip
