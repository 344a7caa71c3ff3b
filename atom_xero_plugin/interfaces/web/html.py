"""The few pages' frame: plain HTML, one small style, nothing from elsewhere, no script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from fastapi.responses import HTMLResponse

from atom_xero_plugin.core.quoting import one_line

_COMMAND: Final = re.compile(r"`([^`]+)`")
_STYLE: Final = """
:root{color-scheme:light dark;--line:#8886;--soft:#8881;--good:#17693a;--bad:#a1260d}
@media(prefers-color-scheme:dark){:root{--good:#7fd6a0;--bad:#ff9d85}}
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,sans-serif;max-width:68rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}
h1{font-size:1.5rem;margin:.5rem 0}h2{font-size:1.1rem;margin:0 0 .5rem}
p{margin:.5rem 0;max-width:44rem}
section{border:1px solid var(--line);border-radius:.5rem;padding:1rem;margin:0}
.parts{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));margin-top:1rem}
ul.rows{list-style:none;padding:0;margin:0}
ul.rows li{border-top:1px solid var(--line);padding:.5rem 0}
ul.rows li:first-child{border-top:0;padding-top:0}
.state{font-weight:600}li .state{white-space:nowrap}
.bad{color:var(--bad)}.good{color:var(--good)}
.bad::before{content:"\\26A0\\FE0E\\00A0"}.good::before{content:"\\2713\\00A0"}
small{display:block;opacity:.85}
label{font-weight:600}
input,button{font:inherit;padding:.6rem;width:100%;max-width:30rem;display:block;margin:.5rem 0}
button{min-height:44px;cursor:pointer}
header form button{width:auto;padding:.3rem 1rem}
"""
_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()


def page(title: str, parts: Iterable[str], *, status: int = 200, forms_to: Sequence[str] | None = None) -> HTMLResponse:
    """A whole page; `parts` are HTML already.

    `forms_to` are the other sites that the page's forms may lead to: Xero's login. Such a page says this service,
    and no other, where a form came from; a page without forms names nobody.
    """
    body = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><main><h1>{escape(title)}</h1>{''.join(parts)}</main></body></html>"
    )
    action = "'none'" if forms_to is None else " ".join(["'self'", *forms_to])
    policy = (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action {action}; base-uri 'none'; frame-ancestors 'none'"
    )
    referrer = "no-referrer" if forms_to is None else "same-origin"
    return HTMLResponse(
        body, status_code=status, headers={"content-security-policy": policy, "referrer-policy": referrer}
    )


def words(text: str) -> str:
    """A paragraph; what stands between backticks is a command."""
    marked = _COMMAND.sub(r"<code>\1</code>", escape(text))
    return f"<p>{marked}</p>"


def link(address: str, text: str) -> str:
    """A paragraph that leads elsewhere."""
    return f'<p><a href="{escape(address, quote=True)}">{escape(text)}</a></p>'


def section(title: str, rows: Sequence[str], *, empty: str, below: str = "") -> str:
    """A heading and a list, or what is said of an empty one; `below` is HTML."""
    listed = f'<ul class="rows">{"".join(rows)}</ul>' if rows else words(empty)
    return f"<section><h2>{escape(title)}</h2>{listed}{below}</section>"


def row(name: str, state: str, *, good: bool | None, more: str = "") -> str:
    """A row: what it is, how it is (as text and a sign, never by colour alone), and a line more.

    Text of records is in all three, so nothing that cannot be seen, or turns words round, is let through.
    """
    small = f"<small>{escape(one_line(more))}</small>" if more else ""
    kind = "state" if good is None else f"state {'good' if good else 'bad'}"
    return f'<li>{escape(one_line(name))} <span class="{kind}">{escape(one_line(state))}</span>{small}</li>'


def form(action: str, button: str, fields: str = "") -> str:
    """A form that is posted."""
    return (
        f'<form method="post" action="{escape(action, quote=True)}">{fields}'
        f'<button type="submit">{escape(button)}</button></form>'
    )


def hidden(name: str, value: str) -> str:
    """A field of a form that nobody sees."""
    return f'<input type="hidden" name="{escape(name, quote=True)}" value="{escape(value, quote=True)}">'
