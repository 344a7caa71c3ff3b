"""One write to Xero, as data: the exact bytes that would be sent. `create`, `update`, `delete` make one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct

from atom_xero_plugin.xero.body import checked
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.where_clause import checked_guid

_encoder = msgspec.json.Encoder(decimal_format="number")
"""Decimals go out as JSON numbers with exactly their digits, dates as YYYY-MM-DD."""


class FileContent(Struct, frozen=True):
    """The bytes of a file that a write sends: where they are kept, and what tells that they are the same."""

    handle: str
    sha256: str
    size: int
    content_type: str
    form_name: str | None = None
    """The name of the file in a form, where the bytes are sent as a part of one; None where they are the whole body."""


class Write(Struct, frozen=True):
    """A request that changes the books. The body is text, so a retry sends the same bytes."""

    method: Literal["PUT", "POST", "DELETE"]
    path: str
    body: str
    params: dict[str, str] = {}
    file: FileContent | None = None
    """The file that is sent in place of a body."""

    @classmethod
    def of(
        cls,
        method: Literal["PUT", "POST", "DELETE"],
        path: str,
        body: Mapping[str, Any] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Write:
        """A write of a body in Xero's names; Decimal, date and datetime are written as Xero takes them."""
        return cls(method, path, _encoder.encode(body).decode() if body is not None else "", dict(params or {}))

    @property
    def body_hash(self) -> str:
        """Hex sha256 of the bytes that are sent."""
        if self.file is not None:
            return self.file.sha256
        return hashlib.sha256(self.body.encode()).hexdigest()


def create(endpoint: Endpoint[Any], body: Mapping[str, Any]) -> Write:
    """A new record, of what the endpoint's body allows. Raises InvalidArguments for a field that cannot be sent."""
    sent = checked(body, endpoint.body)
    return Write.of(
        "POST" if endpoint.posted else "PUT", endpoint.path, sent if endpoint.bare else {endpoint.name: [sent]}
    )


def update(endpoint: Endpoint[Any], record_id: str, body: Mapping[str, Any]) -> Write:
    """Changes to a record, of what the endpoint's body allows; also to its status.

    Raises InvalidArguments for what is no GUID and for a field that cannot be sent.
    """
    known = checked_guid(record_id, f"/{endpoint.record.ID}")
    changes = {endpoint.id_name: known, **checked(body, endpoint.body)}
    return Write.of("POST", f"{endpoint.path}/{known}", {endpoint.name: [changes]})


def replace(endpoint: Endpoint[Any], record_id: str, body: Mapping[str, Any]) -> Write:
    """Changes to a record, where Xero takes them by PUT and without a list around them, as the Files API does.

    Raises InvalidArguments for what is no GUID and for a field that cannot be sent.
    """
    known = checked_guid(record_id, f"/{endpoint.record.ID}")
    return Write.of("PUT", f"{endpoint.path}/{known}", checked(body, endpoint.body))


def delete(endpoint: Endpoint[Any], record_id: str) -> Write:
    """Take a record away for good, where Xero deletes by DELETE. Xero takes no idempotency key for it.

    Raises InvalidArguments for what is no GUID.
    """
    return Write.of("DELETE", f"{endpoint.path}/{checked_guid(record_id, f'/{endpoint.record.ID}')}")


def exact(endpoint: Endpoint[Any], write: Write) -> Write:
    """The write with the parameters that every request to the endpoint carries."""
    return msgspec.structs.replace(write, params=endpoint.query(write.params))
