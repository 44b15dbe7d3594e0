"""Makes `.venv` and installs the locked packages into it: `python3 medpay/bootstrap.py runtime|development`.

The standard library is all there is at this point. Does nothing when the packages are those of the lock already.
Where Python came without ensurepip (as Debian's does), pip is had from another pip on the machine, from the index that
pip is configured with, or from PyPA's get-pip.py, in this order.
"""

import configparser
import hashlib
import html.parser
import os
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
GET_PIP = "https://bootstrap.pypa.io/get-pip.py"
WHEEL = re.compile(r"pip-(\d+(?:\.\d+)*)-py3-none-any\.whl$")
TIMEOUT = 60  # seconds
ENOUGH = 50_000_000  # bytes; with less than this left, a failed installation is put down to the disk


class Link(NamedTuple):
    """A wheel of pip on an index, with the digest its page promises."""

    version: tuple[int, ...]
    url: str
    sha256: str


def main(lock: str, root: Path = ROOT) -> None:
    """`lock` is runtime or development. Exits with one sentence where something stands in the way."""
    try:
        python = make_environment(root / ".venv")
        install(python, root, lock)
    except OSError as problem:
        sys.exit(f"The environment in {root / '.venv'} could not be made: {problem}")
    except KeyboardInterrupt:
        sys.exit(130)


def make_environment(folder: Path) -> Path:
    """The Python of the virtual environment in `folder`, which is made, or made anew, if it does not work."""
    python = folder / "bin" / "python"
    if not works(python):
        say("Making the virtual environment .venv")
        try:
            import venv
        except ImportError:
            sys.exit("This Python lacks its module venv: install it (on Debian: apt install python3-venv).")
        venv.EnvBuilder(with_pip=False, clear=True, symlinks=True).create(folder)
    if not has_pip(python):
        get_pip(python)
    return python


def works(python: Path) -> bool:
    question = "import sys; sys.exit(sys.version_info < (3, 11))"
    return (
        python.exists() and subprocess.run([python, "-c", question], capture_output=True, check=False).returncode == 0
    )


def has_pip(python: Path) -> bool:
    return succeeds(python, "-m", "pip", "--version")


def get_pip(python: Path) -> None:
    """Puts pip into the environment by the first way that works."""
    for way in (by_ensurepip, by_another_pip, by_configured_index, by_get_pip):
        if way(python) and has_pip(python):
            return
    sys.exit(
        "pip could not be had: this Python has no ensurepip, no other pip was found, and neither pip's configured "
        "index nor PyPA's get-pip.py answered. Install pip (on Debian: apt install python3-venv), then try again."
    )


def by_ensurepip(python: Path) -> bool:
    return succeeds(python, "-m", "ensurepip", "--default-pip")


def by_another_pip(python: Path) -> bool:
    return any(succeeds(*pip, "--python", python, "install", "--quiet", "pip") for pip in other_pips())


def other_pips() -> Iterator[list[str]]:
    yield [sys.executable, "-m", "pip"]
    yield from ([found] for name in ("pip3", "pip") if (found := shutil.which(name)))


def by_configured_index(python: Path) -> bool:
    for link in sorted(links(configuration()), reverse=True):
        wheel = fetch(link.url)
        if wheel and (not link.sha256 or hashlib.sha256(wheel).hexdigest() == link.sha256):
            return install_wheel(python, link, wheel)
    return False


def by_get_pip(python: Path) -> bool:
    script = fetch(GET_PIP)
    if script is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "get-pip.py")
        path.write_bytes(script)
        return succeeds(python, path, "--quiet")


def install_wheel(python: Path, link: Link, wheel: bytes) -> bool:
    """Lets the pip inside the wheel install that wheel: Python runs code from a zip file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, Path(urllib.parse.urlsplit(link.url).path).name)
        path.write_bytes(wheel)
        return succeeds(python, path / "pip", "install", "--quiet", "--no-index", path)


def configuration() -> dict[str, str]:
    """What pip itself would read of its indexes: its files, then the environment."""
    parser = configparser.RawConfigParser(strict=False)
    home = Path.home()
    parser.read(
        [
            *("/etc/pip.conf", home / ".pip" / "pip.conf", home / ".config" / "pip" / "pip.conf"),
            os.environ.get("PIP_CONFIG_FILE", os.devnull),
        ]
    )
    found = dict(parser["global"]) if parser.has_section("global") else {}
    for name in ("index-url", "extra-index-url", "find-links", "cert"):
        variable = os.environ.get("PIP_" + name.replace("-", "_").upper())
        if variable:
            found[name] = variable
    return found


def links(configured: dict[str, str]) -> Iterator[Link]:
    """Every wheel of pip that the configured places offer."""
    for name in ("index-url", "extra-index-url"):
        for index in configured.get(name, "").split():
            yield from links_on_page(index.rstrip("/") + "/pip/")
    for place in configured.get("find-links", "").split():
        if "://" in place:
            yield from links_on_page(place)
        else:
            yield from (link for path in Path(place).glob("pip-*.whl") if (link := as_link(path.resolve().as_uri())))


def links_on_page(url: str) -> list[Link]:
    address = url + "index.html" if url.startswith("file:") and url.endswith("/") else url
    page = fetch(address)
    if page is None:
        return []
    anchors = Anchors()
    anchors.feed(page.decode(errors="replace"))
    return [link for href in anchors.found if (link := as_link(urllib.parse.urljoin(address, href)))]


def as_link(url: str) -> Link | None:
    address, _, fragment = url.partition("#")
    wheel = WHEEL.search(address)
    if wheel is None:
        return None
    return Link(tuple(map(int, wheel[1].split("."))), address, fragment.removeprefix("sha256="))


class Anchors(html.parser.HTMLParser):
    """The targets of a page's links."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


def fetch(url: str) -> bytes | None:
    """The bytes at `url`, or None when it does not answer."""
    certificates = configuration().get("cert")
    try:
        context = ssl.create_default_context(cafile=certificates)
        with urllib.request.urlopen(url, timeout=TIMEOUT, context=context) as answer:
            content: bytes = answer.read()
    except (OSError, urllib.error.URLError, ValueError):
        return None
    return content


def install(python: Path, root: Path, lock: str) -> None:
    """Installs `requirements/LOCK.txt` with its hashes, unless that very file was installed last."""
    stamp = python.parent.parent / f"installed-{lock}"
    wanted = digest(root, lock)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say(f"Installing the locked packages of requirements/{lock}.txt (a minute or two, once)")
    file = root / "requirements" / f"{lock}.txt"
    pip: list[str | Path] = [python, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    asked = subprocess.run([*pip, "--no-deps", "--require-hashes", "--requirement", file], check=False)
    if asked.returncode != 0:
        sys.exit(complaint(root))
    stamp.write_text(wanted)
    if lock == "development":  # it holds all of the other
        stamp.with_name("installed-runtime").write_text(digest(root, "runtime"))


def digest(root: Path, lock: str) -> str:
    return hashlib.sha256((root / "requirements" / f"{lock}.txt").read_bytes()).hexdigest()


def complaint(root: Path) -> str:
    if shutil.disk_usage(root).free < ENOUGH:
        return f"The disk that holds {root} is full: free about 500 MB, then try again."
    return "The packages could not be installed; pip's own words stand above. Nothing was started."


def succeeds(*command: str | Path) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
