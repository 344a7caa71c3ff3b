"""Check audit packs with Python's own library alone: python verify_pack.py PACK.zip [NEXT_PACK.zip ...].

Recomputes the SHA-256 of each file, the chain of the audit lines, the hash of each plan and of what was approved, and
that each pack goes on where the one before ends. Exit code 0 if all fits, 1 if something does not, with a line each.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

GENESIS = "0" * 64
HASHED = ("workspace_id", "number", "actor", "event", "tenant_id", "subject", "previous_hash")
DECIDED = ("approved", "approved_by_first")


def canonical(value: Any) -> str:
    """JSON with sorted names and no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def line_hash(line: Mapping[str, Any]) -> str:
    """The hash that a line of the trail must have."""
    content = {name: line[name] for name in HASHED}
    content |= {"at": line["at"].replace("Z", "+00:00"), "detail": canonical(line["detail"])}
    return hashlib.sha256((line["previous_hash"] + canonical(content)).encode()).hexdigest()


def plan_hash(plan: Mapping[str, Any]) -> str:
    """The hash that a plan must have."""
    head = canonical([plan["skill"], plan["organisation_id"]])[:-1]
    return hashlib.sha256(f"{head},{plan['content']}]".encode()).hexdigest()


def faults_of(pack: zipfile.ZipFile) -> Iterator[str]:
    """What of one pack does not fit."""
    yield from _files(pack)
    yield from _chain(pack)
    proof = json.loads(pack.read("proof.json"))
    if not proof["whole_trail"]["ok"]:
        yield f"proof.json: the trail was not whole when the pack was made: {proof['whole_trail']}"
    hashes = {}
    for plan in json.loads(pack.read("plans.json")):
        hashes[plan["id"]] = plan["hash"]
        if plan_hash(plan) != plan["hash"]:
            yield f"plans.json: the content of {plan['id']} does not have its hash"
    for each in json.loads(pack.read("decisions.json")):
        if each["decision"] in DECIDED and each["plan_hash"] != hashes.get(each["plan_id"]):
            yield f"decisions.json: what was approved as {each['plan_id']} is not that plan"
        if each["proven"] is False:
            yield f"decisions.json: the approval of {each['plan_id']} is not proven: {each['fault']}"


def _files(pack: zipfile.ZipFile) -> Iterator[str]:
    named = {each["name"]: each for each in json.loads(pack.read("manifest.json"))["files"]}
    there = set(pack.namelist()) - {"manifest.json"}
    for name in sorted(there ^ set(named)):
        yield f"{name}: is in the pack or in the manifest, and not in both"
    for name in sorted(there & set(named)):
        found = hashlib.sha256()
        with pack.open(name) as file:
            while part := file.read(1 << 16):
                found.update(part)
        if found.hexdigest() != named[name]["sha256"]:
            yield f"{name}: was changed; its SHA-256 is not that of the manifest"


def lines_of(pack: zipfile.ZipFile) -> Iterator[dict[str, Any]]:
    """The lines of the audit trail, the oldest first."""
    with pack.open("audit.jsonl") as file:
        for line in io.TextIOWrapper(file, "utf-8", newline="\n"):
            yield json.loads(line)


def _chain(pack: zipfile.ZipFile) -> Iterator[str]:
    before = None
    for line in lines_of(pack):
        follows = (before["number"] + 1, before["hash"]) if before else (line["number"], line["previous_hash"])
        if (line["number"], line["previous_hash"]) != follows:
            yield f"audit.jsonl: line {line['number']} does not follow the one before"
        if line["number"] == 1 and line["previous_hash"] != GENESIS:
            yield "audit.jsonl: line 1 follows something"
        if line_hash(line) != line["hash"]:
            yield f"audit.jsonl: line {line['number']} was changed"
        before = line
    proof = json.loads(pack.read("proof.json"))
    if (before["number"] if before else None) != proof["last_number"]:
        yield "audit.jsonl: its last line is not the one that proof.json names"


def joint(earlier: zipfile.ZipFile, later: zipfile.ZipFile) -> str | None:
    """Why a pack does not go on where the one before ends; None if it does."""
    last = None
    for line in lines_of(earlier):
        last = line
    first = next(lines_of(later), None)
    if last is None or first is None or first["previous_hash"] == last["hash"]:
        return None
    return f"line {first['number']} does not follow line {last['number']} of the pack before"


def main(paths: list[str]) -> int:
    """Check packs in the order of their periods; the exit code."""
    faults, before = 0, None
    for path in paths:
        pack = zipfile.ZipFile(path)
        found = list(faults_of(pack))
        apart = joint(before, pack) if before is not None else None
        found += [apart] if apart else []
        sys.stdout.write("".join(f"{path}: {each}\n" for each in found) or f"{path}: all fits\n")
        faults, before = faults + len(found), pack
    return 1 if faults or not paths else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
