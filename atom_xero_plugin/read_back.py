"""Reading back what Xero stored, and comparing it with what was approved."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from atom_xero_plugin.errors import NotFound, OutcomeUnknown, WaitAndTry, XeroPluginError
from atom_xero_plugin.money import MOST_ROUNDING
from atom_xero_plugin.proposal import Step
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.models import KINDS
from atom_xero_plugin.xero.models.base import XeroRecord, decode_one, decode_page

_exact = msgspec.json.Decoder(float_hook=Decimal)


def differences(expects: Mapping[str, str], record: XeroRecord) -> list[str]:
    """What the record does not show as it should, each as part of a sentence; empty when all agrees.

    `expects` maps dotted Xero names (`Contact.ContactID`, `LineItems.0.Description`) to text; amounts compare as
    numbers, so 115.00 and 115.0 are the same; an empty text is met by none, which Xero makes of it.
    """
    shown = _exact.decode(record.raw)
    found = ((path, wanted, _at(shown, path)) for path, wanted in expects.items())
    return [
        f"{path} is {_text(value)}, not {wanted}"
        for path, wanted, value in found
        if not _same(wanted, value) and not (path == "Total" and _same(wanted, _unrounded(shown)))
    ]


async def read(xero: XeroClient, step: Step, record_id: str, plan_id: str) -> XeroRecord:
    """A record of the kind that a step writes. Raises NotFound, and what the client raises."""
    kind = KINDS[step.kind]
    reply = await xero.get(f"{kind.PATH}/{record_id}")
    records, _ = decode_page(kind, reply.body)
    if not records:
        raise NotFound(f"Xero has no {step.kind} {record_id}.", reference=plan_id)
    return records[0]


async def read_sent(xero: XeroClient, step: Step, record_id: str, plan_id: str) -> XeroRecord:
    """Read what a call wrote; a call went out, so a refusal to read it is no failure of the write.

    What a deletion took away is read as what the step says of it. Raises OutcomeUnknown for such a refusal, and
    WaitAndTry errors as they are: the next execution reads again.
    """
    try:
        return await read(xero, step, record_id, plan_id)
    except WaitAndTry:
        raise
    except NotFound as error:
        if step.gone is None:
            raise _unread(plan_id, error) from None
        return decode_one(KINDS[step.kind], step.gone)
    except XeroPluginError as error:
        raise _unread(plan_id, error) from None


async def look_for(xero: XeroClient, step: Step, find: Mapping[str, str], plan_id: str) -> list[XeroRecord]:
    """What a call may have written, by the list parameters that find it. Raises as `read_sent`."""
    kind = KINDS[step.kind]
    try:
        reply = await xero.get(kind.PATH, {**find, "page": "1"})
        found, _ = decode_page(kind, reply.body)
    except WaitAndTry:
        raise
    except XeroPluginError as error:
        raise _unread(plan_id, error) from None
    return list(found)


def _unread(plan_id: str, error: XeroPluginError) -> OutcomeUnknown:
    again = f"Then run `atom-xero plan execute {plan_id}`, which looks again and writes nothing twice."
    return OutcomeUnknown(
        f"The call to Xero went out, but what it wrote could not be read: {error.message}",
        hint=f"{error.hint} {again}".strip(),
        may_have_written=True,
        reference=plan_id,
    )


def _at(node: Any, path: str) -> Any:
    for part in path.split("."):
        if isinstance(node, list):
            node = node[int(part)] if part.isdigit() and int(part) < len(node) else None
        else:
            node = node.get(part) if isinstance(node, Mapping) else None
    return node


def _unrounded(shown: Any) -> Decimal | None:
    """A document's total without what Xero says it rounded it by, where the organisation chose that."""
    total, rounding = (_number(shown.get(name)) for name in ("Total", "RoundingAmount"))
    return None if total is None or rounding is None or abs(rounding) > MOST_ROUNDING else total - rounding


def _number(value: Any) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None


def _same(wanted: str, value: Any) -> bool:
    text = _text(value)
    if text == wanted or (wanted == "" and value is None):
        return True
    try:
        return Decimal(text) == Decimal(wanted)
    except InvalidOperation:
        return False


def _text(value: Any) -> str:
    return "missing" if value is None else str(value)
