"""Arguments are checked before anything else happens, as text one can act on."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.catalogue.schema import input_schema
from atom_xero_plugin.catalogue.validation import check
from atom_xero_plugin.core.errors import InvalidArguments

Amount = Annotated[
    Decimal, Meta(description="Decimal text.", extra_json_schema={"pattern": r"^[0-9]{1,12}(\.[0-9]{1,4})?$"})
]


class Line(Struct, forbid_unknown_fields=True):
    text: Annotated[str, Meta(description="What was sold.", max_length=10)]
    price: Amount | None = None


class Input(Struct, forbid_unknown_fields=True):
    contact: Annotated[str, Meta(description="Name of the contact.", min_length=1, max_length=20)]
    lines: Annotated[list[Line], Meta(description="The lines.", max_length=3)] = []
    status: Annotated[Literal["open", "paid"] | None, Meta(description="State.")] = None


class Output(Struct):
    text: Annotated[str, Meta(description="Something.")]


@skill(effect="read", scopes=[], takes_file=True, examples=[Example("x", {"contact": "a"})])
async def find_files(ctx: Context, input: Input) -> Output:
    """Find things of a Xero file."""
    return Output(input.contact)


@skill(effect="read", scopes=[], examples=[Example("x", {"contact": "a"})])
async def find_things(ctx: Context, input: Input) -> Output:
    """Find things in Xero."""
    return Output(input.contact)


def invalid(arguments: Any) -> dict[str, str]:
    with pytest.raises(InvalidArguments) as caught:
        check(find_things, arguments)
    return {field.path: field.message for field in caught.value.fields}


def test_good_arguments_become_the_input() -> None:
    """Text becomes an exact decimal."""
    given_input = check(find_things, {"contact": "acme", "lines": [{"text": "tea", "price": "1.10"}]})

    assert given_input == Input("acme", [Line("tea", Decimal("1.10"))])


def test_a_missing_field_is_named_with_what_it_is() -> None:
    """The description helps the caller to fill it."""
    assert invalid({}) == {"/contact": "is required. Name of the contact."}


def test_an_unknown_field_names_the_one_that_was_meant() -> None:
    """A typing slip is answered with the right name."""
    assert invalid({"contact": "a", "statsu": "open"}) == {"/statsu": "is not a field here. Did you mean status?"}


def test_a_question_in_an_error_ends_once() -> None:
    """No full stop behind the question mark."""
    with pytest.raises(InvalidArguments, match=r"Did you mean status\?$"):
        check(find_things, {"contact": "a", "statsu": "open"})


def test_every_wrong_field_is_named_by_its_path() -> None:
    """Not only the first."""
    found = invalid({"contact": "", "status": "lost", "lines": [{"text": "a" * 11}, {"price": "1"}]})

    assert sorted(found) == ["/contact", "/lines/0/text", "/lines/1/text", "/status"]
    assert found["/status"] == "must be one of open, paid, not 'lost'"


@pytest.mark.parametrize(
    "price",
    [True, float("nan"), float("inf"), 1.0000000000000002, "1e5", "NaN", "-1", "1\u0661", "1,10,2", "1k", "(5.00)"],
)
def test_what_is_no_exact_amount_is_refused(price: Any) -> None:
    """A JSON number that may not be what was written too."""
    assert list(invalid({"contact": "a", "lines": [{"text": "t", "price": price}]})) == ["/lines/0/price"]


def test_null_means_left_out() -> None:
    """Strict clients send null for every optional field."""
    assert check(find_things, {"contact": "a", "status": None}) == Input("a")


@pytest.mark.parametrize("text", ["", "[]", "nul", '{"contact": NaN}', '{"contact": "a"', "1", '"a"'])
def test_text_that_is_no_json_object_is_refused(text: str) -> None:
    """A clear error, not a crash."""
    with pytest.raises(InvalidArguments):
        check(find_things, text)


def test_a_megabyte_of_arguments_is_refused_unread() -> None:
    """Size is bounded before anything is parsed."""
    with pytest.raises(InvalidArguments, match="characters"):
        check(find_things, '{"contact": "' + "a" * 1_000_001 + '"}')


def test_a_skill_that_takes_a_file_reads_more_than_a_megabyte() -> None:
    """Ten megabytes, as base64 or however JSON escapes them; then that is refused unread too."""
    large = '{"contact": "a", "lines": []' + " " * 14_000_000

    assert check(find_files, large + "}") == Input("a")
    with pytest.raises(InvalidArguments, match=r"have more than 15,000,000 characters"):
        check(find_files, large + " " * 1_000_000 + "}")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(["contact", "lines", "status", "x"]), json_values))
def test_anything_at_all_is_either_taken_or_refused_as_text(arguments: dict[str, Any]) -> None:
    """No input crashes the check, and every refusal names a field."""
    try:
        taken = check(find_things, arguments)
    except InvalidArguments as error:
        refused = error
    else:
        assert isinstance(taken, Input)
        return
    assert refused.fields or "JSON" in refused.message


def test_the_schema_shows_no_null_and_no_reference() -> None:
    """What an AI reads is plain."""
    schema = str(input_schema(find_things))

    assert "null" not in schema
    assert "$ref" not in schema
