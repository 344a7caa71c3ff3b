"""`atom-xero audit export --output FILE.zip`: a pack that an auditor can check without the program."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from interfaces.cli.conftest import Terminal

TODAY = datetime.now(UTC).date().isoformat()


@pytest.fixture(scope="module")
def used(connected: Terminal) -> Terminal:
    """A workspace in which plans were approved and withdrawn, with names that are made to deceive."""
    arguments = ["skill", "run", "create_contact", "--organisation", "harbour", "--input"]
    for name in ("=HYPERLINK(1)", "Māori Café \u2028 \U0001f980 \x7f", "Days Bay Bikes"):
        connected(*arguments, json.dumps({"name": name}), "--approve", "--json")
    waits = connected(*arguments, json.dumps({"name": "Refused Limited"}), "--json").data["plan"]
    assert connected("plan", "withdraw", waits["id"], "--json").code == 0
    connected("policy", "set", "two_people", "--kind", "bill", "--json")
    return connected


def pack_of(used: Terminal, target: Path, *flags: str) -> zipfile.ZipFile:
    """The pack that the command writes there."""
    said = used("audit", "export", "--output", str(target), *flags, "--json")
    assert said.code == 0, said
    return zipfile.ZipFile(target)


def table(pack: zipfile.ZipFile, name: str) -> list[dict[str, Any]]:
    """A table of the pack."""
    rows: list[dict[str, Any]] = json.loads(pack.read(f"{name}.json"))
    return rows


def recipe(pack: Path, *more: Path) -> subprocess.CompletedProcess[str]:
    """What the pack's own script says of it, in a Python that has none of our packages."""
    script = pack.with_suffix(".py")
    with zipfile.ZipFile(pack) as opened:
        script.write_bytes(opened.read("verify_pack.py"))
    asked = [sys.executable, "-I", "-S", str(script), str(pack), *map(str, more)]
    return subprocess.run(asked, capture_output=True, text=True, check=False, timeout=60)


def test_a_pack_of_a_period_is_whole_by_its_own_recipe(used: Terminal, tmp_path: Path) -> None:
    """And holds what was decided, by whom, how, and what came of it."""
    target = tmp_path / "pack.zip"
    pack = pack_of(used, target, "--from", TODAY, "--to", TODAY)
    lines = [json.loads(line) for line in pack.read("audit.jsonl").splitlines()]
    plans, decided = table(pack, "plans"), table(pack, "decisions")
    done = [each for each in plans if each["state"] == "verified"]
    checked = recipe(target)

    assert (checked.returncode, checked.stdout) == (0, f"{target}: all fits\n"), checked
    assert json.loads(pack.read("proof.json"))["whole_trail"]["ok"] is True
    assert lines[0]["number"] == 1
    assert lines == [json.loads(line) for line in used("audit", "export").out.splitlines()][: len(lines)]
    assert {each["plan_id"] for each in decided if each["proven"]} >= {each["id"] for each in done}
    assert all(each["how"] for each in decided if each["decision"] == "approved")
    assert [each["plan_id"] for each in decided if each["decision"] == "withdrawn"] == [
        each["id"] for each in plans if each["state"] == "withdrawn"
    ]
    assert {each["written"] for each in done} == {"all"}
    assert all(each["after"]["name"] and each["hash_fits"] for each in done)
    assert {each["plan_id"] for each in table(pack, "outcomes")} == {each["id"] for each in plans}
    assert [each["action"] for each in table(pack, "policies")] == ["two_people"]
    assert "everything" not in json.dumps(table(pack, "connections"))


def test_what_is_changed_in_a_pack_is_found_by_its_recipe(used: Terminal, tmp_path: Path) -> None:
    """A line, a line left out, a plan, who approved: also where the manifest was written again."""
    good = tmp_path / "pack.zip"
    whole = pack_of(used, good)
    lines = whole.read("audit.jsonl").splitlines(keepends=True)
    plans = table(whole, "plans")
    plans[0]["content"] = plans[0]["content"].replace("a", "b")
    forged = {
        "audit.jsonl": [
            b"".join([lines[0].replace(b'"actor":"', b'"actor":"x'), *lines[1:]]),
            b"".join(lines[:3] + lines[4:]),
            b"".join(lines[:-1]),
        ],
        "plans.json": [json.dumps(plans).encode()],
        "README.txt": [b"All is well."],
    }  # fmt: skip
    said = {}
    for name, contents in forged.items():
        for place, content in enumerate(contents):
            bad = tmp_path / f"{place}-{name}.zip"
            with zipfile.ZipFile(bad, "w") as written:
                for each in whole.namelist():
                    written.writestr(each, content if each == name else whole.read(each))
            said[bad.name] = recipe(bad)

    for each in said.values():
        assert each.returncode == 1, each
        assert "SHA-256" in each.stdout, each
    assert "line 1 was changed" in said["0-audit.jsonl.zip"].stdout
    assert "line 5 does not follow" in said["1-audit.jsonl.zip"].stdout
    assert "last line is not" in said["2-audit.jsonl.zip"].stdout
    assert "does not have its hash" in said["0-plans.json.zip"].stdout


def test_an_export_stands_in_the_trail_and_names_the_manifest(used: Terminal, tmp_path: Path) -> None:
    """Whoever holds a pack finds it there again."""
    pack = pack_of(used, tmp_path / "pack.zip")
    (noted,) = used.found("audit", "list", "--event", "audit.exported", "--limit", "1")["items"]

    assert noted["detail"]["manifest_sha256"] == hashlib.sha256(pack.read("manifest.json")).hexdigest()


def test_no_cell_of_a_pack_is_run_as_a_formula(used: Terminal, tmp_path: Path) -> None:
    """A contact's name that begins like one is text."""
    pack = pack_of(used, tmp_path / "pack.zip")
    for name in (each for each in pack.namelist() if each.endswith(".csv")):
        rows = list(csv.reader(io.StringIO(pack.read(name).decode("utf-8-sig"))))
        assert not [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "@", "|"))], name
        assert {len(row) for row in rows} == {len(rows[0])}
    assert any("=HYPERLINK" in str(each["after"]) for each in table(pack, "plans"))
    assert "'=HYPERLINK(1)" in pack.read("plans.csv").decode()


def test_a_period_without_anything_is_an_empty_pack(used: Terminal, tmp_path: Path) -> None:
    """That its recipe finds whole."""
    target = tmp_path / "pack.zip"
    pack = pack_of(used, target, "--from", "2001-01-01", "--to", "2001-12-31")

    assert table(pack, "plans") == table(pack, "policies") == table(pack, "tokens") == []
    assert pack.read("audit.jsonl") == b""
    assert recipe(target).returncode == 0


def test_packs_of_periods_join(used: Terminal, tmp_path: Path) -> None:
    """One pack twice does not follow itself."""
    first = tmp_path / "first.zip"
    pack_of(used, first)

    assert "does not follow" in recipe(first, first).stdout


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--output", "pack.csv"], "zip"),
        (["--output", "there.zip"], "already"),
        (["--output", "missing/pack.zip"], "cannot be written"),
        (["--output", "pack.zip", "--event", "plan"], "--event"),
        (["--output", "pack.zip", "--from", "2026-02-01", "--to", "2026-01-01"], "after"),
    ],
)
def test_what_makes_no_pack_is_refused(used: Terminal, tmp_path: Path, arguments: list[str], word: str) -> None:
    """With what to do next, and no file is left behind."""
    there = tmp_path / "there.zip"
    there.write_bytes(b"kept")
    arguments[1] = str(tmp_path / arguments[1])
    said = used("audit", "export", *arguments, "--json")

    assert said.code != 0
    assert word in said.out + said.err
    assert list(tmp_path.iterdir()) == [there]
    assert there.read_bytes() == b"kept"


def test_a_program_with_a_limited_token_gets_no_pack(used: Terminal, tmp_path: Path) -> None:
    """It may see its part; a pack is of the whole."""
    token = used.found("token", "new", "limited", "--skill", "find_contacts")["token"]
    said = used("audit", "export", "--output", str(tmp_path / "pack.zip"), "--json", ATOM_XERO_TOKEN=token)

    assert said.data["error"]["code"] == "not_allowed"
    assert list(tmp_path.iterdir()) == []
