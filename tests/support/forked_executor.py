"""A program that executes plans in processes of their own and kills each, as kill -9 does, after a time it is reported.

It is started once, since loading all of it takes longer than a plan. Each line it reads is `PLAN SECONDS`; it answers
`killed` or `ended`.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time

from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core import settings
from atom_xero_plugin.dispatch.dispatcher import Dispatch

_REGISTRY = Registry()


async def _execute(plan_id: str) -> None:
    async with App(settings.load(os.environ)) as runtime:
        await Dispatch(runtime, _REGISTRY).execute(plan_id, Caller("default", "person:tester"))


def _round(plan_id: str, seconds: float) -> str:
    child = os.fork()
    if child == 0:
        asyncio.run(_execute(plan_id))
        os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return "killed" if os.WIFSIGNALED(status) else "ended"


if __name__ == "__main__":
    for line in sys.stdin:
        plan, reported = line.split()
        sys.stdout.write(_round(plan, float(reported)) + "\n")
        sys.stdout.flush()
