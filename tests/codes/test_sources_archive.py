"""Plain, gzip or zip: the same bytes come out, and nothing that unpacks without end."""

import bz2
import gzip
import hashlib
import io
import lzma
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from codes.sources import SourceError, archive
from codes.sources.source import LARGEST_UNPACKED

CONTENT = b"HCPCS,MOD\r\n" * 1000
WANTED = re.compile(r"^PPRRVU.*\.csv$", re.IGNORECASE)


def zipped(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in files.items():
            pack.writestr(name.replace("__", "."), content)
    return path


def plain(folder: Path) -> Path:
    (folder / "a.csv").write_bytes(CONTENT)
    return folder / "a.csv"


def gzipped(folder: Path) -> Path:
    (folder / "a.csv.gz").write_bytes(gzip.compress(CONTENT))
    return folder / "a.csv.gz"


def in_a_zip(folder: Path) -> Path:
    return zipped(folder / "a.zip", readme__txt=b"hello", PPRRVU25__csv=CONTENT)


def zip_of(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as pack:
        pack.writestr("inner.csv", content)
    return packed.getvalue()


def problem_with(path: Path, member: str = "", largest: int = LARGEST_UNPACKED) -> str:
    with (
        pytest.raises(SourceError) as caught,
        archive.unpacked(path, member=member, shown=path.name, largest=largest),
    ):
        pass
    return str(caught.value)


@pytest.mark.parametrize("wrap", [plain, gzipped, in_a_zip])
def test_the_same_bytes_come_out_of_any_wrapping(tmp_path: Path, wrap: Callable[[Path], Path]) -> None:
    path = wrap(tmp_path)
    (member,) = archive.members(path, WANTED)
    with archive.unpacked(path, member=member) as unpacked:
        assert unpacked.file.read() == CONTENT
    assert (unpacked.size, unpacked.digest) == (len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
    assert unpacked.name == (f"{path}/{member}" if member else str(path))


def test_every_member_of_the_kind_is_listed_in_order(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as pack:
        for name in (
            "x/PPRRVU2026_QPP.csv",
            "x/pprrvu2026_nonQPP.CSV",
            "x/",
            "x/GPCI.csv",
            "__MACOSX/PPRRVU2026_QPP.csv",
        ):
            pack.writestr(name, b"")
    assert archive.members(tmp_path / "a.zip", WANTED) == ["x/PPRRVU2026_QPP.csv", "x/pprrvu2026_nonQPP.CSV"]


def test_a_zip_without_the_kind_says_what_it_holds(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", GPCI__csv=b"", b__txt=b"")
    with pytest.raises(SourceError, match=r"^a.zip: no file of this kind in the zip; it holds GPCI.csv, b.txt$"):
        archive.members(path, WANTED, "a.zip")


def test_an_excel_workbook_is_one_file_though_it_is_a_zip(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.xlsx", **{"[Content_Types]__xml": b"<Types/>"})
    assert archive.members(path, WANTED) == [""]
    with archive.unpacked(path) as unpacked:
        assert unpacked.file.read() == path.read_bytes()
    zipped(tmp_path / "a.zip", ANES__xlsx=path.read_bytes())
    with archive.unpacked(tmp_path / "a.zip", member="ANES.xlsx") as unpacked:
        assert unpacked.file.read() == path.read_bytes()


def test_a_missing_file_and_a_folder_are_said_plainly(tmp_path: Path) -> None:
    assert problem_with(tmp_path / "none.csv") == "none.csv: no such file or directory"
    (tmp_path / "folder").mkdir()
    assert problem_with(tmp_path / "folder") == "folder: is a directory"


def test_a_gzip_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cut.gz").write_bytes(gzip.compress(CONTENT)[:-9])
    assert problem_with(tmp_path / "cut.gz").startswith("cut.gz: damaged, cut short or encrypted: ")


def test_a_gzip_with_a_flipped_bit_is_refused(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(CONTENT))
    packed[-6] ^= 1  # in the checksum
    (tmp_path / "bad.gz").write_bytes(packed)
    assert problem_with(tmp_path / "bad.gz").startswith("bad.gz: damaged or cut short: ")


def test_a_zip_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    path = in_a_zip(tmp_path)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(SourceError, match=r"a.zip: damaged, cut short or encrypted: "):
        archive.members(path, WANTED)


def test_a_zip_with_a_flipped_bit_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_STORED) as pack:
        pack.writestr("PPRRVU.csv", CONTENT)
    packed = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(packed.replace(b"HCPCS,MOD", b"HCPCS,MAD", 1))
    assert problem_with(tmp_path / "a.zip", "PPRRVU.csv").startswith("a.zip/PPRRVU.csv: damaged")


def test_what_unpacks_to_a_hundred_times_its_size_is_refused(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(archive.RATIO_MATTERS_ABOVE + archive.CHUNK))
    assert len(bomb) * archive.MAX_RATIO < archive.RATIO_MATTERS_ABOVE
    (tmp_path / "bomb.gz").write_bytes(bomb)
    expected = "unpacks to more than 100 times its size; this is no file of CMS's"
    assert problem_with(tmp_path / "bomb.gz") == f"bomb.gz: {expected}"
    path = zipped(tmp_path / "bomb.zip", PPRRVU__csv=bytes(archive.RATIO_MATTERS_ABOVE + archive.CHUNK))
    assert problem_with(path, "PPRRVU.csv") == f"bomb.zip/PPRRVU.csv: {expected}"


def test_what_unpacks_past_the_limit_of_its_source_is_refused(tmp_path: Path) -> None:
    content = os.urandom((1 << 20) + 1)
    (tmp_path / "large.csv").write_bytes(content)
    (tmp_path / "large.gz").write_bytes(gzip.compress(content))
    zipped(tmp_path / "large.zip", PPRRVU__csv=content)
    expected = "unpacks to more than 1 MB; no file of CMS's is that large"
    assert problem_with(tmp_path / "large.csv", largest=1 << 20) == f"large.csv: {expected}"
    assert problem_with(tmp_path / "large.gz", largest=1 << 20) == f"large.gz: {expected}"
    assert problem_with(tmp_path / "large.zip", "PPRRVU.csv", 1 << 20) == f"large.zip/PPRRVU.csv: {expected}"
    with archive.unpacked(tmp_path / "large.csv", largest=(1 << 20) + 1) as unpacked:
        assert unpacked.size == (1 << 20) + 1


def test_a_member_that_says_it_is_too_large_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(with_directory_saying(zipped(path, PPRRVU25__csv=CONTENT).read_bytes(), size=1 << 30))
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    assert problem_with(path, "PPRRVU25.csv").startswith("a.zip/PPRRVU25.csv: unpacks to more than 512 MB")


def test_a_member_that_says_it_is_small_is_counted_as_it_comes(tmp_path: Path) -> None:
    content = os.urandom(1 << 21)
    path = zipped(tmp_path / "a.zip", PPRRVU__csv=content)
    path.write_bytes(with_directory_saying(path.read_bytes(), size=10))
    assert problem_with(path, "PPRRVU.csv", 1 << 20).startswith("a.zip/PPRRVU.csv: damaged")


def with_directory_saying(pack: bytes, *, size: int) -> bytes:
    """A zip whose last entry claims to unpack to `size` bytes."""
    at = pack.rindex(b"PK\x01\x02") + 24
    return pack[:at] + size.to_bytes(4, "little") + pack[at + 4 :]


def test_a_zip_of_very_many_files_is_refused(tmp_path: Path) -> None:
    many = {f"{number}.csv": b"" for number in range(archive.MAX_ENTRIES + 1)}
    path = zipped(tmp_path / "a.zip", **many)
    with pytest.raises(SourceError, match=r"^a.zip: a zip of 1,001 files; none of CMS's holds more than 1,000$"):
        archive.members(path, WANTED, "a.zip")


def test_a_zip_with_a_huge_list_of_files_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{f"{number:0200}": b"" for number in range(5_000)})
    with pytest.raises(SourceError, match=r"a.zip: damaged, cut short or encrypted: lists its files in more than"):
        archive.members(path, WANTED, "a.zip")


@pytest.mark.parametrize("pack", [gzip.compress, zip_of, lzma.compress], ids=["gzip", "zip", "xz"])
def test_an_archive_in_an_archive_is_refused(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    zipped(tmp_path / "a.zip", PPRRVU__csv=pack(CONTENT))
    assert problem_with(tmp_path / "a.zip", "PPRRVU.csv") == (
        "a.zip/PPRRVU.csv: an archive of a kind or depth that is not opened; unpack it and give the file"
    )
    (tmp_path / "a.gz").write_bytes(gzip.compress(pack(CONTENT)))
    assert problem_with(tmp_path / "a.gz").startswith("a.gz: an archive of a kind or depth that is not opened")


def test_another_kind_of_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.bz2").write_bytes(bz2.compress(CONTENT))
    assert problem_with(tmp_path / "a.bz2").startswith("a.bz2: an archive of a kind or depth that is not opened")


def test_a_large_plain_file_is_read_where_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "IN_MEMORY", 1000)
    path = plain(tmp_path)
    with archive.unpacked(path) as unpacked:
        assert Path(unpacked.file.name).samefile(path)
        assert (unpacked.file.tell(), unpacked.size) == (0, len(CONTENT))
    assert unpacked.digest == hashlib.sha256(CONTENT).hexdigest()


def test_a_small_file_may_repeat_itself_as_much_as_it_likes(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(bytes(1 << 20)))
    with archive.unpacked(tmp_path / "a.gz") as unpacked:
        assert unpacked.size == 1 << 20


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as pack:
        pack.writestr("PPRRVU.csv", CONTENT)
    content = bytearray(packed.getvalue())
    content[6] |= 1  # flag bit 0: encrypted, in the local header
    content[content.index(b"PK\x01\x02") + 8] |= 1  # and in the directory
    (tmp_path / "a.zip").write_bytes(content)
    assert problem_with(tmp_path / "a.zip", "PPRRVU.csv") == (
        "a.zip/PPRRVU.csv: encrypted; unpack it with its password and give the file itself"
    )


OPEN_AND_TELL_PEAK = """
import re, sys
from pathlib import Path
from codes.sources import SourceError, archive

def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1])

path, largest, before = Path(sys.argv[1]), int(sys.argv[2]), peak()
try:
    for member in archive.members(path, re.compile("csv")):
        with archive.unpacked(path, member=member, largest=largest) as unpacked:
            print("opened", unpacked.size)
except SourceError as problem:
    print(problem.problem)
print(peak() - before)
"""
BOMB = 512 << 20  # bytes


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="peak memory is read from /proc")
@pytest.mark.parametrize("largest", [LARGEST_UNPACKED, 1 << 34], ids=["any source", "the largest source"])
@pytest.mark.parametrize("wrapping", ["gz", "zip", "csv"])
def test_a_bomb_of_512_mb_raises_memory_by_less_than_100_mb(tmp_path: Path, wrapping: str, largest: int) -> None:
    path = tmp_path / f"bomb.{wrapping}"
    nothing = bytes(1 << 20)
    if wrapping == "csv":
        with path.open("wb") as sparse:
            sparse.truncate(BOMB + 1)
    elif wrapping == "gz":
        with gzip.open(path, "wb", compresslevel=1) as stream:
            for _ in range((BOMB >> 20) + 1):
                stream.write(nothing)
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as pack, pack.open("a.csv", "w") as into:
            for _ in range((BOMB >> 20) + 1):
                into.write(nothing)
    command = [sys.executable, "-c", OPEN_AND_TELL_PEAK, str(path), str(largest)]
    root = Path(__file__).resolve().parents[2]
    ended = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    said, kilobytes = ended.stdout.splitlines()
    assert said.startswith("opened" if wrapping == "csv" and largest > BOMB else "unpacks to more than")
    assert int(kilobytes) < 100 * 1024
