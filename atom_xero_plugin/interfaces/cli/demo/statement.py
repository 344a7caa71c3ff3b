"""The scene of a bank statement: a bank's file, matched, recorded by one plan; given again, it records nothing more."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Sequence
from typing import Any

from atom_xero_plugin.interfaces.cli.demo.stage import DemoStep, Stage, expect, money

FEE = "12.50"


async def play(stage: Stage) -> AsyncIterator[DemoStep]:
    """The scene."""
    overdue = (await stage.read("find_invoices", {"status": "overdue", "limit": 20}))["items"]
    open_ones = [each for each in overdue if each["amount_due"] == each["total"]][:3]
    account = (await stage.read("find_accounts", {"bank_only": True}))["items"][0]
    text, lines = _file(open_ones), len(open_ones) + 1
    asked = {"statement": text, "account": account["id"]}
    found = await stage.read("suggest_matches", asked)
    states = [each["state"] for each in found["items"]]
    expect(states == ["ready"] * len(open_ones) + ["unmatched"], f"each payment is sure, the fee is nobody's: {states}")
    match = found["items"][0]["match"]
    yield DemoStep(
        "statement matched",
        f"{lines} lines: {len(open_ones)} sure (first: {match['score']} of 100, {'; '.join(match['reasons'])}), "
        f"1 unmatched", {"result": found},
    )  # fmt: skip
    fee = {"row": found["items"][-1]["row"], "account": "404", "contact": open_ones[0]["contact"]["id"]}
    done = await stage.write("reconcile_statement", {**asked, "choices": [fee]})
    expect(done["count"] == lines, f"every line is recorded: {done['count']}")
    for each in open_ones:
        paid = (await stage.read("show_invoice", {"invoice": each["id"]}))["invoice"]
        expect(paid["status"] == "paid", f"{each['number']} is paid in the books")
    total = " + ".join(money(each) for each in done["payments_total"])
    words = f"{len(open_ones)} invoices and bills paid ({total}) and a fee, read back; the click in Xero remains"
    yield DemoStep("statement recorded", words, {"result": done})
    again = await stage.read("suggest_matches", asked)
    states = sorted({each["state"] for each in again["items"]})
    expect(states == ["applied"], f"the same file records nothing more: {states}")
    yield DemoStep("statement given again", "every line was recorded before: nothing to do", {"states": states})


def _file(paid: Sequence[dict[str, Any]]) -> str:
    """A bank's CSV file: what is due is paid by customers and to suppliers, and the bank takes a fee."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Date", "Amount", "Payee", "Reference"])
    for each in paid:
        sign = "-" if each["kind"] == "bill" else ""
        amount = f"{sign}{each['amount_due']['amount']}"
        writer.writerow([each["due_date"], amount, each["contact"]["name"], each["number"]])
    writer.writerow([paid[-1]["due_date"], f"-{FEE}", "Account fee", ""])
    return text.getvalue()
