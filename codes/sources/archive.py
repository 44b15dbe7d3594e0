"""Opens a file as CMS ships it: plain, gzip, or one member of a zip. Streams, hashes, refuses what unpacks too far."""

import gzip
import hashlib
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, NamedTuple, cast

from codes.sources.errors import SourceError

MAX_UNPACKED: Final = 1 << 29  # bytes. The largest file CMS publishes for us unpacks to about 200 MB
MAX_RATIO: Final = 100  # unpacked to packed. CMS's csv files come to about 15
RATIO_MATTERS_ABOVE: Final = 1 << 24  # bytes: below, any ratio is harmless
CHUNK: Final = 1 << 20
IN_MEMORY: Final = 1 << 23

ZIP: Final = b"PK\x03\x04"
GZIP: Final = b"\x1f\x8b"
DAMAGE: Final = (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile, NotImplementedError, RuntimeError)


class Unpacked(NamedTuple):
    """One file without its wrapping: `name` for messages, `digest` the sha256 and `size` the count of its bytes."""

    name: str
    digest: str
    size: int
    file: IO[bytes]


def members(path: Path, wanted: re.Pattern[str], shown: str = "") -> list[str]:
    """The files in the zip at `path` whose name matches `wanted`, in order of name; `[""]` where it is not a zip.

    `shown` is what messages call `path`. Raises SourceError if the zip is damaged or holds no such file.
    """
    shown = shown or str(path)
    if _first_bytes(path, shown) != ZIP:
        return [""]
    with _complaining(shown), zipfile.ZipFile(path) as pack:
        names = sorted(info.filename for info in pack.infolist() if not info.is_dir())
    found = [name for name in names if wanted.search(Path(name).name) and not name.startswith("__MACOSX/")]
    if found:
        return found
    if "[Content_Types].xml" in names:
        raise SourceError(shown, 0, "an Excel workbook; save its sheet as CSV, or take the csv file that CMS publishes")
    held = ", ".join(names[:8]) + (" …" if len(names) > 8 else "") if names else "nothing"
    raise SourceError(shown, 0, f"no file of this kind in the zip; it holds {held}")


@contextmanager
def unpacked(path: Path, *, member: str = "", shown: str = "") -> Iterator[Unpacked]:
    """The bytes of `path`, or of `member` of the zip at `path`, in a temporary file at its beginning.

    Raises SourceError for a missing, damaged, encrypted or suspiciously large file.
    """
    shown = shown or str(path)
    name = f"{shown}/{member}" if member else shown
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as copy:
        with _complaining(name), _opened(path, member, shown) as (stream, packed):
            digest, size = _pour(stream, cast("IO[bytes]", copy), packed, name)
        copy.seek(0)
        yield Unpacked(name, digest, size, cast("IO[bytes]", copy))


@contextmanager
def _opened(path: Path, member: str, shown: str) -> Iterator[tuple[IO[bytes], int]]:
    """A stream of the unpacked bytes, and the count of the packed ones (0: not packed)."""
    if member:
        with zipfile.ZipFile(path) as pack:
            info = pack.getinfo(member)
            with pack.open(info) as stream:
                yield stream, max(info.compress_size, 1)
    elif _first_bytes(path, shown).startswith(GZIP):
        with gzip.open(path) as stream:
            yield cast("IO[bytes]", stream), max(path.stat().st_size, 1)
    else:
        with path.open("rb") as stream:
            yield stream, 0


def _pour(stream: IO[bytes], into: IO[bytes], packed: int, name: str) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > MAX_UNPACKED:
            raise SourceError(name, 0, f"unpacks to more than {MAX_UNPACKED >> 20} MB; no file of CMS's is that large")
        if packed and size > RATIO_MATTERS_ABOVE and size > packed * MAX_RATIO:
            raise SourceError(name, 0, f"unpacks to more than {MAX_RATIO} times its size; this is no file of CMS's")
        digest.update(chunk)
        into.write(chunk)
    return digest.hexdigest(), size


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
