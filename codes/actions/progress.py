"""Tells how far a file is read while it is taken in, however its module reads it."""

import io
from collections.abc import Callable
from typing import IO, Final, cast

from codes.sources.archive import Unpacked

Progress = Callable[[int, int], None]  # bytes read, bytes in all

TOLD_EVERY: Final = 1 << 16  # bytes


def telling(unpacked: Unpacked, progress: Progress) -> IO[bytes]:
    """The file, which tells `progress` as it is read."""
    return cast("IO[bytes]", io.BufferedReader(_Telling(unpacked, progress), TOLD_EVERY))


class _Telling(io.RawIOBase):
    def __init__(self, unpacked: Unpacked, progress: Progress) -> None:
        super().__init__()
        self._file = unpacked.file
        self._size = unpacked.size
        self._progress = progress
        self._furthest = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # what BufferedReader passes
        read = self._file.read(len(buffer))
        buffer[: len(read)] = read
        self._tell_progress(self._file.tell())
        return len(read)

    def _tell_progress(self, place: int) -> None:
        """Never backwards: some modules look at the end of a file first."""
        if self._furthest < place < self._size:
            self._furthest = place
            self._progress(place, self._size)
