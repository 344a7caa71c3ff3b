"""A record by its id, with the field that named it in the error."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TypeVar

from atom_xero_plugin.core.errors import FieldError, NotFound

T = TypeVar("T")


async def by_id(reading: Awaitable[T], what: str, path: str) -> T:
    """The record. Raises NotFound with the path of the argument that held its id."""
    try:
        return await reading
    except NotFound:
        message = f"Xero has no {what}."
        raise NotFound(message, fields=[FieldError(path, message)]) from None
