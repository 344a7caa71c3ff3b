"""The cells that stand in every row of a list, as functions: a hundred rows of macros would take as long as the query.

The macro files name them, so that templates call them as any other component. Texts are escaped here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from html import escape
from typing import Any, Final

from markupsafe import Markup

from atom_xero_plugin.interfaces.web.formats import figure, status


def td(
    value: object, home: str | None = None, css: str = "", href: str | None = None, *, bad: bool = False,
    dash: bool = False, strong: bool = False, colspan: int | None = None,
) -> Markup:  # fmt: skip
    """An amount as a cell; arguments as of `formats.figure`, and `href` for what it is made of."""
    shown = figure(value, home, bad=bad, dash=dash)
    inner: str = shown.text
    if href is not None:
        inner = f'<a class="plain" href="{_text(href)}">{inner}</a>'
    elif strong:
        inner = f"<b>{inner}</b>"
    classes = f"{shown.css} {_text(css)}" if css else shown.css
    spans = f' colspan="{colspan:d}"' if colspan else ""
    return _safe(f'<td class="{classes}"{spans}>{inner}</td>')


def name(
    text: object, href: str | None = None, sub: object = None, caller: Callable[[], Markup] | None = None
) -> Markup:
    """The cell that names the row; `sub`, or what stands in the call block, is under it where columns left."""
    shown = _text(text)
    if href is not None:
        shown = f'<a href="{_text(href)}">{shown}</a>'
    below = caller() if caller is not None else sub
    return _safe(f'<th scope="row">{shown}{_below(below)}</th>')


def _below(sub: object) -> str:
    words = "" if sub is None else _text(sub).strip()
    return f'<span class="sub2">{words}</span>' if words else ""


def tick(value: object, label: object, amount: object = None, name: str = "id", *, checked: bool = False) -> Markup:
    """A tick; `amount` is exact text or money, for the sum of what is selected; none where amounts do not add up."""
    if isinstance(amount, dict):
        said = f' data-amount="{_text(amount["amount"])}" data-currency="{_text(amount["currency"])}"'
    else:
        said = "" if amount is None else f' data-amount="{_text(amount)}"'
    on = " checked" if checked else ""
    return _safe(
        f'<td class="sel"><input type="checkbox" name="{_text(name)}" value="{_text(value)}"'
        f' aria-label="Select {_text(label)}"{on}{said}></td>'
    )


def shape(css: str, word: object) -> Markup:
    """A status of the page's own: a shape and a word."""
    return _safe(f'<span class="status {_text(css)}">{_text(word)}</span>')


def status_word(
    value: str | None, *, late_by: int | None = None, due: date | str | None = None, today: date | None = None,
    left: object = None, total: object = None,
) -> Markup:  # fmt: skip
    """A status as a shape and a word; arguments as of `formats.status`."""
    return shape(*status(value, late_by=late_by, due=due, today=today, left=left, total=total))


def here(yes: object) -> Markup:
    """The class of the row that is open beside its list."""
    return Markup(' class="here"') if yes else Markup()


def _text(value: object) -> str:
    """A text escaped, as it may stand in an attribute too; markup of ours as it is."""
    return str(value) if hasattr(value, "__html__") else escape(str(value))


def _safe(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - every part was escaped above


CELLS: Final[Mapping[str, Callable[..., Any]]] = {
    "cell_td": td,
    "cell_name": name,
    "cell_tick": tick,
    "cell_here": here,
    "cell_status": status_word,
    "cell_shape": shape,
}
"""Globals of the templates; the macro files give them their names."""
