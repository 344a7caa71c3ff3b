"""What the command line prints: one JSON document with --json, else a few plain lines."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec

from atom_xero_plugin.core import errors
from atom_xero_plugin.interfaces.cli import tables
from atom_xero_plugin.interfaces.rendering.values import as_text, is_money, is_records, one_line

if TYPE_CHECKING:  # heavy, and only named here
    from atom_xero_plugin.dispatch.dispatcher import Answer
    from atom_xero_plugin.plans.plan import PlanView

JSON_HELP = "Print the answer as JSON."
_HIDING: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters by which text from a record, or from a model, could move the cursor or turn words round."""


def exit_code_of(code: str) -> int:
    """The exit code of an error code; 1 for one that is not known."""
    found: dict[str, int] = {}
    waiting: list[type[errors.XeroPluginError]] = [errors.XeroPluginError]
    while waiting:
        kind = waiting.pop()
        found.setdefault(kind.code, kind.exit_code)
        waiting.extend(kind.__subclasses__())
    return found.get(code, 1)


def data(value: Any) -> None:
    """Print data, as JSON with two spaces."""
    plain = msgspec.to_builtins(value)
    sys.stdout.write(json.dumps(plain, indent=2, ensure_ascii=False) + "\n")


def line(value: Any) -> None:
    """Print one JSON object on one line, at once."""
    sys.stdout.write(json.dumps(msgspec.to_builtins(value), ensure_ascii=False) + "\n")
    sys.stdout.flush()


def text(words: str) -> None:
    """Print a line of data for people, at once."""
    sys.stdout.write(_HIDING.sub("\ufffd", words) + "\n")
    sys.stdout.flush()


def say(words: str) -> None:
    """Print a message, not data, at once."""
    sys.stderr.write(_HIDING.sub("\ufffd", words) + "\n")
    sys.stderr.flush()


def answer(given: Answer, *, as_json: bool) -> int:
    """Print an answer and return the exit code it calls for."""
    plain = given.plain()
    if as_json:
        data(plain)
    else:
        _answer_as_text(plain)
    return 0 if given.success else exit_code_of(plain["error"]["code"])


def _answer_as_text(plain: Mapping[str, Any]) -> None:
    about = plain.get("organisation")
    if about:
        say(f"{about['name']} · as of {plain['as_of']}")
    if plain.get("plan"):
        plan(plain["plan"])
    if plain["success"]:
        _tree(plain["result"])
    else:
        waiting = plain["error"]["code"] == "approval_needed" and plain.get("plan")
        ways = {"hint": ways_to_decide(plain["plan"]["id"])} if waiting and at_terminal() else {}
        failure(plain["error"] | ways, said=(plain.get("plan") or {}).get("summary", ""))


def at_terminal() -> bool:
    """Whether a person can read a question and answer it here."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ways_to_decide(plan_id: str) -> str:
    """What the person at a terminal can do about a plan that waits."""
    return f"`atom-xero plan approve {plan_id}` shows it and asks; `atom-xero plan refuse {plan_id}` ends it."


def error(body: Any, *, as_json: bool) -> None:
    """Print an error in the shape of every answer."""
    plain = msgspec.to_builtins(body)
    if as_json:
        data({"success": False, "error": plain})
    else:
        failure(plain)


def failure(error: Mapping[str, Any], *, said: str = "") -> None:
    """Print what went wrong and what to do next, each thing once.

    What the message says of a field is not repeated, nor what was `said` before and stands at the message's end.
    """
    message = error["message"]
    if said and message.endswith(said):
        message = f"{message.removesuffix(said)}the plan above."
    say(f"{error['code']}: {message}")
    _particulars(error, message)
    if error["hint"]:
        say(f"  {error['hint']}")
    if error["retry_after_s"] is not None:
        say(f"  Try again in {error['retry_after_s']} seconds.")
    if error["may_have_written"]:
        say("  Something may have been written in Xero.")


def _particulars(error: Mapping[str, Any], message: str) -> None:
    """What the message does not say: of fields, and which records may have been meant."""
    for field in error["fields"]:
        if field["message"].rstrip(".") not in error["message"]:
            say(f"  {field['path'] or '(all)'}: {field['message']}")
        for name in ("allowed", "examples"):
            if reported := [each for each in field.get(name, ()) if each not in error["message"] + field["message"]]:
                say(f"    {name}: {', '.join(reported)}")
    reported_already = " ".join([message, error["hint"], *(field["message"] for field in error["fields"])])
    for each in error.get("candidates", ()):
        if each["label"] not in reported_already:
            say(f"    candidate: {each['label']}")


def plan(shown: Mapping[str, Any] | PlanView) -> None:
    """Print a plan as a person judges it."""
    from atom_xero_plugin.interfaces.plan_question import question
    from atom_xero_plugin.plans.plan import PlanView as View

    given = shown if isinstance(shown, View) else msgspec.convert(shown, View)
    text(f"Plan {given.id} · {given.state}")
    for each in question(given, most=None):
        text(f"  {each}")
    if given.state == "proposed":
        text(f"  Expires at {given.expires_at:%Y-%m-%d %H:%M}Z · hash {given.hash}")


def width() -> int | None:
    """Characters of a line of the terminal; None where standard output is a file or a pipe, which takes any length."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def table(items: Sequence[Mapping[str, Any]], heads: Sequence[str] | None = None, *, indent: str = "") -> None:
    """Print a list of records so that it fits the terminal."""
    most = width()
    for row in tables.lines_of(items, None if most is None else most - len(indent), heads):
        text(f"{indent}{row}".rstrip())


def _tree(value: Any, indent: str = "") -> None:
    """Nested data as indented lines, lists of records as tables."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            _branch(name, item, value, indent)
    elif isinstance(value, list) and is_records(value):
        table(value, indent=indent)
    elif isinstance(value, list):
        for item in value:
            _said(as_text(item), f"{indent}- ", indent)


def _branch(name: str, item: Any, siblings: Mapping[str, Any], indent: str) -> None:
    """A field: on its line, or what is in it below its name. The columns of a report are the heads of its rows."""
    heads = siblings.get("columns")
    if name == "columns" and is_records(siblings.get("rows")):
        return
    if is_money(item) or not isinstance(item, (Mapping, list)):
        _said(as_text(item) or "-", f"{indent}{name}: ", indent)
    elif item:
        text(f"{indent}{name}:")
        if is_records(item):
            table(list(item), heads if name == "rows" and isinstance(heads, list) else None, indent=f"{indent}  ")
        else:
            _tree(item, f"{indent}  ")


def _said(words: str, first: str, rest: str) -> None:
    for row in tables.wrapped([one_line(words)], width(), first=first, rest=rest):
        text(row)
