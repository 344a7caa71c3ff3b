"""What a resource of the accounting API is: its name, its scopes, and a plain function a method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.books.books import Books

Handler = Callable[[Books, Call], Result]
"""Reads or changes the books and answers; raises `error_responses.Refused` or the errors of request_body.py."""
ATTACHMENT_SCOPES: Final = ("accounting.attachments.read", "accounting.attachments")
"""The scopes of `…/Attachments` below any record: one that lets read, one that lets write too."""


@dataclass(frozen=True)
class Resource:
    """One resource, found by the first part of the path; `Reports/BalanceSheet` by the first two."""

    path: str
    read_scopes: tuple[str, ...]
    """Any one of them lets a call read."""
    write_scopes: tuple[str, ...] = ()
    """Any one of them lets a call write."""
    get: Handler | None = None
    put: Handler | None = None
    post: Handler | None = None
    delete: Handler | None = None
    parts: tuple[str, ...] = ()
    """What is imitated below a record's own address, such as `Email`."""
    pdf: bool = False
    """Whether one of its records is given as PDF."""

    def handler(self, method: str) -> Handler | None:
        """The function for a method, or None if Xero has none there."""
        return {"GET": self.get, "PUT": self.put, "POST": self.post, "DELETE": self.delete}.get(method)

    def scopes(self, method: str) -> tuple[str, ...]:
        """The scopes of which one is needed; a scope to write lets read too."""
        return (*self.read_scopes, *self.write_scopes) if method == "GET" else self.write_scopes
