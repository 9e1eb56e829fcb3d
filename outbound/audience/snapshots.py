"""The base's snapshots on disk: one folder each, and a pointer that is replaced in one step."""

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from outbound.errors import NotFoundError, RefusedError, StoreError

ROWS_FILE = "base.parquet"
MARKS_FILE = "marks.parquet"
"""Beside the rows: the numbers out of the ordinary, each with its country and kind."""

_ABOUT_FILE = "about.json"
_POINTER = "CURRENT"
_BUILDING = ".building-"
_LOCK = ".lock"


@dataclass(frozen=True)
class About:
    """What is known of a snapshot.

    shared_numbers: the numbers that stand in several rows
    foreign: rows with a number of a country that is not contacted, and who said that it is meant
    """

    source: str
    imported_at: str
    rows: int
    shared_numbers: int
    foreign: int = 0
    foreign_ok: str = ""


@dataclass(frozen=True)
class Snapshot:
    """One import's rows, never changed after."""

    name: str
    rows_file: Path
    about: About

    @property
    def marks_file(self) -> Path:
        """The numbers out of the ordinary; absent where nobody looked for them."""
        return self.rows_file.with_name(MARKS_FILE)


def current(base_dir: Path) -> Snapshot:
    """The snapshot that the pointer names; raises NotFoundError where nothing was imported yet."""
    try:
        name = (base_dir / _POINTER).read_text(encoding="utf-8").strip()
        about = About(**json.loads((base_dir / name / _ABOUT_FILE).read_text(encoding="utf-8")))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFoundError(
            "There is no base of subscribers yet.",
            hint="Import one: outbound import FILE",
            where=str(base_dir),
        ) from error
    return Snapshot(name, base_dir / name / ROWS_FILE, about)


@contextmanager
def building(base_dir: Path, now: datetime, digest: str) -> Iterator[Path]:
    """A folder to build a snapshot in; whatever goes wrong inside, it vanishes.

    Raises RefusedError while another import builds one, StoreError if the disk is full or refuses
    to be written.
    """
    with _alone(base_dir):
        try:
            _sweep(base_dir)
            name = f"{_BUILDING}{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{digest[:8]}-{os.getpid()}"
            folder = base_dir / name
            folder.mkdir()
        except OSError as error:
            raise unwritable(base_dir, error) from error
        try:
            yield folder
        except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise unwritable(base_dir, error) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _alone(base_dir: Path) -> Iterator[None]:
    """Nobody else imports meanwhile; the system itself lets go of the lock when a process dies."""
    try:
        base_dir.mkdir(parents=True, exist_ok=True)
        lock = (base_dir / _LOCK).open("ab")
    except OSError as error:
        raise unwritable(base_dir, error) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RefusedError(
                "Another import into this base is under way.",
                hint="Wait until it is done, then import again.",
                where=str(base_dir),
            ) from error
        except OSError as error:
            raise unwritable(base_dir, error) from error
        yield


def publish(base_dir: Path, folder: Path, name: str, about: About) -> str:
    """Make what was built the current snapshot, in one step; returns its final name.

    The one before stays for whoever still reads it; older ones are removed.
    """
    (folder / _ABOUT_FILE).write_text(json.dumps(asdict(about), indent=2), encoding="utf-8")
    for file in folder.iterdir():
        _flush(file)
    before = _named(base_dir)
    name = _free_name(base_dir, name)
    folder.rename(base_dir / name)
    pointer = base_dir / f"{_POINTER}.new"
    pointer.write_text(name + "\n", encoding="utf-8")
    _flush(pointer)
    pointer.replace(base_dir / _POINTER)
    _flush(base_dir)
    for old in base_dir.iterdir():
        if old.is_dir() and old.name not in (name, before):
            shutil.rmtree(old, ignore_errors=True)
    return name


def unwritable(path: Path, error: Exception) -> StoreError:
    """The plain words for a disk that takes no more; the old base is untouched."""
    full = getattr(error, "errno", None) == errno.ENOSPC or "No space left" in str(error)
    what = "The disk is full" if full else f"The base cannot be written: {_reason(error)}"
    return StoreError(
        f"{what}. The old base is as it was.",
        hint="Free some space (twice the file's size), then import again."
        if full
        else "Check the folder's permissions and the disk, then import again.",
        where=str(path),
    )


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error).splitlines()[0].rstrip(".")


def _free_name(base_dir: Path, name: str) -> str:
    """The name, with a counter where an import at the very same moment has taken it."""
    nth = 2
    free = name
    while (base_dir / free).exists():
        free = f"{name}-{nth}"
        nth += 1
    return free


def _named(base_dir: Path) -> str | None:
    try:
        return (base_dir / _POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None


def _sweep(base_dir: Path) -> None:
    """Remove what a crashed import left: it is nobody's, for whoever sweeps is alone."""
    for left in base_dir.glob(f"{_BUILDING}*"):
        shutil.rmtree(left, ignore_errors=True)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
