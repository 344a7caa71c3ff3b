"""Plans that create, rename, archive, restore or delete a tracking category or one of its options.

Source: developer.xero.com, Tracking categories: a name and a status go in requests of their own, and only what no line
names can be deleted. Xero says of none when it changed last, so each step looks again before it is sent.
"""

from __future__ import annotations

from typing import Any, Final

from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument, one_line
from atom_xero_plugin.accounting.kinds.tracking_categories import (
    MOST,
    MOST_IN_USE,
    MOST_OPTIONS,
    one_category,
    one_option,
    refuse_taken_name,
    tracking_categories,
)
from atom_xero_plugin.accounting.unchanged import still_shows
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Conflict, FieldError
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import RECORD, PlanWarning, Proposal, Step, Undo
from atom_xero_plugin.plans.read_back import element
from atom_xero_plugin.xero.records import tracking_categories as records
from atom_xero_plugin.xero.records.tracking_categories import TRACKING_CATEGORIES, TrackingCategory, TrackingOption
from atom_xero_plugin.xero.write import Write, create, update

_KIND: Final = "tracking_category"
_FINAL: Final = PlanWarning("final", "It cannot be brought back. Xero refuses if any line names it.")
_HIDDEN: Final = PlanWarning("hidden", "No new line can name it; lines and reports that do keep it.")


async def propose_category(ctx: Context, name: str) -> Proposal:
    """The plan that creates a category. Raises Conflict for a name that is taken, or if Xero takes no more."""
    bare = _named(name)
    there = await tracking_categories(ctx.xero)
    refuse_taken_name(bare, there, what="category")
    _refuse_too_many(there)
    return Proposal(
        summary=f"Create the tracking category {in_sentence(bare)}.",
        steps=[
            Step(
                create(TRACKING_CATEGORIES, {"Name": bare}),
                _KIND,
                expects={"Name": bare, "Status": "ACTIVE"},
                find={},
                besides=[each.tracking_category_id for each in there],
            )
        ],
        after={"name": bare},
        party=bare,
        undo=Undo(
            "delete_tracking_category",
            {},
            "delete_tracking_category can delete it as long as no line names it.",
            written={"category": RECORD},
        ),
    )


async def propose_category_change(ctx: Context, named: str, name: str | None, archived: bool | None) -> Proposal:
    """The plan that renames, archives or restores a category."""
    name = _one_change(name, archived)
    there = await tracking_categories(ctx.xero)
    category = await one_category(ctx.xero, named)
    label = f"tracking category {in_sentence(category.name)}"
    body = _body(name, archived, in_use=category.in_use, was=category.name, label=label)
    if name is not None:
        refuse_taken_name(body["Name"], there, what="category", besides=category.tracking_category_id)
    if archived is False:
        _refuse_too_many(there, more=0)
    now = {"Name": category.name or "", "Status": category.status or "ACTIVE"}
    step = Step(
        update(TRACKING_CATEGORIES, category.tracking_category_id, body),
        _KIND,
        expects=now | body,
        record_id=category.tracking_category_id,
        precondition=still_shows(_KIND, category.tracking_category_id, now),
    )
    return _changing(step, label, category.name, body, "change_tracking_category", {"category": category.record_id})


async def propose_category_deletion(ctx: Context, named: str) -> Proposal:
    """The plan that deletes a category with its options."""
    category = await one_category(ctx.xero, named)
    now = {"Name": category.name or "", "Status": category.status or "ACTIVE"}
    reported = {"TrackingCategoryID": category.tracking_category_id, "Name": category.name or "", "Status": "DELETED"}
    step = Step(
        records.delete_category(category.tracking_category_id),
        _KIND,
        expects={"TrackingCategoryID": category.tracking_category_id, "Status": "DELETED"},
        record_id=category.tracking_category_id,
        keyed=False,
        gone=reported,
        precondition=still_shows(_KIND, category.tracking_category_id, now),
    )
    options = [each.name for each in category.options or () if each.status != "DELETED"]
    return Proposal(
        summary=f"Delete the tracking category {in_sentence(category.name)} with its {len(options)} options.",
        steps=[step],
        before={"name": category.name, "options": options},
        after={"name": category.name, "deleted": True},
        party=category.name,
        warnings=[_FINAL],
    )


async def propose_option(ctx: Context, named: str, name: str) -> Proposal:
    """The plan that adds an option to a category in use."""
    bare = _named(name)
    category = await one_category(ctx.xero, named)
    if not category.in_use:
        raise Conflict(f"The tracking category {in_sentence(category.name)} is archived.",
                       fields=[FieldError("/category", "is archived")],
                       hint="change_tracking_category can restore it.")  # fmt: skip
    there = [each for each in category.options or () if each.status != "DELETED"]
    refuse_taken_name(bare, there, what="option")
    warnings = []
    if len(there) >= MOST_OPTIONS:
        warnings.append(
            PlanWarning("many_options", f"It has {len(there)} options; Xero advises {MOST_OPTIONS} at most.")
        )
    path = _path("Name", bare)
    return Proposal(
        summary=f"Add the option {in_sentence(bare)} to the tracking category {in_sentence(category.name)}.",
        steps=[_part(category, records.create_option(category.tracking_category_id, bare),
                     expects={f"{path}.Status": "ACTIVE"}, now={f"{path}.Status": ""})],
        after={"category": category.name, "option": bare},
        party=category.name,
        warnings=warnings,
        undo=_undo("delete_tracking_option", {"category": category.record_id, "option": bare},
                   "delete it as long as no line names it"),
    )  # fmt: skip


async def propose_option_change(
    ctx: Context, in_category: str, named: str, name: str | None, archived: bool | None
) -> Proposal:
    """The plan that renames, archives or restores an option."""
    name = _one_change(name, archived)
    category = await one_category(ctx.xero, in_category)
    option = one_option(category, named)
    label = f"option {in_sentence(option.name)} of the tracking category {in_sentence(category.name)}"
    body = _body(name, archived, in_use=option.in_use, was=option.name, label=label)
    if name is not None:
        refuse_taken_name(body["Name"], category.options or (), what="option", besides=option.tracking_option_id)
    path, identity = _known(option)
    now = {f"{path}.Name": option.name or "", f"{path}.Status": option.status or "ACTIVE"}
    expects = now | {f"{path}.{field}": value for field, value in body.items()}
    write = records.update_option(category.tracking_category_id, identity, body)
    named_again = {"category": category.record_id, "option": identity}
    step = _part(category, write, expects=expects, now=now)
    return _changing(step, label, option.name, body, "change_tracking_option", named_again)


async def propose_option_deletion(ctx: Context, in_category: str, named: str) -> Proposal:
    """The plan that deletes an option."""
    category = await one_category(ctx.xero, in_category)
    option = one_option(category, named)
    path, identity = _known(option)
    step = _part(category, records.delete_option(category.tracking_category_id, identity),
                 expects={f"{path}.Name": ""}, now={f"{path}.Name": option.name or ""}, keyed=False)  # fmt: skip
    return Proposal(
        summary=f"Delete the option {in_sentence(option.name)} of the tracking category {in_sentence(category.name)}.",
        steps=[step],
        before={"category": category.name, "option": option.name},
        after={"category": category.name, "option": option.name, "deleted": True},
        party=category.name,
        warnings=[_FINAL],
    )


def _named(name: str) -> str:
    bare = one_line(name, "/name")
    if bare is None:
        raise invalid_argument("/name", "must not be blank")
    return bare


def _one_change(name: str | None, archived: bool | None) -> str | None:
    """The new name. Raises InvalidArguments for nothing to change, or for both, which Xero takes apart only."""
    if name is None and archived is None:
        raise invalid_argument("", "nothing would change: give name or archived")
    if name is not None and archived is not None:
        raise invalid_argument("/archived", "goes alone: Xero takes a name and a status in calls of their own")
    return _named(name) if name is not None else None


def _body(name: str | None, archived: bool | None, *, in_use: bool, was: str | None, label: str) -> Any:
    """What is sent. Raises InvalidArguments or Conflict if nothing would change."""
    if name is not None:
        if name == was:
            raise invalid_argument("/name", "is its name already", hint=AFTER_READING)
        if not in_use:
            raise Conflict(f"The {label} is archived.", hint="Restore it with archived false first.")
        return {"Name": name}
    if in_use is not archived:
        state = "archived already" if archived else "in use; it is not archived"
        raise Conflict(f"The {label} is {state}.", hint="Nothing needs to be done.")
    return {"Status": "ARCHIVED" if archived else "ACTIVE"}


def _refuse_too_many(there: list[TrackingCategory], *, more: int = 1) -> None:
    used = [each for each in there if each.in_use]
    names = ", ".join(in_sentence(each.name) for each in (used if len(used) >= MOST_IN_USE else there))
    if len(used) >= MOST_IN_USE:
        raise Conflict(f"Xero has room for {MOST_IN_USE} tracking categories in use, and there are: {names}.",
                       hint="Archive one by change_tracking_category first.")  # fmt: skip
    if len(there) + more > MOST:
        raise Conflict(f"Xero has room for {MOST} tracking categories, archived ones counted: {names}.",
                       hint="Delete one by delete_tracking_category first.")  # fmt: skip


def _path(field: str, value: str) -> str:
    return f"Options.{element(field, value)}"


def _known(option: TrackingOption) -> tuple[str, str]:
    """The path of an option by its id, and the id."""
    identity = option.tracking_option_id or ""
    return _path("TrackingOptionID", identity), identity


def _part(
    category: TrackingCategory, write: Write, *, expects: dict[str, str], now: dict[str, str], keyed: bool = True
) -> Step:
    shown = {"Name": category.name or "", "Status": category.status or "ACTIVE"}
    return Step(
        write,
        _KIND,
        expects=shown | expects,
        record_id=category.tracking_category_id,
        keyed=keyed,
        answers_part=True,
        precondition=still_shows(_KIND, category.tracking_category_id, shown | now),
    )


def _changing(step: Step, label: str, was: str | None, body: Any, skill: str, again: dict[str, str]) -> Proposal:
    if "Name" in body:
        return Proposal(
            summary=f"Rename the {label} to {in_sentence(body['Name'])}.", steps=[step], before={"name": was},
            after={"name": body["Name"]}, party=was,
            warnings=[PlanWarning("everywhere", "Lines and reports of before show the new name too.")],
            undo=_undo(skill, {**again, "name": was}, "give it the old name"),
        )  # fmt: skip
    archived = body["Status"] == "ARCHIVED"
    return Proposal(
        summary=f"{'Archive' if archived else 'Restore'} the {label}.", steps=[step],
        before={"name": was, "archived": not archived}, after={"name": was, "archived": archived}, party=was,
        warnings=[_HIDDEN] if archived else [],
        undo=_undo(skill, {**again, "archived": not archived}, "restore it" if archived else "archive it"),
    )  # fmt: skip


def _undo(skill: str, arguments: dict[str, Any], can: str) -> Undo:
    return Undo(skill, arguments, f"{skill} can {can}.")
