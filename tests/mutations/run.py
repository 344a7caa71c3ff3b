"""Puts each fault of the list into a copy of the code and runs the test that must catch it.

Usage: `make mutations JOBS=4`, or `python tests/mutations/run.py [--jobs N] [WORD …]` for names with one of the words.

Each test runs first on the code as it is, where it must pass, then on each of its mutations, where it must fail: by a
failed assertion or error of the test, or by taking ten times as long as before. A run that finds no test, or cannot
import it, catches nothing. Exits with 1 if any mutation survives.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import queue
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from catalogue import ROOT, Mutation, mutations

PASSED, FAILED, TIMED_OUT = 0, 1, -1
LONGEST_S = 600.0
LEAST_S = 120.0
MOST_MEMORY = 6 << 30
"""A fault that reads without end must not take the machine with it."""


@dataclass(frozen=True)
class Outcome:
    """What came of one mutation."""

    mutation: Mutation
    word: str
    seconds: float

    @property
    def caught(self) -> bool:
        """Whether the test failed because of the fault."""
        return self.word in {"caught", "caught by time"}


def copy_of_code(folder: Path) -> Path:
    """A copy of every file that git knows, as it stands in the work tree."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def run_test(test: str, root: Path, limit_s: float) -> tuple[int, float]:
    """pytest's exit code, or TIMED_OUT, and the seconds it took."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "full or not full", test]
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    began = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=root,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=bound_memory,  # noqa: PLW1509
    )
    try:
        code = process.wait(timeout=limit_s)
    except subprocess.TimeoutExpired:
        code = TIMED_OUT
    finally:
        with contextlib.suppress(ProcessLookupError):  # nothing that the test began outlives it
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return code, time.monotonic() - began


def bound_memory() -> None:
    """In the test's process; where the system knows no such limit, there is none."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def try_all(test: str, faults: list[Mutation], root: Path) -> list[Outcome]:
    """The test on the code as it is, then on each fault."""
    code, seconds = run_test(test, root, LONGEST_S)
    if code != PASSED:
        return [Outcome(each, f"the test does not pass without it (exit {code})", seconds) for each in faults]
    return [try_one(each, root, max(LEAST_S, 10 * seconds)) for each in faults]


def try_one(fault: Mutation, root: Path, limit_s: float) -> Outcome:
    """The fault's test with the fault in the code; the code is put back."""
    path = fault.path(root)
    before = path.read_text()
    path.write_text(fault.mutated(before))
    try:
        code, seconds = run_test(fault.test, root, limit_s)
    finally:
        path.write_text(before)
    words = {PASSED: "SURVIVED", FAILED: "caught", TIMED_OUT: "caught by time"}
    return Outcome(fault, words.get(code, f"the test did not run (exit {code})"), seconds)


def main() -> int:
    """Try the chosen mutations and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="only mutations whose name holds one of these words")
    parser.add_argument("--jobs", type=int, default=2, help="how many copies of the code work side by side")
    options = parser.parse_args()
    chosen = [each for each in mutations() if not options.words or any(word in each.name for word in options.words)]
    by_test: dict[str, list[Mutation]] = defaultdict(list)
    for each in chosen:
        by_test[each.test].append(each)
    printing = threading.Lock()
    survivors = 0
    with tempfile.TemporaryDirectory(prefix="axp-mutations-") as folder:
        copies: queue.Queue[Path] = queue.Queue()
        for number in range(options.jobs):
            copies.put(copy_of_code(Path(folder) / str(number)))

        def work(test: str) -> list[Outcome]:
            root = copies.get()
            try:
                outcomes = try_all(test, by_test[test], root)
            finally:
                copies.put(root)
            with printing:
                for each in outcomes:
                    print(
                        f"{each.word:16} {each.seconds:6.1f} s  {each.mutation.name}  [{each.mutation.test}]",
                        flush=True,
                    )
            return outcomes

        with ThreadPoolExecutor(options.jobs) as pool:
            for outcomes in pool.map(work, by_test):
                survivors += sum(not each.caught for each in outcomes)
    print(f"{len(chosen) - survivors} of {len(chosen)} caught")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
