"""The few pages' frame: plain HTML, one small style, nothing from elsewhere, no script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from fastapi.responses import HTMLResponse

_STYLE: Final = """
:root{color-scheme:light dark;--line:#8884;--soft:#8881}
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}
ul.rows{list-style:none;padding:0;margin:0}
ul.rows li{border-top:1px solid var(--line);padding:.5rem 0}
.state{font-weight:600;padding:.1rem .5rem;border:1px solid var(--line);border-radius:1rem;background:var(--soft)}
.bad::before{content:"\\26A0\\FE0E  "}.good::before{content:"\\2713  "}
small{display:block;opacity:.8}
input,button{font:inherit;padding:.6rem;width:100%;max-width:30rem;display:block;margin:.5rem 0}
button{min-height:44px;cursor:pointer}
"""
_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def page(title: str, parts: Iterable[str], *, status: int = 200) -> HTMLResponse:
    """A whole page; `parts` are HTML already. Its referrer policy lets a form's answer be told from a foreign one's."""
    body = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><main><h1>{escape(title)}</h1>{''.join(parts)}</main></body></html>"
    )
    headers = {"content-security-policy": POLICY, "referrer-policy": "same-origin"}
    return HTMLResponse(body, status_code=status, headers=headers)


def words(text: str) -> str:
    """A paragraph."""
    return f"<p>{escape(text)}</p>"


def section(title: str, rows: Sequence[str], *, empty: str) -> str:
    """A heading and a list, or what is said of an empty one."""
    listed = f'<ul class="rows">{"".join(rows)}</ul>' if rows else words(empty)
    return f"<section><h2>{escape(title)}</h2>{listed}</section>"


def row(name: str, state: str, *, good: bool, more: str = "") -> str:
    """A row: what it is, how it is (in words and a sign, never by colour alone), and a line more."""
    small = f"<small>{escape(more)}</small>" if more else ""
    kind = "good" if good else "bad"
    return f'<li>{escape(name)} <span class="state {kind}">{escape(state)}</span>{small}</li>'


def form(action: str, button: str, fields: str = "") -> str:
    """A form that is posted."""
    return (
        f'<form method="post" action="{escape(action, quote=True)}">{fields}'
        f'<button type="submit">{escape(button)}</button></form>'
    )
