"""A page of 100 invoices to typed objects: our models next to the official SDK's and pyxero's own way of reading."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from statistics import median
from types import SimpleNamespace
from typing import Any

from benchmarks.invoice_page import page
from benchmarks.table import Row

ROUNDS = 7
TIMES = {"ours": 20, "xero-python": 3, "pyxero": 6}
"""How often each reads the page in one round."""


def ours(body: bytes) -> Callable[[], Any]:
    """Our decoder, with the raw bytes of each record kept."""
    from atom_xero_plugin.xero.decoding.base import decode_page
    from atom_xero_plugin.xero.records.invoices import Invoice

    return lambda: decode_page(Invoice, body)[0]


def official(body: bytes) -> Callable[[], Any]:
    """What `AccountingApi.get_invoices` does with the answer's text."""
    from xero_python.accounting import AccountingApi
    from xero_python.api_client import ApiClient

    client = ApiClient()
    finder = AccountingApi(client).get_model_finder()
    text = body.decode()
    return lambda: client.deserialize(SimpleNamespace(text=text), "Invoices", finder).invoices


def pyxero(body: bytes) -> Callable[[], Any]:
    """What `xero.invoices.filter` does with the answer: dicts with dates, money as float."""
    import requests
    from xero.basemanager import BaseManager

    answer = requests.Response()
    answer._content, answer.encoding = body, "utf-8"  # noqa: SLF001 - an answer without a server
    manager = BaseManager()
    return lambda: manager._parse_api_response(answer, "Invoices")  # noqa: SLF001 - its own way of reading


def milliseconds(handler: Callable[[], Any], times: int) -> float:
    """How long one of `times` calls takes; what others left behind is cleared away first."""
    gc.collect()
    started = time.perf_counter()
    for _ in range(times):
        handler()
    return (time.perf_counter() - started) / times * 1000


def run() -> list[Row]:
    """Interleaved rounds, medians."""
    body = page()
    deeds = {"ours": ours(body), "xero-python": official(body), "pyxero": pyxero(body)}
    counts = {name: len(handler()) for name, handler in deeds.items()}
    assert set(counts.values()) == {100}, counts
    taken: dict[str, list[float]] = {name: [] for name in deeds}
    for _ in range(ROUNDS):
        for name, handler in deeds.items():
            taken[name].append(milliseconds(handler, TIMES[name]))
    best = {name: median(times) for name, times in taken.items()}
    return [
        _row(f"decode 100 invoices, ms (vs {name})", best["ours"], best[name], least)
        for name, least in (("xero-python", 8), ("pyxero", 3))
    ]


def _row(name: str, mine: float, theirs: float, least: float) -> Row:
    return Row(name, mine, theirs, theirs / mine, f">= {least}x", theirs / mine >= least)
