"""The catalogue as a folder of text for agents: short at the top, whole in the references, one level deep."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from interfaces.cli.conftest import Terminal

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import input_schema
from atom_xero_plugin.tools.agent_skill import MOST_CHARACTERS, NAME, agent_skill

SKILLS = Registry().skills
FILES = agent_skill(SKILLS)
REFERENCES = {path: text for path, text in FILES.items() if path.startswith("references/")}


def front_matter(text: str) -> dict[str, object]:
    found: dict[str, object] = yaml.safe_load(text.split("---\n")[1])
    return found


def test_the_top_is_short_and_says_what_it_is_for() -> None:
    """A name and a description as Agent Skills have them; 5,000 tokens at most."""
    head = front_matter(FILES["SKILL.md"])

    assert set(head) == {"name", "description"}
    assert re.fullmatch(r"[a-z0-9-]{1,64}", str(head["name"]))
    assert 0 < len(str(head["description"])) <= 1_024
    assert len(FILES["SKILL.md"]) <= MOST_CHARACTERS
    assert len(FILES["SKILL.md"].splitlines()) <= 500


def test_every_skill_stands_in_one_reference_with_all_that_it_takes() -> None:
    """Its words, arguments and examples."""
    for skill in SKILLS:
        (text,) = [text for text in REFERENCES.values() if f"## {skill.name}\n" in text]
        part = text.partition(f"## {skill.name}\n")[2].partition("\n## ")[0]

        assert " ".join(skill.description.split()) in part
        assert all(f"- `{name}` " in part for name in input_schema(skill).get("properties", {}))
        assert all(example.ask in part for example in skill.examples)


def test_references_are_one_level_deep_and_all_are_named() -> None:
    """The top leads to each; none leads on."""
    named = set(re.findall(r"\]\(([^)]+)\)", FILES["SKILL.md"]))

    assert named == set(REFERENCES)
    assert not [path for path, text in REFERENCES.items() if re.search(r"\]\([^)]+\.md\)", text)]
    assert all(path.count("/") == 1 for path in REFERENCES)


def test_atoms_page_has_its_front_matter_and_every_tool() -> None:
    """`skills/NAME/NAME.md` with governance; the body names the tools to call."""
    page = FILES[f"{NAME}.md"]
    head = front_matter(page)

    assert set(head) == {"name", "description", "version", "author", "tags", "maturity_level", "governance"}
    assert set(head["governance"]) == {"maturity_requirement", "reason"}
    assert all(f"`{skill.host_name}` ({skill.effect})" in page for skill in SKILLS)


def test_the_command_writes_the_folder(bare: Terminal, tmp_path: Path) -> None:
    """Every file; a place that cannot be written is an error that says so."""
    done = bare("skill", "folder", str(tmp_path / NAME))
    written = {str(path.relative_to(tmp_path / NAME)) for path in (tmp_path / NAME).rglob("*.md")}
    (tmp_path / "file").write_text("")
    refused = bare("skill", "folder", str(tmp_path / "file"))

    assert (done.code, written) == (0, set(FILES))
    assert (tmp_path / NAME / "SKILL.md").read_text() == FILES["SKILL.md"]
    assert refused.code != 0
    assert "cannot be written" in refused.err
