"""Contact groups: how they appear in answers, how they are named, and the plans that change them.

Xero says of no group when it changed last, so each step checks again before it is sent.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument, one_line
from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.accounting.resolve.by_id import by_id
from atom_xero_plugin.accounting.resolve.contacts import one_contact
from atom_xero_plugin.accounting.resolve.resolver import Resolver, casefolded
from atom_xero_plugin.accounting.unchanged import still_shows
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.errors import Candidate, Conflict, FieldError
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import RECORD, PlanWarning, Proposal, Step, Undo
from atom_xero_plugin.plans.read_back import element
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import get, list_of
from atom_xero_plugin.xero.records import contact_groups as records
from atom_xero_plugin.xero.records.contact_groups import CONTACT_GROUPS, ContactGroup
from atom_xero_plugin.xero.write import create, update

MOST: Final = 100
"""Groups of an organisation. Source: Xero's own message, `You've reached the limit of 100 contact groups.`"""
_KIND: Final = "contact_group"


class GroupRow(Struct):
    """A contact group in a list."""

    id: Annotated[str, Meta(description="Xero's id of the group.")]
    name: Annotated[str, Meta(description="Its name.")]


class MemberView(Struct):
    """A contact of a group."""

    id: Annotated[str, Meta(description="Xero's id of the contact.")]
    name: Annotated[str, Meta(description="Its name.")]


class ContactGroupView(Struct, omit_defaults=True):
    """A contact group with its contacts."""

    id: Annotated[str, Meta(description="Xero's id of the group.")]
    name: Annotated[str, Meta(description="Its name.")]
    contacts: Annotated[list[MemberView], Meta(description="The contacts in it, by name.")]
    deleted: Annotated[bool, Meta(description="True for one that was deleted.")] = False


class ContactGroupResult(Struct):
    """What an operation on a group answers, made from the record that was read back."""

    group: Annotated[ContactGroupView, Meta(description="The contact group as Xero has it now.")]


GroupName = Annotated[
    str,
    Meta(
        description="Contact group: its name or id; list_contact_groups lists them.",
        min_length=1,
        max_length=255,
        extra=also("contact_group group_name group_id contact_group_id"),
    ),
]
NewGroupName = Annotated[
    str,
    Meta(description="Name of the group, unique.", min_length=1, max_length=255, extra=also("group title new_name")),
]


def group_row(group: ContactGroup) -> GroupRow:
    """A group as a list shows it; Xero gives no members there."""
    return GroupRow(group.contact_group_id, group.name or "")


def contact_group_view(_: Context, group: ContactGroup) -> ContactGroupView:
    """A group with its members."""
    members = [MemberView(each.contact_id or "", each.name or "") for each in group.contacts or ()]
    members.sort(key=lambda each: casefolded(each.name))
    return ContactGroupView(group.contact_group_id, group.name or "", members, deleted=group.status == "DELETED")


def _candidate(group: ContactGroup) -> Candidate:
    label = f"{in_sentence(group.name)} ({group.contact_group_id})"
    return Candidate(_KIND, group.contact_group_id, group.name or "", label)


GROUP_NAMES: Final[Resolver[ContactGroup]] = Resolver(
    kind="contact group",
    keys=((lambda each: each.name, lambda each: each.contact_group_id),),
    also=(),
    identity=_candidate,
    in_use=lambda each: each.status != "DELETED",
    finder="list_contact_groups",
)


async def contact_groups(xero: XeroClient) -> list[ContactGroup]:
    """All there are; Xero lists no deleted ones."""
    return list((await list_of(xero, CONTACT_GROUPS)).items)


async def one_group(xero: XeroClient, named: str, *, path: str = "/group") -> ContactGroup:
    """The group with exactly this name or id, with its members. Raises NotFound, or Ambiguous."""
    found = GROUP_NAMES.one(named, await contact_groups(xero), path=path)
    return await by_id(get(xero, CONTACT_GROUPS, found.contact_group_id), f"contact group {found.name}", path)


async def propose_group(ctx: Context, name: str) -> Proposal:
    """The plan that creates a group. Raises Conflict for a name that is taken, or if Xero takes no more groups."""
    bare = _named(name)
    there = await contact_groups(ctx.xero)
    _refuse_taken(bare, there)
    if len(there) >= MOST:
        raise Conflict(
            f"Xero has room for {MOST} contact groups, and there are {len(there)}.",
            hint="Delete one by delete_contact_group first.",
        )
    return Proposal(
        summary=f"Create the contact group {in_sentence(bare)}.",
        steps=[
            Step(
                create(CONTACT_GROUPS, {"Name": bare}),
                _KIND,
                expects={"Name": bare, "Status": "ACTIVE"},
                find={},
                besides=[each.contact_group_id for each in there],
            )
        ],
        after={"name": bare},
        party=bare,
        undo=Undo(
            "delete_contact_group", {}, "delete_contact_group can delete it; contacts stay.", written={"group": RECORD}
        ),
    )


async def propose_group_name(ctx: Context, named: str, name: str) -> Proposal:
    """The plan that renames a group. Raises Conflict for a name that is taken."""
    bare = _named(name)
    group = await one_group(ctx.xero, named)
    if bare == group.name:
        raise invalid_argument("/name", "is its name already", hint=AFTER_READING)
    _refuse_taken(bare, await contact_groups(ctx.xero), besides=group.contact_group_id)
    return Proposal(
        summary=f"Rename the contact group {in_sentence(group.name)} to {in_sentence(bare)}.",
        steps=[_updating(group, {"Name": bare}, {"Name": bare, "Status": "ACTIVE"})],
        before={"name": group.name},
        after={"name": bare},
        party=group.name,
        undo=Undo(
            "change_contact_group",
            {"group": group.contact_group_id, "name": group.name or ""},
            "change_contact_group can give it the old name.",
        ),
    )


async def propose_group_deletion(ctx: Context, named: str) -> Proposal:
    """The plan that deletes a group; its contacts stay."""
    group = await one_group(ctx.xero, named)
    members = [each.name or "" for each in group.contacts or ()]
    return Proposal(
        summary=f"Delete the contact group {in_sentence(group.name)}; its {len(members)} contacts stay.",
        steps=[_updating(group, {"Status": "DELETED"}, {"Status": "DELETED"}, gone=True)],
        before={"name": group.name, "contacts": members},
        after={"name": group.name, "deleted": True},
        party=group.name,
        warnings=[PlanWarning("final", "It cannot be brought back; a new group starts empty.")],
    )


async def propose_member(ctx: Context, named: str, contact_named: str, *, inside: bool) -> Proposal:
    """The plan that puts a contact into a group, or takes it out. Raises Conflict where nothing would change."""
    contact = await one_contact(ctx.xero, contact_named)
    group = await one_group(ctx.xero, named)
    is_in = any(each.contact_id == contact.contact_id for each in group.contacts or ())
    place = f"the contact group {in_sentence(group.name)}"
    if is_in is inside:
        state = "is already in" if inside else "is not in"
        raise Conflict(f"{in_sentence(contact.name)} {state} {place}.", hint="Nothing needs to be done.")
    path = f"Contacts.{element('ContactID', contact.contact_id)}.Name"
    with_it, without = {path: contact.name or ""}, {path: ""}
    identity = {"ContactGroupID": group.contact_group_id}
    write = records.add_member if inside else records.remove_member
    step = Step(
        write(group.contact_group_id, contact.contact_id),
        _KIND,
        expects=identity | (with_it if inside else without),
        record_id=group.contact_group_id,
        keyed=inside,
        answers_part=True,
        precondition=still_shows(_KIND, group.contact_group_id, identity | (without if inside else with_it)),
    )
    undo, can = ("remove_from_contact_group", "take it out") if inside else ("add_to_contact_group", "put it back")
    verb, preposition = ("Add", "to") if inside else ("Remove", "from")
    return Proposal(
        summary=f"{verb} {in_sentence(contact.name)} {preposition} {place}.",
        steps=[step],
        before={"group": group.name, "contact": contact.name, "in_group": is_in},
        after={"group": group.name, "contact": contact.name, "in_group": inside},
        party=contact.name,
        undo=Undo(undo, {"group": group.contact_group_id, "contact": contact.contact_id}, f"{undo} can {can} again."),
    )


def _updating(group: ContactGroup, body: dict[str, Any], expects: dict[str, str], *, gone: bool = False) -> Step:
    identity = {"ContactGroupID": group.contact_group_id}
    now = {"Name": group.name or "", "Status": group.status or "ACTIVE"}
    return Step(
        update(CONTACT_GROUPS, group.contact_group_id, body),
        _KIND,
        expects=identity | expects,
        record_id=group.contact_group_id,
        gone=identity | {"Name": group.name or ""} | expects if gone else None,
        precondition=still_shows(_KIND, group.contact_group_id, identity | now),
    )


def _named(name: str) -> str:
    bare = one_line(name, "/name")
    if bare is None:
        raise invalid_argument("/name", "must not be blank")
    return bare


def _refuse_taken(name: str, there: list[ContactGroup], *, besides: str | None = None) -> None:
    for each in there:
        if each.contact_group_id != besides and casefolded(each.name) == casefolded(name):
            raise Conflict(
                f"There is a contact group of this name: {in_sentence(each.name)}.",
                fields=[FieldError("/name", "is taken; Xero wants the name of each group once")],
                hint="Use that one.",
                candidates=[_candidate(each)],
            )


CONTACT_GROUP: Final = RecordKind[ContactGroup](
    name=_KIND,
    endpoint=CONTACT_GROUPS,
    view=contact_group_view,
    shape=ContactGroupView,
    sample={
        "ContactGroupID": "97bbd0e6-ab4d-4117-9304-d90dd4779199",
        "Name": "Newsletter",
        "Status": "ACTIVE",
        "Contacts": [{"ContactID": "9ce626d2-14ea-463c-9fff-6785ab5f9bfb", "Name": "Kauri Grove Cafe"}],
    },
)
