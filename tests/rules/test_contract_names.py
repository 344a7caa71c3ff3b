"""Names that others rely on stay: they are added to, and none is renamed or taken away.

`contract_names.json` lists them. A rename inside the package that reaches one of them fails here, whatever generated
files follow it by themselves. A name that is new is added by `python tests/rules/test_contract_names.py`, run by hand.
"""

from __future__ import annotations

import inspect
import json
import tempfile
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import Any

from typer.main import get_command

import atom_xero_plugin
from atom_xero_plugin import hookspecs, testing
from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.registry import Registry, describe
from atom_xero_plugin.core import errors
from atom_xero_plugin.core.settings import SETTINGS, load
from atom_xero_plugin.interfaces.cli.app import app as commands
from atom_xero_plugin.interfaces.http.app import create_app
from atom_xero_plugin.interfaces.http.service import HttpService
from atom_xero_plugin.plugin import XeroPlugin
from atom_xero_plugin.store.tables import metadata
from atom_xero_plugin.tools.formats import FORMATS

FILE = Path(__file__).with_name("contract_names.json")
SHAPES = (
    hookspecs.CallContext,
    hookspecs.SkillOffer,
    hookspecs.SkillMark,
    hookspecs.TriggerOffer,
    hookspecs.SearchHit,
    hookspecs.Health,
    hookspecs.IntegrationCard,
    testing.House,
)
Names = dict[str, list[str]]


def _arguments(owner: type) -> Iterator[tuple[str, list[str]]]:
    for name, function in inspect.getmembers(owner, inspect.isfunction):
        if not name.startswith("_"):
            yield (
                f"{owner.__name__}.{name}",
                [each for each in inspect.signature(function).parameters if each != "self"],
            )


def _python() -> Names:
    shapes = {shape.__name__: [field.name for field in fields(shape)] for shape in SHAPES}
    decorators = {
        f"{name}()": [*inspect.signature(getattr(atom_xero_plugin, name)).parameters] for name in ("skill", "trigger")
    }
    house = dict(_arguments(testing.House))
    hooks = {
        **dict(_arguments(atom_xero_plugin.Context)),
        **dict(_arguments(hookspecs.HookSpecs)),
        **dict(_arguments(hookspecs.HostServices)),
    }
    public = {"atom_xero_plugin": [*atom_xero_plugin.__all__]}
    return {**public, **shapes, **decorators, **house, **hooks}


def _errors() -> Names:
    found, waiting = {}, [errors.XeroPluginError]
    while waiting:
        each = waiting.pop()
        waiting += each.__subclasses__()
        found[f"error {each.code}"] = [str(each.exit_code)]
    return found


def _commands(command: Any, typed: str) -> Iterator[tuple[str, list[str]]]:
    options = [option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)]
    yield typed, sorted(options)
    for name in getattr(command, "list_commands", lambda _: ())(None):
        yield from _commands(command.get_command(None, name), f"{typed} {name}")


def _routes(folder: Path) -> Names:
    service = HttpService(App(load({"ATOM_XERO_HOME": str(folder)})), Registry(), home=True)
    found = {}
    for path, methods in create_app(service).openapi()["paths"].items():
        for method, operation in methods.items():
            parameters = [each["name"] for each in operation.get("parameters", ())]
            found[f"{method.upper()} {path}"] = [operation["operationId"], *parameters]
    return found


def _keys(schema: Any) -> set[str]:
    """Every key of a record that a JSON Schema describes."""
    if isinstance(schema, list):
        return {key for each in schema for key in _keys(each)}
    if not isinstance(schema, dict):
        return set()
    own = schema.get("properties", {})
    deeper = [*own.values(), *(each for name, each in schema.items() if name not in {"properties", "required", "enum"})]
    return set(own) | {key for each in deeper for key in _keys(each)}


def _schemas() -> Names:
    found = {}
    for skill in Registry().skills:
        described = describe(skill)
        found[f"skill {skill.name} takes"] = sorted(_keys(described["input"]))
        found[f"skill {skill.name} answers"] = sorted(_keys(described["output"]))
    for trigger in XeroPlugin().atom_triggers():
        found[f"trigger {trigger.name} takes"] = sorted(_keys(trigger.filter_schema))
        found[f"trigger {trigger.name} sends"] = [trigger.event_type, *sorted(_keys(trigger.payload_schema))]
    return found


def names(folder: Path) -> Names:
    """Every name of the contract as the program has it now."""
    return {
        **_python(),
        **_errors(),
        **dict(_commands(get_command(commands), "atom-xero")),
        "settings": [each.env for each in SETTINGS],
        **_routes(folder),
        **_schemas(),
        **{f"table {table.name}": [column.name for column in table.columns] for table in metadata.sorted_tables},
    }


def test_no_name_of_the_contract_is_gone(tmp_path: Path) -> None:
    """A host, a program, a script or a database of before finds each name where it was."""
    listed: Names = json.loads(FILE.read_text(encoding="utf-8"))
    today = names(tmp_path)

    gone = {where: [name for name in known if name not in today.get(where, ())] for where, known in listed.items()}

    assert listed.keys() - today.keys() == set()
    assert {where: lost for where, lost in gone.items() if lost} == {}


def test_what_documentation_gave_to_import_is_still_there() -> None:
    """A program that was written from it goes on: these two are named by the examples for models' own interfaces."""
    assert import_module("atom_xero_plugin.registry").Registry is Registry
    assert import_module("atom_xero_plugin.tools").FORMATS is FORMATS


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        lines = [f"{json.dumps(where)}: {json.dumps(found)}" for where, found in sorted(names(Path(made)).items())]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
