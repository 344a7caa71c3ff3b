"""Pages without the frame: for a browser that is not signed in, or where no organisation can be shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response
from starlette.routing import BaseRoute

from atom_xero_plugin.interfaces.http.service import known_service
from atom_xero_plugin.interfaces.web.addresses import Addresses, prefix_of
from atom_xero_plugin.interfaces.web.preferences import Preferences, preferences_of
from atom_xero_plugin.interfaces.web.render import page_response, rendered
from atom_xero_plugin.interfaces.web.static_files import files


class Bare:
    """What such a page knows."""

    def __init__(self, request: Request) -> None:
        """Read it from the request alone: who asks may be anybody."""
        self.addresses = _addresses(request)
        self.look: Preferences = preferences_of(request)

    def url(self, name: str, /, **given: Any) -> str:
        """The address of a page, by its name."""
        return self.addresses.url(name, **given)

    def static(self, name: str) -> str | None:
        """The address of a style sheet or a script; None if it was not built, or nothing serves it here."""
        found = files().get(name)
        if found is None or not self.addresses.has("static"):
            return None
        return self.addresses.url("static", mark=found.hash, name=name).replace("%2F", "/")


def bare_response(
    request: Request,
    template: str,
    *,
    status: int = 200,
    forms_to: Sequence[str] = (),
    has_forms: bool = False,
    **facts: Any,
) -> Response:
    """A page without the frame.

    One without forms names nobody its address, which may hold a code. `forms_to` are other sites that its forms lead
    on to.
    """
    response = page_response(rendered(template, {"page": Bare(request), **facts}), status=status, forms_to=forms_to)
    if not has_forms and not forms_to:
        response.headers["referrer-policy"] = "no-referrer"
    return response


def _addresses(request: Request) -> Addresses:
    route: BaseRoute | None = request.scope.get("route")
    path = getattr(route, "path", None)
    service = known_service(request)
    if service is None or path is None:
        return Addresses({}, "")
    return Addresses(service.page_paths, prefix_of(request.scope["path"], path))
