"""How a CSV bank statement is laid out: what a person may give, and what was found."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

Column = Annotated[str, Meta(max_length=200)]
"""A heading or number, or another short word: bounded, as every text that a caller gives."""
Words = Annotated[list[Column], Meta(max_length=50)]
Delimiter = Literal["comma", "semicolon", "tab", "pipe"]
DateOrder = Literal["day_first", "month_first", "year_first"]
DecimalMark = Literal["point", "comma"]
Sign = Literal["in_positive", "out_positive", "unsigned"]
LineOrder = Literal["oldest_first", "newest_first", "mixed"]


class Columns(Struct, frozen=True, forbid_unknown_fields=True):
    """Which column holds what, each by its heading or its number counted from 1."""

    date: Annotated[Column | None, Meta(description="The day.")] = None
    amount: Annotated[Column | None, Meta(description="One amount; else give debit and credit.")] = None
    debit: Annotated[Column | None, Meta(description="Money out, when it has a column of its own.")] = None
    credit: Annotated[Column | None, Meta(description="Money in, when it has a column of its own.")] = None
    fee: Annotated[Column | None, Meta(description="A fee that comes on top of the amount.")] = None
    direction: Annotated[Column | None, Meta(description="Words that give the sign, as DR and CR.")] = None
    balance: Annotated[Column | None, Meta(description="The balance after the line.")] = None
    payee: Annotated[list[Column], Meta(description="The other party; the first that is filled counts.")] = field(
        default_factory=list
    )
    reference: Annotated[Column | None, Meta(description="The payer's reference.")] = None
    description: Annotated[list[Column], Meta(description="Other words, joined.")] = field(default_factory=list)
    line_id: Annotated[Column | None, Meta(description="The bank's own id of the line.")] = None
    kind: Annotated[Column | None, Meta(description="The bank's word for the line, as FEE.")] = None
    currency: Annotated[Column | None, Meta(description="The currency of the amount.")] = None
    account: Annotated[
        Column | None, Meta(description="The account number; empty text where it is the other parties'.")
    ] = None
    status: Annotated[Column | None, Meta(description="Whether the bank carried the line out.")] = None


class CsvLayoutInput(Struct, frozen=True, forbid_unknown_fields=True):
    """What a person says of the file; whatever is left out is found from the file itself."""

    encoding: Annotated[Column | None, Meta(description="For example utf-8, utf-16 or cp1252.")] = None
    delimiter: Annotated[Delimiter | None, Meta(description="What stands between the columns.")] = None
    header_row: Annotated[
        Annotated[int, Meta(ge=0, le=50_000)] | None,
        Meta(description="Line of the headings, counted from 1; 0 when there are none."),
    ] = None
    date_order: Annotated[DateOrder | None, Meta(description="How 03/04/2026 is to be read.")] = None
    decimal_mark: Annotated[DecimalMark | None, Meta(description="What stands before the cents.")] = None
    sign: Annotated[
        Sign | None,
        Meta(
            description="in_positive: a positive amount is money in; out_positive: it is money out; unsigned: a column "
            "or a word says."
        ),
    ] = None
    columns: Annotated[Columns | None, Meta(description="Columns that would not be found.")] = None
    currency: Annotated[Column | None, Meta(description="ISO code, when the file does not say.")] = None
    account: Annotated[Column | None, Meta(description="Account number, when the file (OFX or CSV) has several.")] = (
        None
    )
    not_done: Annotated[
        Words | None, Meta(description="Words of the status column for lines not booked; empty if all were.")
    ] = None
    money_in: Annotated[
        Words | None, Meta(description="Words of the direction column for money in; others are money out.")
    ] = None


class CsvLayout(Struct, frozen=True):
    """What was found, or given: shown back to the person, who can give the same values to read the file again."""

    encoding: str
    delimiter: Delimiter
    header_row: int
    """Line of the headings, counted from 1; 0 when there are none."""
    date_order: DateOrder
    decimal_mark: DecimalMark
    sign: Sign
    columns: Columns
    order: LineOrder
    evidence: list[str]
    """A sentence for each choice that the file itself left open: what decided it."""
