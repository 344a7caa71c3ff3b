"""Addresses of pages, by the name of their route: right under any prefix, and never typed by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

NAME: Final = "web_"
"""What stands before a page's name in the name of its route, so that a host's routes cannot be meant."""
_PART: Final = re.compile(r"\{(\w+)(?::\w+)?\}")
_LOCAL: Final = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,2000}")


class Addresses:
    """The addresses of one service as one request reached it, for one organisation or none."""

    def __init__(self, paths: Mapping[str, str], prefix: str, organisation_id: str | None = None) -> None:
        """Keep where pages are.

        Args:
            paths: the path of each route by its name, with parts in braces.
            prefix: what stands before all of them; empty, or `/xero`.
            organisation_id: put into addresses that are of an organisation, unless another is given.
        """
        self._paths = paths
        self._prefix = prefix
        self._organisation_id = organisation_id

    def url(self, name: str, /, **given: Any) -> str:
        """The address of a page; what its path does not take, and is neither None nor empty, becomes its query.

        `organisation` never does: a page is of an organisation by its path, or of the whole workspace.

        Raises KeyError for a page there is not, or a part of its path that is not given.
        """
        if self._organisation_id is not None:
            given.setdefault("organisation", self._organisation_id)
        path = _PART.sub(lambda part: quote(str(given.pop(part[1])), safe=""), self._paths[f"{NAME}{name}"])
        given.pop("organisation", None)
        query = urlencode({key: value for key, value in given.items() if value not in (None, "", [])}, doseq=True)
        return f"{self._prefix}{path}?{query}" if query else f"{self._prefix}{path}"

    def path(self, path: str) -> str:
        """The address of a path of this service."""
        return f"{self._prefix}{path}"

    def has(self, name: str) -> bool:
        """Whether the service has a page of that name."""
        return f"{NAME}{name}" in self._paths


def prefix_of(path: str, route_path: str) -> str:
    """What stands before a route's own path in the address by which it was reached.

    A part of a path never holds a slash, so the two have their slashes in common from the end.
    """
    parts = path.split("/")
    return "/".join(parts[: len(parts) - route_path.count("/")])


def local(address: str | None) -> str | None:
    """An address to go back to, if it is a path of this service: nothing that leads elsewhere."""
    return address if address and _LOCAL.fullmatch(address) else None
