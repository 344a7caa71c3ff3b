"""What came since a page was made, as server-sent events: how many records, and nothing of them.

A page says so in its rail and stays as it is: rows move only when somebody asks for them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import DatabaseAway, InvalidArguments, NotAllowed
from atom_xero_plugin.events.stream import pause
from atom_xero_plugin.interfaces.http.sse import MEDIA_TYPE, RETRY_MS
from atom_xero_plugin.interfaces.web.lists.declared import BY_NAME
from atom_xero_plugin.interfaces.web.page import Watched, WebPage
from atom_xero_plugin.interfaces.web.router import ORGANISATION, Pages

CHECK_EVERY_S: Final = 5.0
_CHECKS_A_SIGN_OF_LIFE: Final = 3
"""A comment at every so many checks keeps proxies from closing what is silent."""
Since = Annotated[datetime | None, Query(description="Aware.")]
Watching = Annotated[str | None, Query(alias="list", max_length=40)]


def routes(registry: Registry) -> APIRouter:
    """The route of the stream."""
    del registry
    pages = Pages()
    pages.shows(f"{ORGANISATION}/changes", "changes", changes)
    return pages.router


async def changes(page: Watched, since: Since = None, watching: Watching = None) -> Response:
    """Count the records that came after a moment, as the count grows. Raises InvalidArguments for no such list."""
    if MEDIA_TYPE not in page.request.headers.get("accept", ""):
        raise InvalidArguments("This is a stream of events for a page that is open.", hint="Open the list itself.")
    if not page.may_ask("find_records"):
        raise NotAllowed("Your token is limited to skills that show no lists.")
    if watching is not None and watching not in BY_NAME:
        raise InvalidArguments("There is no such list.", hint="Choose one of the rail.")
    if since is not None and since.tzinfo is None:
        raise InvalidArguments("The moment has no time zone.", hint="Leave it out, or give it with one.")
    kinds = BY_NAME[watching or "money"].kinds
    return StreamingResponse(_counted(page, since, kinds), media_type=MEDIA_TYPE)


async def _counted(page: WebPage, since: datetime | None, kinds: Sequence[str]) -> AsyncIterator[bytes]:
    """Until the browser goes, the program ends, or whoever looks is no longer signed in.

    It ends with the database too: the browser comes again by itself.
    """
    yield f"retry: {RETRY_MS}\n\n".encode()
    service, told, checks = page.service, 0, 0
    lists = service.runtime.record_lists(page.caller.workspace_id)
    with suppress(DatabaseAway):
        while page.organisation is not None and not service.ending.is_set() and await _signed_in(page):
            count = await lists.synced_since(page.organisation.id, since, kinds)
            checks += 1
            if count != told:
                told = count
                yield f"event: changed\ndata: {count}\n\n".encode()
            elif checks % _CHECKS_A_SIGN_OF_LIFE == 0:
                yield b": here\n\n"
            await pause(service.runtime.clock, service.ending, CHECK_EVERY_S)


async def _signed_in(page: WebPage) -> bool:
    """Whether the session and its token still work; looking so keeps neither."""
    session = await page.service.browser_sessions.find(page.session, uses=False)
    return session is not None and await page.service.tokens.living(session.workspace_id, session.token_id) is not None
