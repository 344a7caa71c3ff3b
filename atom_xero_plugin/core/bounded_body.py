"""Reading what Xero answers, no further than it may be long: a small answer can unpack to a huge one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atom_xero_plugin.core.errors import UnexpectedAnswer

if TYPE_CHECKING:
    from httpx2 import Response


class AnswerTooLarge(UnexpectedAnswer):
    """Xero's answer is larger than any it documents."""


async def read_answer(response: Response, *, most: int) -> bytes:
    """The unpacked body of an answer that is being streamed. Raises AnswerTooLarge above `most` bytes."""
    pieces, size = list[bytes](), 0
    async for piece in response.aiter_bytes():
        size += len(piece)
        if size > most:
            raise AnswerTooLarge(f"Xero's answer is larger than {most >> 20} MB.")
        pieces.append(piece)
    return b"".join(pieces)
