"""What is printed from the code and committed: schemas/, and the tables of the README. A test keeps them in step.

Run as `python -m atom_xero_plugin.printing` (`make schemas`).
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from atom_xero_plugin.registry import Registry, describe
from atom_xero_plugin.resources import folder
from atom_xero_plugin.schema import DIALECT
from atom_xero_plugin.settings import SETTINGS
from atom_xero_plugin.skill import Skill
from atom_xero_plugin.trigger import Trigger


def schemas(registry: Registry) -> dict[str, str]:
    """Path below schemas/ to text, for every printed file."""
    files = {f"skills/{skill.name}.json": _text(_skill(skill)) for skill in registry.skills}
    files |= {f"triggers/{trigger.name}.json": _text(_trigger(trigger)) for trigger in registry.triggers}
    catalog = {
        "skills": [describe(skill) for skill in registry.skills],
        "triggers": [_trigger(trigger) for trigger in registry.triggers],
    }
    return {**files, "catalog.json": _text(catalog)}


def readme(text: str, registry: Registry) -> str:
    """The README with its printed parts put in anew, each between its two markers."""
    for name, table in (("settings", _settings_table()), ("skills", _skills_table(registry))):
        pattern = rf"(<!-- {name}: printed -->\n).*?(<!-- {name}: end -->)"
        text = re.sub(pattern, lambda match, table=table: match[1] + table + match[2], text, flags=re.DOTALL)  # type: ignore[misc]
    return text


def _skill(skill: Skill) -> dict[str, Any]:
    return {"$schema": DIALECT, **describe(skill)}


def _trigger(trigger: Trigger) -> dict[str, Any]:
    return {
        "name": trigger.name,
        "event_type": trigger.event_type,
        "description": trigger.description,
        "resource": trigger.resource,
        "sample": dict(trigger.sample),
    }


def _text(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _settings_table() -> str:
    rows = (
        f"| `{s.env}` | {s.default if ' ' in s.default else f'`{s.default}`' if s.default else '–'} | {s.sentence} |"
        for s in SETTINGS
    )
    return "| setting | default | meaning |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"


def _skills_table(registry: Registry) -> str:
    rows = (f"| `{s.name}` | {s.effect} | {s.description.splitlines()[0]} |" for s in registry.skills)
    return "| skill | effect | what it does |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"


def write(root: Path) -> list[str]:
    """Print everything anew; returns the paths that changed. Files of skills that are gone are removed."""
    registry = Registry()
    if registry.broken:
        raise SystemExit("\n".join(f"{broken.file}: {broken.reason}" for broken in registry.broken))
    wanted = {folder("schemas") / path: text for path, text in schemas(registry).items()}
    readme_path = root / "README.md"
    wanted[readme_path] = readme(readme_path.read_text(), registry)
    stale = {path for room in ("skills", "triggers") for path in (folder("schemas") / room).glob("*.json")} - set(
        wanted
    )
    changed = [path for path, text in wanted.items() if not path.exists() or path.read_text() != text]
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path])
    for path in stale:
        path.unlink()
    return sorted(str(path.relative_to(root)) for path in {*changed, *stale})


if __name__ == "__main__":
    sys.stdout.write("".join(f"printed {path}\n" for path in write(folder("skills").parent)))
