"""Plain, gzip or zip: the same bytes come out, and nothing that unpacks without end."""

import gzip
import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from codes.sources import SourceError, archive

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


def problem_with(path: Path, member: str = "") -> str:
    with pytest.raises(SourceError) as caught, archive.unpacked(path, member=member, shown=path.name):
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


def test_an_excel_workbook_is_told_from_a_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as pack:
        pack.writestr("[Content_Types].xml", b"")
    with pytest.raises(SourceError, match=r"^a.xlsx: an Excel workbook; save its sheet as CSV"):
        archive.members(tmp_path / "a.xlsx", WANTED, "a.xlsx")


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


def test_what_unpacks_past_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1 << 20)
    (tmp_path / "large.csv").write_bytes(bytes((1 << 20) + 1))
    assert (
        problem_with(tmp_path / "large.csv") == "large.csv: unpacks to more than 1 MB; no file of CMS's is that large"
    )


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
    assert "encrypted" in problem_with(tmp_path / "a.zip", "PPRRVU.csv")
