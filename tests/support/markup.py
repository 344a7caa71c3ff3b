"""What a page's HTML says, for tests: its elements with their attributes, without a browser."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from typing import NamedTuple

REFERRING = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "list")
"""Attributes that name ids of the same page."""


class Tag(NamedTuple):
    name: str
    attributes: dict[str, str]
    line: int


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[Tag] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice on {self.get_starttag_text()}"
        self.tags.append(Tag(tag, {name: value or "" for name, value in attrs}, self.getpos()[0]))


def tags(html: str) -> list[Tag]:
    """Every element, in order; an attribute that stands twice on one fails."""
    reader = _Reader()
    reader.feed(html)
    return reader.tags


def faults(html: str) -> list[str]:
    """What a page must not have: inline style or script, an id twice, a name of an id that is not there."""
    found = tags(html)
    ids = Counter(each.attributes["id"] for each in found if "id" in each.attributes)
    wrong = [f"id {name} stands {times} times" for name, times in ids.items() if times > 1]
    for each in found:
        wrong += [f"{each.name} has {name}" for name in each.attributes if name == "style" or name.startswith("on")]
        if each.name == "style" or (each.name == "script" and "src" not in each.attributes):
            wrong.append(f"{each.name} stands in the page, line {each.line}")
        if each.name == "form" and each.attributes.get("method") == "post":
            wrong += [] if _has_token(found, each) else [f"form to {each.attributes.get('action')} has no token"]
        for name in REFERRING:
            for target in each.attributes.get(name, "").split():
                wrong += [] if target in ids else [f"{each.name} {name}={target} leads nowhere"]
    return wrong


def _has_token(found: list[Tag], form: Tag) -> bool:
    inside = found[found.index(form) + 1 :]
    return any(each.name == "input" and each.attributes.get("name") == "csrf" for each in inside[:3])
