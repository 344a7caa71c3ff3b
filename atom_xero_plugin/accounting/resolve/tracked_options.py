"""The tracking options that lines name: lists that Xero gives whole, read once for a call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument
from atom_xero_plugin.accounting.kinds.tracking_categories import tracking_categories
from atom_xero_plugin.accounting.resolve.resolver import Resolver
from atom_xero_plugin.core.errors import Candidate, Conflict, FieldError
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.records.tracking_categories import TrackingCategory, TrackingOption


class TrackedOption(NamedTuple):
    """An option and the category that it is of."""

    category: TrackingCategory
    option: TrackingOption

    @property
    def in_use(self) -> bool:
        """Whether lines can name it."""
        return self.category.in_use and self.option.in_use

    @property
    def label(self) -> str:
        """As answers show it, for example `Region: North`."""
        return f"{self.category.name}: {self.option.name}"


def _candidate(each: TrackedOption) -> Candidate:
    archived = "" if each.in_use else " (archived)"
    label = f"{in_sentence(each.label)}{archived}"
    return Candidate("tracking_option", each.option.tracking_option_id or "", each.label, label)


_NAMES: Final[Resolver[TrackedOption]] = Resolver(
    kind="tracking option",
    keys=(
        (
            lambda each: each.label,
            lambda each: f"{each.category.name}:{each.option.name}",
            lambda each: f"{each.category.name} {each.option.name}",
            lambda each: each.option.tracking_option_id,
        ),
        (lambda each: each.option.name,),
    ),
    also=(),
    identity=_candidate,
    in_use=lambda each: each.in_use,
    finder="find_tracking_categories",
)


class TrackedOptions:
    """Every option of every category."""

    def __init__(self, categories: Sequence[TrackingCategory]) -> None:
        """Keep them as Xero gave them."""
        self.options = [
            TrackedOption(category, option)
            for category in categories
            for option in category.options or ()
            if option.status != "DELETED"
        ]

    def one(self, named: str, *, path: str) -> TrackedOption:
        """The option of that name, `Category: option` or the option alone.

        Raises NotFound with the near ones, Ambiguous, or Conflict for one that is archived, or whose category is.
        """
        found = _NAMES.one(named, self.options, path=path)
        if not found.in_use:
            what = "tracking option" if found.category.in_use else "tracking category of the option"
            raise Conflict(
                f"The {what} {in_sentence(found.label)} is archived, so no new line can name it.",
                fields=[FieldError(path, "is archived")],
                hint=f"Name another of: {', '.join(each.label for each in self.options if each.in_use)}."[:300],
            )
        return found

    def of_line(self, named: Sequence[str], *, path: str) -> list[dict[str, str]]:
        """The options of a line, as they are sent. Raises InvalidArguments for two of one category."""
        found = [self.one(each, path=f"{path}/{number}") for number, each in enumerate(named)]
        if len({each.category.tracking_category_id for each in found}) < len(found):
            raise invalid_argument(
                path, "names two options of one category; a line has one of each", hint=AFTER_READING
            )
        return [
            {
                "TrackingCategoryID": each.category.tracking_category_id,
                "TrackingOptionID": each.option.tracking_option_id or "",
                "Name": each.category.name or "",
                "Option": each.option.name or "",
            }
            for each in found
        ]


async def tracked_options(xero: XeroClient) -> TrackedOptions:
    """The options, archived ones too, so that an error can say of one that it is."""
    return TrackedOptions(await tracking_categories(xero))
