"""Tracking categories: how they appear in answers, how they are named, and the plans that change them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.accounting.resolve.resolver import Resolver, casefolded
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.errors import Candidate, Conflict, FieldError
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.tracking_categories import TRACKING_CATEGORIES, TrackingCategory, TrackingOption

MOST_IN_USE: Final = 2
MOST: Final = 4
"""Archived ones are counted. Source: developer.xero.com, Tracking categories."""
MOST_OPTIONS: Final = 100
"""Of one category; Xero advises no more."""


class TrackingOptionView(Struct, omit_defaults=True):
    """A value of a category."""

    id: Annotated[str, Meta(description="Xero's id of the option.")]
    name: Annotated[str, Meta(description="Its name.")]
    archived: Annotated[bool, Meta(description="True for one that is no longer in use.")] = False


class TrackingCategoryView(Struct, omit_defaults=True):
    """What reports split lines by, next to their account."""

    id: Annotated[str, Meta(description="Xero's id of the category.")]
    name: Annotated[str, Meta(description="Its name, for example Region.")]
    options: Annotated[list[TrackingOptionView], Meta(description="The values that lines can have in it.")]
    archived: Annotated[bool, Meta(description="True for one that is no longer in use.")] = False


class TrackingCategoryResult(Struct):
    """What an operation on a category answers, made from the record that was read back."""

    category: Annotated[TrackingCategoryView, Meta(description="The tracking category as Xero has it now.")]


CategoryName = Annotated[
    str,
    Meta(
        description="Tracking category. Its name or id; find_tracking_categories lists them.",
        min_length=1,
        max_length=100,
        extra=also("tracking_category category_name tracking_category_id category_id"),
    ),
]
OptionName = Annotated[
    str,
    Meta(
        description="Its name or id.",
        min_length=1,
        max_length=100,
        extra=also("tracking_option option_name option_id tracking_option_id value"),
    ),
]
NewTrackingName = Annotated[
    str, Meta(description="Its name, up to 100 characters.", min_length=1, max_length=100, extra=also("new_name title"))
]
Archived = Annotated[
    bool,
    Meta(description="True archives it, false restores it; alone.", extra=also("archive is_archived status")),
]


def tracking_category_view(_: Context, category: TrackingCategory) -> TrackingCategoryView:
    """A category with its options; those in use first."""
    options = sorted(
        (each for each in category.options or () if each.status != "DELETED"), key=lambda each: not each.in_use
    )
    return TrackingCategoryView(
        id=category.tracking_category_id,
        name=category.name or "",
        options=[
            TrackingOptionView(each.tracking_option_id or "", each.name or "", archived=not each.in_use)
            for each in options
        ],
        archived=not category.in_use,
    )


def _category(category: TrackingCategory) -> Candidate:
    archived = "" if category.in_use else ", archived"
    label = f"{in_sentence(category.name)} ({category.tracking_category_id}{archived})"
    return Candidate("tracking_category", category.tracking_category_id, category.name or "", label)


def _option(option: TrackingOption) -> Candidate:
    archived = "" if option.in_use else ", archived"
    label = f"{in_sentence(option.name)} ({option.tracking_option_id}{archived})"
    return Candidate("tracking_option", option.tracking_option_id or "", option.name or "", label)


CATEGORY_NAMES: Final[Resolver[TrackingCategory]] = Resolver(
    kind="tracking category",
    keys=((lambda each: each.name, lambda each: each.tracking_category_id),),
    also=(),
    identity=_category,
    in_use=lambda each: each.in_use,
    finder="find_tracking_categories",
)
OPTION_NAMES: Final[Resolver[TrackingOption]] = Resolver(
    kind="tracking option",
    keys=((lambda each: each.name, lambda each: each.tracking_option_id),),
    also=(),
    identity=_option,
    in_use=lambda each: each.in_use,
    finder="find_tracking_categories",
)


async def tracking_categories(xero: XeroClient) -> list[TrackingCategory]:
    """All there are, archived ones too."""
    return [each for each in (await list_of(xero, TRACKING_CATEGORIES)).items if each.status != "DELETED"]


async def one_category(xero: XeroClient, named: str, *, path: str = "/category") -> TrackingCategory:
    """The category with exactly this name or id. Raises NotFound, or Ambiguous."""
    return CATEGORY_NAMES.one(named, await tracking_categories(xero), path=path)


def one_option(category: TrackingCategory, named: str, *, path: str = "/option") -> TrackingOption:
    """The option with exactly this name or id. Raises NotFound, or Ambiguous."""
    return OPTION_NAMES.one(named, [each for each in category.options or () if each.status != "DELETED"], path=path)


def refuse_taken_name(
    name: str, others: Sequence[TrackingCategory | TrackingOption], *, what: str, besides: str | None = None
) -> None:
    """Raises Conflict for a name that another one has, archived ones too."""
    for each in others:
        known = each.record_id if isinstance(each, TrackingCategory) else each.tracking_option_id
        if known != besides and casefolded(each.name) == casefolded(name):
            archived = ", which is archived" if not each.in_use else ""
            raise Conflict(
                f"There is a tracking {what} of this name: {in_sentence(each.name)}{archived}.",
                fields=[FieldError("/name", f"is taken; Xero wants the name of each {what} once")],
                hint=f"change_tracking_{what} can restore it." if archived else "Use that one.",
            )


TRACKING_CATEGORY: Final = RecordKind[TrackingCategory](
    name="tracking_category",
    endpoint=TRACKING_CATEGORIES,
    view=tracking_category_view,
    shape=TrackingCategoryView,
    sample={
        "TrackingCategoryID": "6a68adde-f210-4465-b0a9-0d8cc6f50762",
        "Name": "Region",
        "Status": "ACTIVE",
        "Options": [
            {"TrackingOptionID": "dc54c220-0140-495a-b925-3246adc0075f", "Name": "Wellington", "Status": "ACTIVE"}
        ],
    },
)
