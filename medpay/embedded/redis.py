"""The embedded Redis-compatible server: in memory alone (I2, I5), on a free port of the loopback, with a password.

The configuration file keeps the password out of the list of processes.
"""

import os
import socket
from pathlib import Path
from typing import NamedTuple

from medpay.embedded.children import Launch
from medpay.embedded.errors import cannot_write
from medpay.embedded.programs import redis_program
from medpay.embedded.state import secret, write_private

CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir "{folder}"
save ""
appendonly no
daemonize no
loglevel warning
"""


class Redis(NamedTuple):
    program: Path
    configuration: Path
    port: int
    password: str

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def launch(self) -> Launch:
        env = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
        return Launch(argv=[str(self.program), str(self.configuration)], env=env)

    def answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                connection.sendall(f"AUTH {self.password}\r\n".encode())
                return connection.recv(16).startswith(b"+OK")
        except OSError:
            return False


def prepare(home: Path, run: Path) -> Redis:
    """Finds the program and writes its configuration into `run`, the private folder of this run."""
    folder = run / "redis"
    server = Redis(redis_program(), folder / "redis.conf", free_port(), secret(home, "redis-password"))
    text = CONFIGURATION.format(port=server.port, password=server.password, folder=folder)
    try:
        folder.mkdir(mode=0o700)
        write_private(server.configuration, text)
    except OSError as problem:
        raise cannot_write(run, problem) from problem
    return server


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port
