"""Write a report or a list as a file."""

from __future__ import annotations

import asyncio
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.files import Files, FileView, file_view
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.reports.exports.answers import ReadSkills, object_in
from atom_xero_plugin.reports.exports.files import ExportFormat, exported_file
from atom_xero_plugin.reports.exports.reading import document_of


class Input(Struct, forbid_unknown_fields=True):
    """What export_report takes."""

    report: Annotated[
        str,
        Meta(
            description="The skill whose answer is written: show_report, find_invoices or any other that reads a "
            "report or a list.",
            min_length=1,
            max_length=64,
            extra=also("skill skill_name list name source"),
        ),
    ]
    format: Annotated[
        ExportFormat,
        Meta(
            description="xlsx has sums as formulas, pdf is made to be printed, csv holds the first table, json all.",
            extra=also("file_type type as file_format output"),
        ),
    ] = "xlsx"
    arguments: Annotated[
        str,
        Meta(
            description='What that skill takes, a JSON object as text, such as {"side": "receivables"}. A list is read '
            "to its end.",
            max_length=10_000,
            extra=also("input filters parameters"),
        ),
    ] = "{}"
    title: (
        Annotated[
            str,
            Meta(description="Heading and file name.", min_length=1, max_length=100, extra=also("heading") | OBVIOUS),
        ]
        | None
    ) = None


class Output(Struct):
    """What export_report answers."""

    file: Annotated[FileView, Meta(description="The file, kept here for a week.")]
    rows: Annotated[int, Meta(description="Rows of its tables, sums included.")]


@skill(
    effect="read",
    scopes=[],
    scopes_vary=True,
    examples=[
        Example(
            "Give me last month's profit and loss as a spreadsheet",
            {"report": "show_report", "arguments": '{"report": "profit_and_loss", "period": "last_month"}'},
        ),
        Example(
            "Print the aged receivables",
            {"report": "show_aged_balances", "format": "pdf", "arguments": '{"side": "receivables"}'},
        ),
    ],
)
async def export_report(ctx: Context, input: Input) -> Output:
    """Export a Xero report or list as a file: Excel spreadsheet (XLSX), PDF, CSV or JSON, with the figures it shows.

    The answer names the file by an id, never shows its content. `atom-xero file save ID` writes it to a file,
    GET /api/files/ID streams it, and attach_file takes the id.
    """
    asked = object_in(input.arguments, "/arguments")
    answer = await ctx.services.get(ReadSkills).whole(input.report, asked, "/arguments")
    title = input.title or answer.title
    about = ctx.organisation.name
    document = document_of(answer.result, title=title, organisation=about, day=ctx.today, path="/report")
    made = await asyncio.to_thread(exported_file, document, answer.result, input.format)
    kept = await ctx.services.get(Files).keep(made.name, made.content, made.content_type)
    rows = sum(line.kind != "section" for table in document.tables for line in table.lines)
    return Output(file_view(kept), rows)
