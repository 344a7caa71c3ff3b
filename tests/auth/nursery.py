"""Many real processes that ask for one grant's token at once, forked from one that has imported everything.

Run as a program it takes a job a line (JSON) and answers with two: the pids, then what each process had to say. A
process that was killed has nothing to say.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parent.parent


@dataclass
class Nursery:
    """The other end of the pipe."""

    process: subprocess.Popen[str]

    def start(self, **job: Any) -> list[int]:
        """Fork `count` processes; their pids. Each waits until all are there."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        return self._line()

    def results(self) -> list[dict[str, Any]]:
        """What each said, once all have ended."""
        return self._line()

    def run(self, **job: Any) -> list[dict[str, Any]]:
        """Both."""
        self.start(**job)
        return self.results()

    def _line(self) -> Any:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())


@contextmanager
def opened() -> Iterator[Nursery]:
    """A nursery that ends with the block."""
    environment = {**os.environ, "PYTHONPATH": f"{TESTS}:{TESTS.parent}"}
    command = [sys.executable, str(Path(__file__).resolve())]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        yield Nursery(process)
        assert process.stdin is not None
        process.stdin.close()
        process.wait(timeout=20)


def main() -> None:
    import auth.worker  # noqa: F401 - here, once, so that forking is cheap

    for line in sys.stdin:
        job = json.loads(line)
        gate_out, gate_in = os.pipe()
        children = [_fork(job, gate_out, gate_in) for _ in range(job["count"])]
        os.close(gate_out)
        _notify([pid for pid, _ in children])
        os.close(gate_in)  # all are there: the end of the file is the start
        _notify([_synced(pid, pipe) for pid, pipe in children])


def _fork(job: dict[str, Any], gate_out: int, gate_in: int) -> tuple[int, int]:
    synced, said = os.pipe()
    pid = os.fork()
    if pid:
        os.close(said)
        return pid, synced
    os.close(synced)
    os.close(gate_in)
    os.environ.update(job.get("environment", {}))
    os.read(gate_out, 1)
    os.write(said, json.dumps(_answer(job)).encode())
    os._exit(0)


def _answer(job: dict[str, Any]) -> dict[str, Any]:
    from auth import worker

    started = time.perf_counter()
    try:
        token = asyncio.run(worker.MODES[job["mode"]](job))
        outcome = {"ok": True, "token": token}
    except Exception as error:  # noqa: BLE001 - whatever it was, the test wants to see it
        outcome = {"ok": False, "error": f"{type(error).__name__}: {error}"}
    return {**outcome, "ms": (time.perf_counter() - started) * 1000}


def _synced(pid: int, pipe: int) -> dict[str, Any]:
    with os.fdopen(pipe, "rb") as stream:
        said = stream.read()
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return {"ok": False, "killed": os.WTERMSIG(status)}
    return json.loads(said)


def _notify(value: Any) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def at(moment: datetime) -> str:
    """An instant in a job."""
    return moment.isoformat()


if __name__ == "__main__":
    main()
