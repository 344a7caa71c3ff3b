"""The organisations of a workspace as pages name them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.interfaces.http.service import HttpService

_LANGUAGES: Final = {"NZ": "en-NZ", "AU": "en-AU", "GB": "en-GB", "US": "en-US", "CA": "en-CA", "IE": "en-IE",
                     "SG": "en-SG", "ZA": "en-ZA", "HK": "en-HK"}  # fmt: skip
_INITIALS: Final = 2


@dataclass(frozen=True)
class ShownOrganisation:
    """An organisation as pages name it."""

    id: str
    name: str
    currency: str
    """Its base currency; empty where nothing was read of it yet."""
    country: str
    time_zone: str
    """Xero's name of its time zone."""
    connection: Connection
    """The connection that it is reached by, whether it works or not."""

    @property
    def initials(self) -> str:
        """One or two letters to know it by."""
        words = [word for word in self.name.split() if word[0].isalnum()]
        return "".join(word[0] for word in words[:_INITIALS]).upper() or "?"

    @property
    def locale(self) -> str:
        """The language tag by which its days and amounts are written."""
        return _LANGUAGES.get(self.country, "en")

    @property
    def works(self) -> bool:
        """Whether it is connected."""
        return self.connection.state == "connected"


async def organisations_of(service: HttpService, caller: Caller) -> list[ShownOrganisation]:
    """Organisations once each: the working connection first, where several reach one."""
    known = await service.runtime.connections.of_workspace(caller.workspace_id)
    within = caller.limits.organisations
    best: dict[str, Connection] = {}
    for each in sorted(known, key=lambda one: one.state != "connected"):
        if within is None or each.tenant_id in within:
            best.setdefault(each.tenant_id, each)
    shown = [_shown(service, each) for each in best.values()]
    return sorted(shown, key=lambda one: (one.name.casefold(), one.id))


def _shown(service: HttpService, connection: Connection) -> ShownOrganisation:
    known = service.runtime.organisations.as_known(connection)
    return ShownOrganisation(known.id, known.name, known.base_currency, known.country, known.timezone, connection)
