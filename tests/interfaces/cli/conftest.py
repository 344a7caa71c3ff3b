"""The command line as its user has it: real processes, a home of their own, a real sandbox."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from support import warm_commands

from atom_xero_plugin.interfaces.cli.sandbox import running_sandbox

COMMAND = str(Path(sys.executable).with_name("atom-xero"))


@dataclass(frozen=True)
class Said:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Its standard output, which must be one JSON document."""
        return json.loads(self.out)


@dataclass
class Terminal:
    """A terminal with these settings and no others of ours."""

    environment: dict[str, str]

    def __call__(self, *arguments: str, given: str = "", **more: str) -> Said:
        """Run `atom-xero` with these arguments, this standard input and these settings as well."""
        done = warm_commands.run(arguments, {**self.environment, **more}, given)
        assert "Traceback" not in done.err, done.err
        return Said(*done)

    def started(self, *arguments: str, **more: str) -> Said:
        """The same by the command itself, in an interpreter that is started for it."""
        done = subprocess.run(
            [COMMAND, *arguments],
            env={**self.environment, **more},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Said(done.returncode, done.stdout, done.stderr)

    def found(self, *arguments: str, **more: str) -> Any:
        """What a command that must succeed prints with --json."""
        said = self(*arguments, "--json", **more)
        assert said.code == 0, said
        return said.data


def terminal(home: Path, **settings: str) -> Terminal:
    """A terminal whose home is this folder."""
    ours = ("ATOM_", "XERO_")
    stored = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return Terminal({**stored, "ATOM_XERO_HOME": str(home), **settings})


@pytest.fixture
def bare(tmp_path: Path) -> Terminal:
    """Nothing is set, nothing is there."""
    return terminal(tmp_path / "home")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[dict[str, Any]]:
    """A sandbox in a process of its own."""
    with running_sandbox("--no-limits") as reported:
        yield reported


def connected_to(sandbox: dict[str, Any], home: Path) -> Terminal:
    """A terminal connected to the sandbox, as the command's own words say how."""
    opened = terminal(home)
    said = opened("connect", "--sandbox", sandbox["address"], XERO_SCOPES="everything")
    assert said.code == 0, said
    lines = (line.strip() for line in said.err.splitlines())
    exports = [line.removeprefix("export ") for line in lines if line.startswith("export ")]
    opened.environment.update(line.split("=", 1) for line in exports)
    return opened


@pytest.fixture(scope="module")
def connected(sandbox: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A terminal connected to the sandbox."""
    return connected_to(sandbox, tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def invoice(connected: Terminal) -> Callable[..., dict[str, Any]]:
    """Makes a plan for a draft invoice of the studio; gives the whole answer."""

    def make(*flags: str) -> dict[str, Any]:
        line = {"description": "Poster design", "quantity": "2", "unit_amount": "150.00", "account": "200"}
        arguments = {"contact": "Karori Veterinary Clinic", "lines": [line], "due_in_days": 14}
        said = connected(
            "skill", "run", "create_invoice", "--organisation", "harbour", "--input", json.dumps(arguments),
            "--json", *flags,
        )  # fmt: skip
        return {"code": said.code, **said.data}

    return make
