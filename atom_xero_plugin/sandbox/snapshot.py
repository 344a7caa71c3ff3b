"""A sandbox as it stands, to begin from again and again: to live through the demo's year takes longer than most tests.

A snapshot is good in its process alone: functions are kept as they are, everything else is copied.
"""

from __future__ import annotations

import io
import pickle
from types import FunctionType
from typing import Any

from atom_xero_plugin.sandbox.state import Sandbox


class Snapshot:
    """What a sandbox held when it was taken."""

    def __init__(self, sandbox: Sandbox) -> None:
        """Copy everything: time, books, apps, grants, limits, faults."""
        written = io.BytesIO()
        saving = _Saving(written, pickle.HIGHEST_PROTOCOL)
        saving.dump(sandbox)
        self._bytes, self._functions = written.getvalue(), saving.functions

    def sandbox(self) -> Sandbox:
        """A sandbox of its own that goes on from there."""
        found: Sandbox = _Reading(io.BytesIO(self._bytes), self._functions).load()
        return found


class _Saving(pickle.Pickler):
    def __init__(self, file: io.BytesIO, protocol: int) -> None:
        super().__init__(file, protocol)
        self.functions: list[FunctionType] = []
        self._places: dict[FunctionType, int] = {}

    def persistent_id(self, obj: Any) -> int | None:
        """The place of a function: what a kind of record brings holds no state, and has no name to be found by."""
        if not isinstance(obj, FunctionType):
            return None
        if obj not in self._places:
            held = [cell.cell_contents for cell in obj.__closure__ or ()]
            if not all(isinstance(each, str) for each in held):
                raise TypeError(f"{obj.__qualname__} holds what would be shared by every sandbox of the snapshot")
            self._places[obj] = len(self.functions)
            self.functions.append(obj)
        return self._places[obj]


class _Reading(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, functions: list[FunctionType]) -> None:
        super().__init__(file)
        self._functions = functions

    def persistent_load(self, pid: int) -> FunctionType:
        """The function at a place."""
        return self._functions[pid]
