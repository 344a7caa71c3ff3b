"""`/metrics`: counts of the caller's workspace, in the text format of Prometheus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.dispatch.health import readable_by
from atom_xero_plugin.interfaces.http.authentication import Admin
from atom_xero_plugin.interfaces.http.health import limits_left
from atom_xero_plugin.interfaces.http.operations import answers
from atom_xero_plugin.interfaces.http.route import Route
from atom_xero_plugin.interfaces.http.service import Served
from atom_xero_plugin.store import usage

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_EVER: Final = date(2000, 1, 1)
Sample = tuple[Mapping[str, str], int]


def routes(registry: Registry) -> APIRouter:
    """The route of metrics."""
    del registry
    router = APIRouter(prefix="/metrics", tags=["metrics"], route_class=Route)
    reported = answers()
    reported[200] = {"description": "Done.", "content": {"text/plain": {"schema": {"type": "string"}}}}
    router.add_api_route("", metrics, responses=reported, response_class=PlainTextResponse)
    return router


async def metrics(service: Served, caller: Admin) -> Response:
    """Count calls, bytes, plans and events of the workspace, and say how far behind the poller is."""
    runtime, workspace = service.runtime, caller.workspace_id
    used = await usage.totals(runtime.store, workspace, _EVER)
    now = runtime.clock.now()
    known = await runtime.connections.of_workspace(workspace)
    polls = [poll for poll, _ in readable_by(known, await runtime.polls.listed(workspace))]
    left = await limits_left(service, workspace, known)
    names = {each.tenant_id: each.tenant_name for each in known}

    def about(tenant_id: str) -> dict[str, str]:
        """Two organisations may have one name."""
        return {"organisation": names.get(tenant_id, ""), "organisation_id": tenant_id}

    by_poll = [({**about(each.tenant_id), "resource": each.resource}, each) for each in polls]
    by_use = [({**about(each.tenant_id or ""), "feature": each.feature or ""}, each) for each in used]
    families = (
        _family("calls_total", "counter", "Calls to Xero.", [(labels, each.calls) for labels, each in by_use]),
        _family(
            "received_bytes_total", "counter", "Bytes received from Xero.",
            [(labels, each.bytes) for labels, each in by_use],
        ),
        _family("plans", "gauge", "Plans by state.", _by_state(await runtime.plans.counts(workspace))),
        _family("events", "gauge", "Events by state.", _by_state(await runtime.outbox.counts(workspace))),
        _family(
            "poll_behind_seconds", "gauge", "How long what is due has waited.",
            [(labels, int(each.behind(now).total_seconds())) for labels, each in by_poll],
        ),
        _family(
            "poll_failures", "gauge", "Failures in a row.", [(labels, each.failures) for labels, each in by_poll]
        ),
        _family(
            "day_calls_left", "gauge", "Calls that Xero said are left of the day.",
            [(about(each.organisation_id), each.day) for each in left if each.day is not None],
        ),
    )  # fmt: skip
    return Response("".join(line for family in families for line in family), media_type=MEDIA_TYPE)


def _by_state(counts: Mapping[str, int]) -> list[Sample]:
    return [({"state": state}, counts[state]) for state in sorted(counts)]


def _family(name: str, kind: str, words: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP atom_xero_{name} {words}\n# TYPE atom_xero_{name} {kind}\n"
    for labels, value in samples:
        reported = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        yield f"atom_xero_{name}{{{reported}}} {value}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
