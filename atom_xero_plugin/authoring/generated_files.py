"""What is generated from the code and committed: schemas/, the tables of two pages, and the page on coverage.

A test keeps them in step. Run as `python -m atom_xero_plugin.authoring.generated_files` (`make schemas`).
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any, Final

import msgspec

from atom_xero_plugin.authoring.coverage import coverage_page
from atom_xero_plugin.catalogue.listing import entry_of
from atom_xero_plugin.catalogue.registry import Registry, describe
from atom_xero_plugin.catalogue.schema import DIALECT
from atom_xero_plugin.catalogue.skill import Skill
from atom_xero_plugin.catalogue.trigger import Trigger
from atom_xero_plugin.core.package_files import folder
from atom_xero_plugin.core.settings import SETTINGS
from atom_xero_plugin.events.contract import describe_trigger
from atom_xero_plugin.tools.printed import FILE, default_tools

_WIDTH: Final = 120
"""Characters of a line in a generated JSON file."""


def schemas(registry: Registry) -> dict[str, str]:
    """Path below schemas/ to text, for every generated file.

    A skill and a trigger each have a file with their whole contract; catalog.json lists them and repeats no schema;
    tools.json is what an AI chat lists.
    """
    files = {_path(skill): _text(_skill(skill)) for skill in registry.skills}
    files |= {_path(trigger): _text({"$schema": DIALECT, **describe_trigger(trigger)}) for trigger in registry.triggers}
    catalog = {
        "skills": [_listed_skill(skill) for skill in registry.skills],
        "triggers": [_listed_trigger(trigger) for trigger in registry.triggers],
    }
    return {**files, "catalog.json": _text(catalog), FILE: _text(default_tools(registry))}


def _path(entry: Skill | Trigger) -> str:
    folder_of_kind = "skills" if isinstance(entry, Skill) else "triggers"
    return f"{folder_of_kind}/{entry.name}.json"


def _listed_skill(skill: Skill) -> dict[str, Any]:
    return {**msgspec.to_builtins(entry_of(skill)), "path": _path(skill)}


def _listed_trigger(trigger: Trigger) -> dict[str, Any]:
    return {
        "name": trigger.name,
        "title": trigger.title,
        "event_type": trigger.event_type,
        "path": _path(trigger),
    }


def pages(root: Path, registry: Registry) -> dict[Path, str]:
    """The pages that hold a generated table between two markers, each with its table as it is now."""
    tables = (
        (root / "README.md", "settings", _settings_table()),
        (root / "docs" / "skills.md", "skills", _skills_table(registry)),
        (root / "docs" / "triggers.md", "triggers", _triggers_table(registry)),
    )
    return {path: put_in(path.read_text(), name, table) for path, name, table in tables}


def sandbox_page(text: str) -> str:
    """The page on the sandbox with its table of what is imitated."""
    from atom_xero_plugin.sandbox.api.catalogue import RESOURCES
    from atom_xero_plugin.sandbox.api.imitated import table

    return put_in(text, "imitated", table(RESOURCES))


def put_in(text: str, name: str, table: str) -> str:
    """The text with `table` between the two markers of that name."""
    pattern = rf"(<!-- {name}: generated[^>]* -->\n).*?(<!-- {name}: end -->)"
    return re.sub(pattern, lambda match: match[1] + table + match[2], text, flags=re.DOTALL)


def _skill(skill: Skill) -> dict[str, Any]:
    return {"$schema": DIALECT, **describe(skill)}


def _text(value: Any) -> str:
    return f"{_lines(value, 0)}\n"


def _lines(value: Any, depth: int) -> str:
    """JSON whose parts stand on one line each where they fit, so that a change of one field is a change of one line."""
    whole = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value or depth + len(whole) <= _WIDTH:
        return whole
    pad, deeper = " " * depth, depth + 1
    if isinstance(value, dict):
        parts = [f"{json.dumps(key, ensure_ascii=False)}: {_lines(each, deeper)}" for key, each in value.items()]
        before, after = "{", "}"
    else:
        parts, before, after = [_lines(each, deeper) for each in value], "[", "]"
    inner = ",\n".join(f"{pad} {part}" for part in parts)
    return f"{before}\n{inner}\n{pad}{after}"


def _settings_table() -> str:
    rows = (f"| `{setting.env}` | {_code(setting.default)} | {setting.sentence} |" for setting in SETTINGS)
    return "| setting | default | meaning |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"


def _code(default: str) -> str:
    """A default that is a value stands as code; one that is a sentence does not."""
    return default if " " in default or not default else f"`{default}`"


def _skills_table(registry: Registry) -> str:
    rows = (f"| `{s.name}` | {s.effect} | {s.description.splitlines()[0]} |" for s in registry.skills)
    return "| skill | effect | what it does |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"


def _triggers_table(registry: Registry) -> str:
    rows = (f"| `{t.name}` | {t.description.splitlines()[0]} |" for t in registry.triggers)
    return "| trigger | when it fires |\n| --- | --- |\n" + "\n".join(rows) + "\n"


def changes(root: Path) -> tuple[dict[Path, str], set[Path]]:
    """The files that generating would write, and those whose skill or trigger is gone."""
    registry = Registry()
    if registry.broken:
        raise SystemExit("\n".join(f"{broken.file}: {broken.reason}" for broken in registry.broken))
    requested = {folder("schemas") / path: text for path, text in schemas(registry).items()}
    requested |= pages(root, registry)
    requested[root / "docs" / "sandbox.md"] = sandbox_page((root / "docs" / "sandbox.md").read_text())
    names = {skill.name for skill in registry.skills}
    requested[root / "docs" / "coverage.md"] = coverage_page(root, names)
    present = {
        path for folder_name in ("skills", "triggers") for path in (folder("schemas") / folder_name).glob("*.json")
    }
    changed = {path: text for path, text in requested.items() if not path.exists() or path.read_text() != text}
    return changed, present - set(requested)


def write(root: Path) -> list[str]:
    """Write everything again; returns what changed."""
    changed, gone = changes(root)
    for path, text in changed.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for path in gone:
        path.unlink()
    return sorted(str(path.relative_to(root)) for path in {*changed, *gone})


def check(root: Path) -> None:
    """Raises SystemExit naming each generated file that is not in step with the code."""
    changed, gone = changes(root)
    if changed or gone:
        names = sorted(str(path.relative_to(root)) for path in {*changed, *gone})
        raise SystemExit(f"Not in step with the code; run `make schemas`: {', '.join(names)}")


if __name__ == "__main__":
    _root = folder("skills").parent
    if "--check" in sys.argv:
        check(_root)
    else:
        sys.stdout.write("".join(f"generated {path}\n" for path in write(_root)))
