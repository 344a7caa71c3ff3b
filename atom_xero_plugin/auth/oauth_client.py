"""Authlib's client for Xero's login and token service; only what speaks with the service loads Authlib."""

from __future__ import annotations

from typing import Any

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client

from atom_xero_plugin.core.bounded_body import read_answer

__all__ = ["OAuthClient", "OAuthError"]

_LARGEST_ANSWER = 4 * 1024 * 1024
"""Bytes; tokens have a few thousand, each organisation in the list of connections some 400."""


class OAuthClient(AsyncOAuth2Client):  # type: ignore[misc]  # Authlib has no types
    """Authlib's client, whose answers are read no further than they may be long."""

    async def send(self, request: httpx2.Request, **how: Any) -> httpx2.Response:
        """Send a request. Raises AnswerTooLarge."""
        reply = await super().send(request, **{**how, "stream": True})
        try:
            body = await read_answer(reply, most=_LARGEST_ANSWER)
        finally:
            await reply.aclose()
        return httpx2.Response(reply.status_code, content=body, request=request)
