"""Looks at a file's bytes before anything parses them: is it UTF-8 text, and if not, what is it?"""

import codecs
import errno
import hashlib
from dataclasses import dataclass
from pathlib import Path

from outbound.errors import InputError

_CHUNK = 1 << 20
_BYTE_ORDER_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


@dataclass(frozen=True)
class Bytes:
    """What a file's bytes are: their SHA-256 in hexadecimal digits, and how many are quotation marks."""

    digest: str
    quotes: int


def read_through(path: Path, *, text: bool) -> Bytes:
    """Read the whole file once; with `text`, every byte is checked to be UTF-8 too.

    Raises InputError if the file is missing, unreadable, empty, binary or in another encoding,
    naming the line.
    """
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    line, quotes = 1, 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                quotes += chunk.count(b'"')
                if text:
                    _refuse_undecodable(path, decoder, chunk, line)
                    line += chunk.count(b"\n")
    except OSError as error:
        raise unreadable(path, error) from error
    if text:
        _refuse_undecodable(path, decoder, b"", line, final=True)
    return Bytes(digest.hexdigest(), quotes)


def unreadable(path: Path, error: OSError) -> InputError:
    """The plain words for a file that cannot be opened."""
    told = {
        errno.ENOENT: ("does not exist", "Check the path."),
        errno.EISDIR: ("is a folder", "Name one CSV or Parquet file."),
        errno.EACCES: ("may not be read", "Check the file's permissions."),
    }
    what, hint = told.get(
        error.errno or 0, (f"cannot be read: {error.strerror}", "Check the disk.")
    )
    return InputError(f"{path} {what}.", hint=hint, where=str(path))


def refuse_empty(path: Path) -> None:
    """Raise InputError if the file is missing, a folder, or holds nothing but white space."""
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise unreadable(path, error) from error
    if not start.removeprefix(codecs.BOM_UTF8).strip():
        raise InputError(
            f"{path} is empty.",
            hint="Export it again: the first line names the columns, each further line is a subscriber.",
            where=str(path),
        )


def _refuse_undecodable(
    path: Path,
    decoder: codecs.IncrementalDecoder,
    chunk: bytes,
    line: int,
    *,
    final: bool = False,
) -> None:
    if b"\x00" in chunk:
        raise _not_text(path, chunk, line)
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError as error:
        at = line + error.object[: error.start].count(b"\n")
        raise _wrong_encoding(path, bytes(error.object), error.start, at) from error


def _not_text(path: Path, chunk: bytes, line: int) -> InputError:
    encoding = _BYTE_ORDER_MARKS.get(chunk[:2])
    if encoding and line == 1 and _decodes(chunk[: len(chunk) // 2 * 2], "utf-16"):
        return _other_encoding(path, encoding, 1)
    at = line + chunk[: chunk.index(b"\x00")].count(b"\n")
    return InputError(
        f"{path} is not text: it has a zero byte in line {at}.",
        hint="Export the subscribers as CSV in UTF-8, or as Parquet with the extension .parquet.",
        where=f"{path}:{at}",
    )


def _wrong_encoding(path: Path, text: bytes, start: int, line: int) -> InputError:
    # A chunk may end inside a character, so its last three bytes prove nothing.
    sample = text[max(0, text.rfind(b"\n", 0, start)) : start + 4096]
    if any(_decodes(sample[: len(sample) - cut], "gb18030") for cut in range(4)):
        return _other_encoding(path, "GB18030", line)
    return InputError(
        f"{path} is not UTF-8: line {line} has the byte 0x{text[start]:02x}.",
        hint="Save it as UTF-8 and import it again.",
        where=f"{path}:{line}",
    )


def _other_encoding(path: Path, encoding: str, line: int) -> InputError:
    return InputError(
        f"{path} is not UTF-8: it looks like {encoding} (seen in line {line}).",
        hint=f"Convert it: iconv -f {encoding} -t UTF-8 {path.name} > {path.stem}-utf8{path.suffix}",
        where=f"{path}:{line}",
    )


def _decodes(text: bytes, encoding: str) -> bool:
    try:
        decoded = text.decode(encoding)
    except UnicodeDecodeError:
        return False
    # Random bytes often pass as GB18030, but not as the common Chinese characters of a real file.
    wide = [c for c in decoded if ord(c) > 127]
    common = [
        c for c in wide if "\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f" or c >= "\uff00"
    ]
    return encoding != "gb18030" or (bool(wide) and len(common) >= 0.8 * len(wide))
