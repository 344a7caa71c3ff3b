"""`atom-xero audit export --output FILE.zip`: the pack for an auditor, written whole before it has its name."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from atom_xero_plugin.core.errors import InvalidUsage
from atom_xero_plugin.interfaces.cli import output, run

if TYPE_CHECKING:  # heavy, and only named here
    from atom_xero_plugin.app import App
    from atom_xero_plugin.dispatch.audit_pack import PackManifest


def write(
    target: Path,
    filters: Mapping[str, str | None],
    since: datetime | None,
    until: datetime | None,
    *,
    force: bool,
    as_json: bool,
) -> None:
    """Write the pack of these days to `target` and print what is in it."""
    _check(target, filters, force=force)
    with _beside(target) as file:

        async def work(runtime: App) -> PackManifest:
            from atom_xero_plugin.dispatch.audit_pack import write_pack

            caller = await run.caller(runtime)
            return await write_pack(
                runtime, caller, file, from_day=since and since.date(), to_day=until and until.date()
            )

        made = run.run(work, as_json=as_json)
    if as_json:
        output.data(made)
        return
    for each in made.files:
        if each.rows is not None and each.name.endswith(".csv"):
            output.text(f"{each.name.removesuffix('.csv'):<12} {each.rows:>7} rows")
    output.say(f"Wrote {target}; `python verify_pack.py {target}` checks it, with the verify_pack.py that is in it.")


@contextmanager
def _beside(target: Path) -> Iterator[IO[bytes]]:
    """A file of the owner's alone in the folder of `target`, which has that name at the end unless something failed."""
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
            place = Path(file.name)
            try:
                yield file
            except BaseException:
                place.unlink()
                raise
        place.replace(target)
    except OSError as error:
        raise InvalidUsage(f"{target} cannot be written: {error.strerror}.") from None


def _check(target: Path, filters: Mapping[str, str | None], *, force: bool) -> None:
    """Raises InvalidUsage for what makes no pack."""
    given = [name for name, value in filters.items() if value is not None]
    if given:
        raise InvalidUsage(f"{', '.join(given)} cannot go with --output: a pack is of the whole workspace.")
    if target.suffix.lower() != ".zip":
        raise InvalidUsage(f"{target.name} is no name of a zip file.", hint="Name a file that ends in .zip.")
    if target.exists() and not force:
        raise InvalidUsage(f"{target} is there already.", hint="Name another file, or give --force.")
