"""Templates become answers: escaped, with the policy that keeps out whatever is not of this service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fastapi.responses import HTMLResponse

from atom_xero_plugin.core.quoting import one_line

if TYPE_CHECKING:  # loaded with the first page
    from jinja2 import Environment

TEMPLATES: Final = Path(__file__).with_name("templates")


@cache
def environment() -> Environment:
    """The templates, with the filters that show money, days and states."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from atom_xero_plugin.interfaces.web.cells import CELLS
    from atom_xero_plugin.interfaces.web.formats import FILTERS

    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, auto_reload=False, cache_size=-1,
    )  # fmt: skip
    made.globals |= CELLS
    made.filters |= {**FILTERS, "one_line": one_line}
    return made


def rendered(template: str, facts: Mapping[str, Any], *, block: str | None = None) -> str:
    """A template's text, or that of one of its blocks."""
    if block is None:
        return environment().get_template(template).render(facts)
    from jinja2_fragments import render_block

    return render_block(environment(), template, block, **facts)


def page_response(
    text: str, *, status: int = 200, forms_to: Sequence[str] = (), nonce: str | None = None
) -> HTMLResponse:
    """A page or a part of one.

    Args:
        text: HTML.
        status: HTTP's.
        forms_to: other sites that its forms lead on to: Xero's login.
        nonce: what marks attributes of htmx as ours, for its CSP extension.
    """
    return HTMLResponse(text, status_code=status, headers=policy(forms_to, nonce))


def policy(forms_to: Sequence[str] = (), nonce: str | None = None) -> dict[str, str]:
    """The headers of a page: everything from here, nothing inline, shown in no frame.

    Only this service learns where a form came from; nobody else learns a thing.

    Source: CSP level 3 and Trusted Types, as web.dev's strict policy for what is served from one place.
    """
    forms = " ".join(["'self'", *forms_to])
    parts = (
        "default-src 'none'",
        f"script-src 'self' 'nonce-{nonce}'" if nonce else "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        f"form-action {forms}",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types htmx" if nonce else "trusted-types 'none'",
    )
    return {
        "content-security-policy": "; ".join(parts),
        "referrer-policy": "same-origin",
        "vary": "Cookie, HX-Request",
    }
