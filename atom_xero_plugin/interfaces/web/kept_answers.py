"""Answers of skills that have to ask Xero, kept for a while: a page shows them at once, and says how old they are.

Nothing that is planned or written is worked out from them: people see them, and that is all. One that is no longer
fresh is shown with its time and asked again once the page stands.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from weakref import WeakKeyDictionary

from msgspec import Struct, json

from atom_xero_plugin.core.errors import XeroPluginError
from atom_xero_plugin.interfaces.http.service import HttpService
from atom_xero_plugin.interfaces.web.page import WebPage

LASTS: Final = timedelta(minutes=15)
"""How long an answer is fresh: as long as a list of the local copy is."""
_MOST: Final = 500
"""Answers that one process keeps, those used last."""
Key = tuple[str, str, str, bytes]


class KeptAnswer(Struct, frozen=True):
    """What a skill answered, and when; or why it could not, and what it answered before."""

    result: dict[str, Any] | None
    at: datetime | None
    """When Xero was asked."""
    fresh: bool
    error: XeroPluginError | None = None
    """Why it could not be asked again."""


@dataclass
class KeptAnswers:
    """Those of one service, of every organisation."""

    _found: OrderedDict[Key, tuple[dict[str, Any], datetime]] = field(default_factory=OrderedDict)
    _asking: dict[Key, asyncio.Lock] = field(default_factory=dict)

    def known(self, page: WebPage, skill: str, arguments: Mapping[str, Any], lasts: timedelta = LASTS) -> KeptAnswer:
        """What was answered before, however long ago; nothing for who may not ask for it."""
        key = _key(page, skill, arguments)
        found = self._found.get(key) if page.caller.limits.allow(skill, key[1]) else None
        if found is None:
            return KeptAnswer(None, None, fresh=False)
        self._found.move_to_end(key)
        result, at = found
        return KeptAnswer(result, at, fresh=timedelta() <= page.now - at <= lasts)

    async def ask(
        self, page: WebPage, skill: str, arguments: Mapping[str, Any], lasts: timedelta = LASTS
    ) -> KeptAnswer:
        """The same, asked now if it is not fresh; where that fails, what was answered before, and why.

        Who asks for what is being asked for already waits for that answer.
        """
        key = _key(page, skill, arguments)
        lock = self._asking.setdefault(key, asyncio.Lock())
        async with lock:
            known = self.known(page, skill, arguments, lasts)
            if known.fresh:
                return known
            try:
                result = await page.ask(skill, **arguments)
            except XeroPluginError as error:
                return KeptAnswer(known.result, known.at, fresh=False, error=error)
            finally:
                self._asking.pop(key, None)
            self._keep(key, result, page.now)
            return KeptAnswer(result, page.now, fresh=True)

    def forget(self, page: WebPage, skill: str) -> None:
        """Ask a skill of the page's organisation again, whatever its arguments: what it answers was just changed."""
        about = _key(page, skill, {})[:-1]
        for key in [each for each in self._found if each[:-1] == about]:
            del self._found[key]

    def _keep(self, key: Key, result: dict[str, Any], at: datetime) -> None:
        self._found[key] = (result, at)
        self._found.move_to_end(key)
        while len(self._found) > _MOST:
            self._found.popitem(last=False)


_OF_SERVICE: Final[WeakKeyDictionary[HttpService, KeptAnswers]] = WeakKeyDictionary()


def kept_answers(page: WebPage) -> KeptAnswers:
    """Those of the page's service."""
    return _OF_SERVICE.setdefault(page.service, KeptAnswers())


def _key(page: WebPage, skill: str, arguments: Mapping[str, Any]) -> Key:
    """Whose answer it is: of one workspace and one organisation, to one question."""
    tenant_id = page.organisation.id if page.organisation else ""
    return page.caller.workspace_id, tenant_id, skill, json.encode(dict(arguments), order="sorted")
