"""The generated parts of docs/cli.md and docs/http.md: every command with its options, every route with its rights.

A test keeps them in step. Run as `python -m atom_xero_plugin.interfaces.reference` (`make schemas`).
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from typer.main import get_command

from atom_xero_plugin.authoring.generated_files import put_in
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.package_files import folder
from atom_xero_plugin.interfaces.cli.app import COMMANDS, app
from atom_xero_plugin.interfaces.http.app import ROUTE_MODULES

_RIGHTS: Final = {
    "LimitedReader": "read",
    "LimitedWriter": "write",
    "LimitedApprover": "approve",
    "Reader": "read",
    "Writer": "write",
    "Approver": "approve",
    "Admin": "admin",
    "Token": "by the skill's effect",
    "Credentials": "none; a token shows or does more",
}
"""The right that a route's caller needs, by the type of its parameter."""


def commands() -> str:
    """Every command: what it does, how it is typed, what it takes."""
    program = get_command(app)
    found = (program.get_command(None, name) for name in COMMANDS)  # type: ignore[attr-defined]
    return "\n".join(text for command in found for text in _sections(command, f"atom-xero {command.name}"))


def _sections(command: Any, typed: str) -> Iterator[str]:
    inner = getattr(command, "commands", None)
    if not inner:
        yield _section(command, typed)
        return
    yield f"## `{typed}`\n\n{_text(command.help)}\n"
    for each in inner.values():
        yield _section(each, f"{typed} {each.name}", "###")


def _section(command: Any, typed: str, mark: str = "##") -> str:
    parameters = [each for each in command.params if not each.hidden and each.name != "help"]
    arguments = [each for each in parameters if each.param_type_name == "argument"]
    usage = " ".join([typed, *(_placeholder(each) for each in arguments)])
    options = " [options]" if len(parameters) > len(arguments) else ""
    rows = "".join(f"| {_typed(each)} | {_text(each.help)}{_default(each)} |\n" for each in parameters)
    table = f"\n| takes | meaning |\n| --- | --- |\n{rows}" if rows else ""
    return f"{mark} `{usage}{options}`\n\n{_text(command.help)}\n{table}"


def _placeholder(argument: Any) -> str:
    name = (argument.metavar or argument.name).upper().strip("[]")
    name = f"{name} …" if argument.nargs == -1 else name
    return name if argument.required else f"[{name}]"


def _typed(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{_placeholder(parameter)}`"
    return ", ".join(f"`{each}`" for each in [*parameter.opts, *parameter.secondary_opts])


def _default(parameter: Any) -> str:
    value = parameter.default
    shown = isinstance(value, str | int) and not isinstance(value, bool) and value != ""
    return f" Default: `{value}`." if shown and parameter.param_type_name != "argument" else ""


def _text(help_text: str | None) -> str:
    return " ".join((help_text or "").split()).replace("|", "\\|")


def routes(registry: Registry) -> str:
    """Every route: method, path, the right it needs, and what it does."""
    rows = "".join(_rows(registry))
    return f"| method and path | right | what it does |\n| --- | --- | --- |\n{rows}"


def _rows(registry: Registry) -> Iterator[str]:
    for module_routes in ROUTE_MODULES:
        for route in module_routes(registry).routes:
            method = min(route.methods)  # type: ignore[attr-defined]
            summary = _text(route.description.splitlines()[0])  # type: ignore[attr-defined]
            yield f"| `{method} {route.path}` | {_right(route)} | {summary} |\n"  # type: ignore[attr-defined]


def _right(route: Any) -> str:
    """The right that the route's handler asks for, or none."""
    annotations = (str(each.annotation) for each in inspect.signature(route.endpoint).parameters.values())
    return next((_RIGHTS[each] for each in annotations if each in _RIGHTS), "none")


def pages(root: Path) -> dict[Path, str]:
    """The pages with their generated parts put in again."""
    docs = root / "docs"
    return {
        docs / "cli.md": put_in((docs / "cli.md").read_text(), "commands", commands()),
        docs / "http.md": put_in((docs / "http.md").read_text(), "routes", routes(Registry())),
    }


if __name__ == "__main__":
    _wrong = {path: text for path, text in pages(folder("skills").parent).items() if path.read_text() != text}
    if "--check" in sys.argv and _wrong:
        raise SystemExit(f"Not in step with the code; run `make schemas`: {', '.join(map(str, _wrong))}")
    for _path, _new in _wrong.items():
        _path.write_text(_new)
