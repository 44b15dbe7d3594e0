"""Opens a file as CMS ships it: plain, gzip, or one member of a zip. Streams, hashes, refuses what unpacks too far.

What a zip declares of itself (count, sizes, encryption) is looked at before any member is opened; since it may lie,
the bytes are counted as they come, too. An archive in an archive is not opened.
"""

import gzip
import hashlib
import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, NamedTuple, cast

from codes.sources.errors import SourceError
from codes.sources.source import LARGEST_UNPACKED

MAX_ENTRIES: Final = 1000  # in a zip. CMS's hold at most some thirty
MAX_DIRECTORY: Final = 1 << 20  # bytes of a zip that list its entries: they are all read before any is looked at
MAX_RATIO: Final = 100  # unpacked to packed. CMS's csv files come to about 15
RATIO_MATTERS_ABOVE: Final = 1 << 24  # bytes: below, any ratio is harmless
CHUNK: Final = 1 << 20
IN_MEMORY: Final = 1 << 23  # bytes: above, a plain file is read where it lies, and a packed one unpacked to disk

ZIP: Final = b"PK\x03\x04"
GZIP: Final = b"\x1f\x8b"
OTHER_ARCHIVES: Final = (b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
WORKBOOK: Final = "[Content_Types].xml"  # in every Excel workbook, which is a zip
ENCRYPTED: Final = 0x1  # of the flags of a zip's member
DAMAGE: Final = (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile, NotImplementedError, RuntimeError)


class Unpacked(NamedTuple):
    """One file without its wrapping: `name` for messages, `digest` the sha256 and `size` the count of its bytes."""

    name: str
    digest: str
    size: int
    file: IO[bytes]


def members(
    path: Path, wanted: re.Pattern[str], shown: str = "", *, otherwise: re.Pattern[str] | None = None
) -> list[str]:
    """The files in the zip at `path` whose name matches `wanted`, in order of name; `[""]` where it is no zip of files.

    Where none does, those that match `otherwise`. An Excel workbook is one file, though it is a zip. `shown` is what
    messages call `path`. Raises SourceError if the zip is damaged, suspicious, or holds no such file.
    """
    shown = shown or str(path)
    if _first_bytes(path, shown) != ZIP:
        return [""]
    with _complaining(shown), _zip(path, shown) as pack:
        names = sorted(info.filename for info in pack.infolist() if not info.is_dir())
    if WORKBOOK in names:
        return [""]
    for pattern in filter(None, (wanted, otherwise)):
        found = [name for name in names if pattern.search(Path(name).name) and not name.startswith("__MACOSX/")]
        if found:
            return found
    held = ", ".join(names[:8]) + (" …" if len(names) > 8 else "") if names else "nothing"
    raise SourceError(shown, 0, f"no file of this kind in the zip; it holds {held}")


@contextmanager
def unpacked(path: Path, *, member: str = "", shown: str = "", largest: int = LARGEST_UNPACKED) -> Iterator[Unpacked]:
    """The bytes of `path`, or of `member` of the zip at `path`, at their beginning; at most `largest` of them.

    A large plain file is read where it lies: nothing may write to it meanwhile. Raises SourceError for a missing,
    damaged, encrypted or suspiciously large file, and for an archive within an archive.
    """
    shown = shown or str(path)
    name = f"{shown}/{member}" if member else shown
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as copy:
        with _complaining(name), _opened(path, member, shown, largest) as (stream, packed):
            in_place = not packed and path.stat().st_size > IN_MEMORY
            into = None if in_place else cast("IO[bytes]", copy)
            digest, size = _pour(stream, into, packed, largest, name)
        if in_place:
            with path.open("rb") as file:
                yield Unpacked(name, digest, size, file)
            return
        copy.seek(0)
        yield Unpacked(name, digest, size, cast("IO[bytes]", copy))


@contextmanager
def _opened(path: Path, member: str, shown: str, largest: int) -> Iterator[tuple[IO[bytes], int]]:
    """A stream of the unpacked bytes, and the count of the packed ones (0: not packed)."""
    if member:
        with _zip(path, shown) as pack:
            info = pack.getinfo(member)
            _refuse_what_it_declares(info, f"{shown}/{member}", largest)
            with pack.open(info) as stream:
                yield stream, max(info.compress_size, 1)
    elif _first_bytes(path, shown).startswith(GZIP):
        with gzip.open(path) as stream:
            yield cast("IO[bytes]", stream), max(path.stat().st_size, 1)
    else:
        with path.open("rb") as stream:
            yield stream, 0


class _Wary(io.BufferedReader):
    """A file of which no more is read at once than a sane zip needs.

    zipfile reads the whole list of entries in one piece, as long as the zip says it is, and makes an object of each.
    """

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MAX_DIRECTORY:
            raise zipfile.BadZipFile(f"lists its files in more than {MAX_DIRECTORY >> 10} KB")
        return super().read(size)


@contextmanager
def _zip(path: Path, shown: str) -> Iterator[zipfile.ZipFile]:
    with _Wary(io.FileIO(path)) as file, zipfile.ZipFile(file) as pack:
        if len(pack.infolist()) > MAX_ENTRIES:
            problem = f"a zip of {len(pack.infolist()):,} files; none of CMS's holds more than {MAX_ENTRIES:,}"
            raise SourceError(shown, 0, problem)
        yield pack


def _refuse_what_it_declares(info: zipfile.ZipInfo, name: str, largest: int) -> None:
    if info.flag_bits & ENCRYPTED:
        raise SourceError(name, 0, "encrypted; unpack it with its password and give the file itself")
    _refuse_too_much(info.file_size, max(info.compress_size, 1), largest, name)


def _refuse_too_much(size: int, packed: int, largest: int, name: str) -> None:
    if size > largest:
        raise SourceError(name, 0, f"unpacks to more than {largest >> 20} MB; no file of CMS's is that large")
    if packed and size > RATIO_MATTERS_ABOVE and size > packed * MAX_RATIO:
        raise SourceError(name, 0, f"unpacks to more than {MAX_RATIO} times its size; this is no file of CMS's")


def _pour(stream: IO[bytes], into: IO[bytes] | None, packed: int, largest: int, name: str) -> tuple[str, int]:
    """Hashes and counts the bytes, and writes them where wanted. Raises SourceError as soon as they are too many."""
    digest = hashlib.sha256()
    size = 0
    while chunk := stream.read(CHUNK):
        if not size:
            _refuse_an_archive(chunk, name, within=bool(packed))
        size += len(chunk)
        _refuse_too_much(size, packed, largest, name)
        digest.update(chunk)
        if into is not None:
            into.write(chunk)
    return digest.hexdigest(), size


def _refuse_an_archive(head: bytes, name: str, *, within: bool) -> None:
    """A workbook may come as it is or in a zip: whoever reads it limits what it unpacks to (see `workbook`)."""
    nested = head.startswith(GZIP) or (head.startswith(ZIP) and not name.lower().endswith(".xlsx"))
    if head.startswith(OTHER_ARCHIVES) or (within and nested):
        raise SourceError(name, 0, "an archive of a kind or depth that is not opened; unpack it and give the file")


@contextmanager
def _complaining(name: str) -> Iterator[None]:
    """Says in a plain sentence what the operating system or an unpacker found wrong."""
    try:
        yield
    except OSError as problem:
        if isinstance(problem, DAMAGE):
            raise SourceError(name, 0, f"damaged or cut short: {problem}") from problem
        raise SourceError(name, 0, (problem.strerror or str(problem)).lower()) from problem
    except DAMAGE as problem:
        raise SourceError(name, 0, f"damaged, cut short or encrypted: {problem}") from problem


def _first_bytes(path: Path, shown: str) -> bytes:
    with _complaining(shown), path.open("rb") as file:
        return file.read(len(ZIP))
