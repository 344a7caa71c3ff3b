"""Writes a new skill or trigger and its test: `make new skill=show_quote`, `make new trigger=contact_merged`."""

from __future__ import annotations

import sys
from pathlib import Path

from atom_xero_plugin.catalogue.skill import VERBS, Effect
from atom_xero_plugin.core.package_files import folder

_READ = '''"""{words}."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.xero.lists import only
from atom_xero_plugin.xero.records.organisation import ORGANISATIONS


class Input(Struct, forbid_unknown_fields=True):
    """What {name} takes."""

    # AI models are shown the first sentence of a field's words; what follows it is for people.


class Output(Struct):
    """What {name} answers."""

    name: Annotated[str, Meta(description="The organisation's name as Xero has it.")]


@skill(
    effect="read",
    scopes=["accounting.settings.read"],
    examples=[Example(ask="{words}", arguments={{}})],
)
async def {name}(ctx: Context, input: Input) -> Output:  # noqa: ARG001
    """{words} of the connected Xero organisation."""
    record = await only(ctx.xero, ORGANISATIONS)
    return Output(name=record.name or ctx.organisation.name)
'''

_WRITE = '''"""{words}."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.plans.proposal import Proposal, Step
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.xero.records.contacts import CONTACTS, Contact
from atom_xero_plugin.xero.write import create


class Input(Struct, forbid_unknown_fields=True):
    """What {name} takes."""

    # AI models are shown the first sentence of a field's words; what follows it is for people.
    name: Annotated[str, Meta(description="Name of the new Xero contact.", min_length=1, max_length=255)]


class Output(Struct):
    """What {name} answers, made from the record that was read back."""

    contact_id: Annotated[str, Meta(description="Xero's id of the contact.")]


@skill(
    effect="{effect}",
    scopes=["accounting.contacts"],
    examples=[Example(ask="{words}", arguments={{"name": "Example Trading"}})],
)
async def {name}(ctx: Context, input: Input) -> Proposal:  # noqa: ARG001
    """{words} in Xero. A person approves it first."""
    return Proposal(
        summary=f"Create the Xero contact {{in_sentence(input.name)}}.",
        party=input.name,
        steps=[Step(create(CONTACTS, {{"Name": input.name}}), "contact", expects={{"Name": input.name}})],
        after={{"name": input.name}},
    )


@{name}.verified
def answer(ctx: Context, contact: Contact) -> Output:  # noqa: ARG001
    """The contact as Xero has it now."""
    return Output(contact_id=contact.contact_id)
'''

_TEST = '''"""What {name} promises."""

from __future__ import annotations

import pytest

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_its_first_example_answers_on_the_sandbox(house: House) -> None:
    """The example that people and AIs are shown works."""
    example = house.registry.skill("{name}").examples[0]

    answer = await house.do("{name}", **example.arguments)

    assert answer["success"] is True
'''


_TRIGGER = '''"""The trigger `{name}`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.accounting.documents.trigger_filters import DocumentFilters
from atom_xero_plugin.xero.records.invoices import Invoice


@trigger(resource="Invoices", filters=DocumentFilters, before={{}}, after={{"Reference": "{words}"}})
def {name}(change: Change[Invoice], filters: DocumentFilters) -> bool:
    """Fires when a Xero sales invoice gets the reference "{words}"."""
    del filters
    return change.old is not None and change.new.type == "ACCREC" and change.became("reference", "{words}")
'''

_TRIGGER_TEST = '''"""What the trigger `{name}` promises."""

from __future__ import annotations

import pytest
from support.asking import change, row
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_it_is_told_once_with_the_record_before_and_after(ear: Ear) -> None:
    """Filters choose."""
    invoice = row(ear.house, "Invoices", Type="ACCREC", Status="AUTHORISED")

    event = await ear.fires(
        "{name}",
        lambda: change(ear.house, "Invoices", invoice, Reference="{words}"),
        fits={{"contact": invoice["Contact"]["Name"]}},
        misses={{"contact": "nobody"}},
    )

    assert event["new"]["reference"] == "{words}"
'''


def effect_of(name: str) -> Effect | None:
    """The effect that the first verb of a skill's name says, or None for a verb that is not on the list."""
    verb = name.partition("_")[0]
    return next((effect for effect, verbs in VERBS.items() if verb in verbs), None)


def write_skill(name: str, root: Path) -> list[Path]:
    """Write skills/<name>.py and tests/skills/test_<name>.py below `root`.

    Raises SystemExit with a sentence for a name that does not fit, or a file that is there already.
    """
    effect = effect_of(name)
    if not name.isidentifier() or name != name.lower() or "_" not in name or effect is None:
        verbs = ", ".join(verb for verbs in VERBS.values() for verb in verbs)
        raise SystemExit(f"A skill is named verb_noun in lower case; the verb is one of: {verbs}.")
    text = _READ if effect == "read" else _WRITE
    return _write(root, "skills", name, text, _TEST, effect=str(effect))


def write_trigger(name: str, root: Path) -> list[Path]:
    """Write triggers/<name>.py and tests/triggers/test_<name>.py below `root`.

    Raises SystemExit with a sentence for a name that does not fit, or a file that is there already.
    """
    if not name.isidentifier() or name != name.lower() or "_" not in name.strip("_"):
        raise SystemExit("A trigger is named noun_event in lower case, for example contact_merged.")
    return _write(root, "triggers", name, _TRIGGER, _TRIGGER_TEST)


def _write(root: Path, folder_name: str, name: str, file_text: str, test_text: str, **more: str) -> list[Path]:
    words = name.replace("_", " ").capitalize()
    file, test = root / folder_name / f"{name}.py", root / "tests" / folder_name / f"test_{name}.py"
    for path in (file, test):
        if path.exists():
            raise SystemExit(f"{path.relative_to(root)} is there already.")
    for path, text in ((file, file_text), (test, test_text)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(name=name, words=words, **more))
    return [file, test]


def main(arguments: list[str]) -> None:
    """`skill NAME` or `trigger NAME`."""
    writers = {"skill": write_skill, "trigger": write_trigger}
    if len(arguments) != 2 or arguments[0] not in writers:  # noqa: PLR2004 - kind and name
        raise SystemExit("Say what to make: make new skill=show_quote, or make new trigger=contact_merged.")
    root = folder("skills").parent
    written = writers[arguments[0]](arguments[1], root)
    sys.stdout.write("".join(f"wrote {path.relative_to(root)}\n" for path in written))


if __name__ == "__main__":
    main(sys.argv[1:])
