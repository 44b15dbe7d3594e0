"""The deployed proxy on this machine: its very file, with ports and a certificate of its own."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.site import ROOT, free_port

NGINX: Final = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
PATIENCE: Final = 10.0  # seconds


def proxy_files(folder: Path, web_port: int, ports: tuple[int, int], log_level: str, beside: str) -> Path:
    place = re.sub(r"resolver .*", "", (ROOT / "deploy/nginx/place.conf").read_text())
    place = place.replace("web:8000 resolve", f"127.0.0.1:{web_port}").replace("/etc/nginx/tls", str(folder))
    text = (ROOT / "deploy/nginx/nginx.conf").read_text()
    text = text.replace("listen 8080", f"listen {ports[0]}").replace("listen 8443", f"listen {ports[1]}")
    text = text.replace("stderr emerg", f"stderr {log_level}")
    (folder / "place.conf").write_text(place + beside)
    (folder / "nginx.conf").write_text(text)
    certificate = ("-out", str(folder / "fullchain.pem"), "-keyout", str(folder / "privkey.pem"))
    made = _run(
        *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
        *("-subj", "/CN=medpay.example", *certificate),
    )
    assert made.returncode == 0, made.stderr
    return folder / "nginx.conf"


@contextmanager
def running_proxy(
    folder: Path, web_port: int, log_level: str = "emerg", *, beside: str = ""
) -> Iterator[tuple[int, int, subprocess.Popen[str]]]:
    """Its ports for http and https, and its process. `beside`: servers of nginx besides those of the file."""
    ports = free_port(), free_port()
    folder.chmod(0o755)
    (folder / "run").mkdir()
    config = proxy_files(folder, web_port, ports, log_level, beside)
    place = ["-p", f"{folder / 'run'}/", "-c", str(config), "-e", "stderr"]
    user = ["-g", "daemon off; user root;"] if os.geteuid() == 0 else ["-g", "daemon off;"]
    tried = _run(str(NGINX), "-t", *place, *user)
    assert tried.returncode == 0, tried.stderr
    proxy = subprocess.Popen([str(NGINX), *place, *user], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        wait_for(ports[1])
        yield *ports, proxy
    finally:
        proxy.terminate()
        proxy.wait(timeout=PATIENCE)
        assert proxy.stdout is not None
        proxy.stdout.close()


def wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise AssertionError(f"nothing listens on {port}")


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
