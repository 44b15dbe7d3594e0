"""What `make` does before there is a single package."""

import ensurepip
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from medpay import bootstrap

BUNDLES = (Path(ensurepip.__file__).parent / "_bundled", Path("/usr/share/python-wheels"))


@pytest.fixture(scope="session")
def pip_wheel() -> Path:
    wheels = [wheel for folder in BUNDLES for wheel in folder.glob("pip-*.whl")]
    if not wheels:
        pytest.skip("this Python brings no wheel of pip along")
    return wheels[0]


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """The Python of an environment without pip."""
    venv.create(tmp_path / "bare one", with_pip=False, symlinks=True)
    return tmp_path / "bare one" / "bin" / "python"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout whose locks name no package, in a path with spaces."""
    folder = tmp_path / "a check out"
    (folder / "requirements").mkdir(parents=True)
    for lock in ("runtime", "development"):
        (folder / "requirements" / f"{lock}.txt").write_text(f"# {lock}\n")
    return folder


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with pip, made once."""
    folder = tmp_path_factory.mktemp("made once") / ".venv"
    bootstrap.make_environment(folder)
    return folder


@pytest.fixture
def begun(root: Path, environment: Path) -> Path:
    """The checkout with its environment, into which nothing is installed yet."""
    shutil.copytree(environment, root / ".venv", symlinks=True)
    return root


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_CERT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_NO_COMPILE", "1")  # a pip that is run once need not be compiled in all its parts
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(bootstrap, "GET_PIP", (tmp_path / "none.py").as_uri())


class TestTheEnvironment:
    def test_it_is_made_once_and_installs_only_what_changed(
        self, root: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        bootstrap.main("runtime", root)
        assert capsys.readouterr().out.splitlines() == [
            "Making the virtual environment .venv",
            "Installing the locked packages of requirements/runtime.txt (a minute or two, once)",
        ]
        bootstrap.main("runtime", root)
        assert capsys.readouterr().out == ""
        (root / "requirements" / "runtime.txt").write_text("# another\n")
        bootstrap.main("runtime", root)
        assert capsys.readouterr().out.startswith("Installing the locked packages of requirements/runtime.txt")

    def test_the_development_lock_holds_the_other(self, begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
        bootstrap.main("development", begun)
        capsys.readouterr()
        bootstrap.main("runtime", begun)
        assert capsys.readouterr().out == ""

    def test_one_that_does_not_work_any_more_is_made_anew(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (root / ".venv" / "bin").mkdir(parents=True)
        (root / ".venv" / "bin" / "python").symlink_to("/no/such/python")
        bootstrap.main("runtime", root)
        assert capsys.readouterr().out.startswith("Making the virtual environment")
        assert bootstrap.works(root / ".venv" / "bin" / "python")

    def test_a_package_that_cannot_be_had_leaves_no_stamp(self, begun: Path) -> None:
        pin = f"no-such-package==1 --hash=sha256:{'0' * 64}\n"
        (begun / "requirements" / "runtime.txt").write_text(pin)
        with pytest.raises(SystemExit, match="pip's own words stand above"):
            bootstrap.main("runtime", begun)
        assert not (begun / ".venv" / "installed-runtime").exists()

    def test_a_full_disk_is_called_full(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bootstrap, "ENOUGH", 10**18)
        assert bootstrap.complaint(root) == f"The disk that holds {root} is full: free about 500 MB, then try again."

    def test_a_place_that_cannot_be_written_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(SystemExit, match=r"The environment in .*file/\.venv could not be made: .*Not a directory"):
            bootstrap.main("runtime", tmp_path / "file")

    def test_ctrl_c_is_no_error_message(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupted(_: Path) -> Path:
            raise KeyboardInterrupt

        monkeypatch.setattr(bootstrap, "make_environment", interrupted)
        with pytest.raises(SystemExit) as caught:
            bootstrap.main("runtime", root)
        assert caught.value.code == 130

    def test_a_python_without_venv_is_told_what_to_install(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "venv", None)
        with pytest.raises(SystemExit, match="This Python lacks its module venv"):
            bootstrap.main("runtime", root)


class TestGettingPip:
    def test_another_pip_helps_out(self, bare: Path, pip_wheel: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PIP_FIND_LINKS", str(pip_wheel.parent))
        assert bootstrap.by_another_pip(bare)
        assert bootstrap.has_pip(bare)

    def test_the_configured_index_helps_out(
        self, bare: Path, pip_wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        index = tmp_path / "index" / "pip"
        index.mkdir(parents=True)
        digest = hashlib.sha256(pip_wheel.read_bytes()).hexdigest()
        (index / pip_wheel.name).write_bytes(pip_wheel.read_bytes())
        (index / "index.html").write_text(
            '<a name="x">no link</a> <a href="pip-99.tar.gz">a source</a>'
            f'<a href="pip-98.0-py3-none-any.whl#sha256={digest}">a wheel that is not there</a>'
            f'<a href="{pip_wheel.name}#sha256={digest}">the wheel</a>'
        )
        monkeypatch.setenv("PIP_INDEX_URL", index.parent.as_uri())
        assert bootstrap.by_configured_index(bare)
        assert bootstrap.has_pip(bare)

    def test_a_wheel_that_is_not_what_its_page_promises_is_not_run(
        self, bare: Path, pip_wheel: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        forged = f"{pip_wheel.as_uri()}#sha256={'0' * 64}"
        monkeypatch.setattr(bootstrap, "links", lambda _: [bootstrap.as_link(forged)])
        assert not bootstrap.by_configured_index(bare)

    def test_a_folder_of_wheels_helps_out(self, bare: Path, pip_wheel: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PIP_FIND_LINKS", str(pip_wheel.parent))
        assert bootstrap.by_configured_index(bare)
        assert bootstrap.has_pip(bare)

    def test_get_pip_is_run_with_the_new_python(
        self, bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        script = tmp_path / "get pip.py"
        script.write_text(f"import sys, pathlib; pathlib.Path({str(tmp_path / 'ran')!r}).write_text(sys.executable)")
        monkeypatch.setattr(bootstrap, "GET_PIP", script.as_uri())
        assert bootstrap.by_get_pip(bare)
        assert (tmp_path / "ran").read_text() == str(bare)

    def test_when_no_way_works_one_sentence_says_what_to_install(
        self, bare: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bootstrap, "by_ensurepip", lambda _: False)
        monkeypatch.setattr(bootstrap, "by_another_pip", lambda _: False)
        with pytest.raises(SystemExit, match="pip could not be had: this Python has no ensurepip"):
            bootstrap.get_pip(bare)

    def test_without_a_pip_on_the_machine_none_is_run(self, bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bootstrap, "other_pips", lambda: [["/no/such/pip"]])
        assert not bootstrap.by_another_pip(bare)


class TestConfiguration:
    def test_the_environment_beats_the_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        file = tmp_path / "pip.conf"
        file.write_text("[global]\nindex-url = file:///a\nextra-index-url =\n    file:///b\n    file:///c\n")
        monkeypatch.setenv("PIP_CONFIG_FILE", str(file))
        assert bootstrap.configuration()["index-url"] == "file:///a"
        assert bootstrap.configuration()["extra-index-url"].split() == ["file:///b", "file:///c"]
        monkeypatch.setenv("PIP_INDEX_URL", "file:///d")
        assert bootstrap.configuration()["index-url"] == "file:///d"

    def test_newer_wheels_come_first(self) -> None:
        found = [bootstrap.as_link(f"file:///pip-{version}-py3-none-any.whl") for version in ("9.0.3", "26.3", "10.0")]
        links = [link for link in found if link is not None]
        assert [link.version for link in sorted(links, reverse=True)] == [(26, 3), (10, 0), (9, 0, 3)]

    def test_another_file_is_no_wheel_of_pip(self) -> None:
        assert bootstrap.as_link("file:///pip_tools-7.0-py3-none-any.whl") is None

    def test_find_links_may_be_a_page(self, tmp_path: Path) -> None:
        page = tmp_path / "links.html"
        page.write_text('<a href="pip-25.1-py3-none-any.whl">')
        wheel = (tmp_path / "pip-25.1-py3-none-any.whl").as_uri()
        assert list(bootstrap.links({"find-links": page.as_uri()})) == [bootstrap.Link((25, 1), wheel, "")]

    def test_a_page_that_does_not_answer_has_no_links(self, tmp_path: Path) -> None:
        assert list(bootstrap.links({"index-url": (tmp_path / "nothing").as_uri()})) == []


def test_an_old_python_gets_a_plain_message(tmp_path: Path) -> None:
    """The Makefile asks before bootstrap.py is read, which an old Python could not parse."""
    old = tmp_path / "python3"
    pretend = "import sys; sys.version_info, sys.version = (3, 8, 18), '3.8.18 (main)'; exec(sys.argv[2])"
    old.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{pretend}" "$@"\n')
    old.chmod(0o755)
    asked = subprocess.run(
        ["make", "run", f"PYTHON={old}"],
        cwd=bootstrap.ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    assert asked.returncode == 2
    assert asked.stderr.splitlines()[0] == (
        "medpay needs Python 3.11 or newer, and this is 3.8.18. "
        "Name another one as in: make run PYTHON=/usr/local/bin/python3.12"
    )
