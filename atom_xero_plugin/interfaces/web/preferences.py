"""How a person likes pages to look: kept in a cookie of the browser, where nothing secret is."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qs, urlencode

from fastapi import Request, Response
from msgspec import Struct

COOKIE: Final = "atom_xero_look"
THEMES: Final = ("light", "dark")
DENSITIES: Final = ("compact", "roomy")
_YEAR_S: Final = 31_536_000
_LONGEST: Final = 200


class Preferences(Struct, frozen=True):
    """What was chosen; None for the usual."""

    theme: str | None = None
    density: str | None = None
    keys: bool = True
    """Whether single letters are keys."""


def preferences_of(request: Request) -> Preferences:
    """Those of a browser; the usual for what is unknown."""
    found = parse_qs(request.cookies.get(COOKIE, "")[:_LONGEST])
    theme, density, keys = (next(iter(found.get(name, [])), None) for name in ("theme", "density", "keys"))
    return Preferences(theme if theme in THEMES else None, density if density in DENSITIES else None, keys != "off")


def keep(response: Response, chosen: Preferences, *, secure: bool) -> None:
    """Give the browser its choice."""
    values = {
        name: value
        for name, value in (
            ("theme", chosen.theme), ("density", chosen.density), ("keys", None if chosen.keys else "off")
        )
        if value is not None
    }  # fmt: skip
    response.set_cookie(COOKIE, urlencode(values), max_age=_YEAR_S, secure=secure, samesite="lax", httponly=True)
