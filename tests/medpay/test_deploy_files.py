"""What is deployed keeps the promises of the contract: the compose file, the image, the proxy and the health checks."""

import gzip
import http.client
import os
import re
import ssl
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from django.conf import settings

from deploy import healthy
from medpay.embedded.postgres import QUIET
from tests.medpay.proxy import NGINX, PATIENCE, running_proxy
from tests.site import free_port

ROOT: Final = Path(settings.BASE_DIR)
COMPOSE: Final[dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: Final[dict[str, dict[str, Any]]] = COMPOSE["services"]
OURS: Final = ("web", "worker", "beat", "sweeper", "migrate")
DOCKERFILE: Final = (ROOT / "Dockerfile").read_text()
PUBLIC_RULES: Final = {  # the contract's column for docker-compose.yml
    "MEDPAY_THRESHOLD": "5",
    "MEDPAY_MIN_CONTRIBUTORS": "3",
    "MEDPAY_RELEASE_BATCH": "1",
    "MEDPAY_MODERATION": "stories",
    "MEDPAY_HOLD_ABOVE": "5",
    "MEDPAY_REPORTS_PER_HOUR": "10",
    "MEDPAY_REPORTS_PER_HOUR_TOTAL": "1000",
    "MEDPAY_HOLD_BURSTS": "1",
    "MEDPAY_PROOF_OF_WORK": "1",
    "MEDPAY_REQUIRE_TOTP": "1",
}


def checked(*command: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


# docker-compose.yml


def test_the_compose_file_keeps_to_its_schema() -> None:
    tool = str(Path(sys.executable).with_name("check-jsonschema"))
    said = checked(tool, "--builtin-schema", "vendor.compose-spec", "docker-compose.yml")
    assert said.returncode == 0, said.stdout


def test_the_compose_file_starts_what_the_design_names() -> None:
    assert set(SERVICES) == {"proxy", "web", "worker", "beat", "sweeper", "migrate", "postgres", "redis"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_may_do_little(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
    assert {"mem_limit", "cpus", "pids_limit"} <= set(service)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_watched_and_restarted(name: str) -> None:
    service = SERVICES[name]
    if name == "migrate":
        assert (service["restart"], service["healthcheck"]) == ("on-failure:3", {"disable": True})
    elif name == "web":
        assert (service["restart"], "healthcheck" in service) == ("unless-stopped", False)
        assert "HEALTHCHECK" in DOCKERFILE
    else:
        assert service["restart"] == "unless-stopped"
        assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


def test_web_and_worker_can_be_multiplied() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert [name for name, service in SERVICES.items() if "container_name" in service or "hostname" in service] == []


def test_the_strict_rules_hold_wherever_strangers_report() -> None:
    for name in OURS:
        environment = SERVICES[name]["environment"]
        assert {key: environment.get(key) for key in PUBLIC_RULES} == PUBLIC_RULES
        assert (environment["MEDPAY_PUBLIC"], environment["MEDPAY_HTTPS"]) == ("1", "1")


def test_every_variable_set_is_one_that_settings_read() -> None:
    read = set(re.findall(r'"([A-Z_]+)"', (ROOT / "medpay/settings.py").read_text()))
    for name in OURS:
        assert set(SERVICES[name]["environment"]) - read == set()


def test_a_secret_has_no_default() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    uses = re.findall(r"\$\{(MEDPAY_SECRET_KEY|MEDPAY_\w+_PASSWORD|MEDPAY_HOST)(.*?)\}", text)
    assert Counter(name for name, _ in uses) == {
        "MEDPAY_SECRET_KEY": 1,
        "MEDPAY_DATABASE_PASSWORD": 2,
        "MEDPAY_APPLICATION_PASSWORD": 1,
        "MEDPAY_HOST": 1,
    }
    assert {rule for _, rule in uses} == {":?see deploy/example.env"}


def test_the_example_names_every_variable_the_compose_file_asks_for() -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    named = set(re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / "deploy/example.env").read_text(), re.MULTILINE))
    assert asked == named


def test_redis_writes_nothing_down() -> None:
    redis = SERVICES["redis"]
    assert redis["command"][1:5] == ["--save", "", "--appendonly", "no"]
    assert redis["tmpfs"] == ["/data:size=1m,uid=999,gid=1000,mode=0700"]
    assert redis["mem_limit"] == redis["memswap_limit"]  # nothing is swapped out
    assert "volumes" not in redis


def test_the_database_log_quotes_no_row() -> None:
    options = dict(option.split("=") for option in SERVICES["postgres"]["command"][2::2])
    assert options == {
        "log_min_messages": "log",
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "log_connections": "off",
    }
    assert {name: value for name, value in QUIET.items() if name in options} == {
        name: value for name, value in options.items() if name != "log_connections"
    }


def test_the_owner_of_the_database_is_known_to_the_migration_alone() -> None:
    owners = {name: SERVICES[name]["environment"].get("MEDPAY_OWNER_DATABASE_URL", "") for name in OURS}
    assert {name for name, address in owners.items() if address} == {"migrate"}
    assert owners["migrate"].startswith("postgresql://medpay:")
    knows_the_password = [name for name, service in SERVICES.items() if "DATABASE_PASSWORD" in str(service)]
    assert knows_the_password == ["migrate", "postgres"]
    for name in OURS:
        assert SERVICES[name]["environment"]["DATABASE_URL"].startswith("postgresql://medpay_app:")


def test_every_step_of_preparing_a_site_stands_before_its_start() -> None:
    steps = SERVICES["migrate"]["command"][-1].split(" && ")
    assert steps == [
        "python manage.py migrate --no-input",
        "python manage.py make_roles",
        "python manage.py load_starter",
        "python manage.py refresh_statistics --all",
    ]


def test_the_database_and_redis_are_reached_from_inside_alone() -> None:
    assert COMPOSE["networks"]["back"] == {"internal": True}
    assert [SERVICES[name]["networks"] for name in ("postgres", "redis")] == [["back"], ["back"]]


# Dockerfile


def test_the_dockerfile_is_clean() -> None:
    said = checked(str(Path(sys.executable).with_name("hadolint")), "Dockerfile")
    assert (said.returncode, said.stdout) == (0, "")


def test_the_image_is_pinned_unprivileged_and_hashed() -> None:
    assert set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)) == {"python:3.11-slim-bookworm"}
    assert re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE) == [SERVICES["web"]["user"]]
    assert "--require-hashes" in DOCKERFILE


def test_the_image_takes_only_what_the_engine_is_sent() -> None:
    copied = set(re.findall(r"^COPY (?!--from)(\S+)", DOCKERFILE, re.MULTILINE))
    sent = set(re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    assert copied == sent
    assert [path for path in copied if not (ROOT / path).exists()] == []


# deploy/check.env


def public_settings() -> dict[str, str]:
    lines = (ROOT / "deploy/check.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_settings_that_are_checked_are_those_that_are_deployed() -> None:
    mine = public_settings()
    deployed = SERVICES["web"]["environment"]
    same = set(mine) - {"MEDPAY_SECRET_KEY", "MEDPAY_ALLOWED_HOSTS", "MEDPAY_TRUSTED_PROXIES"}
    assert {key: mine[key] for key in same} == {key: deployed[key] for key in same}
    assert set(PUBLIC_RULES) <= same


def deploy_check(home: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """`home` has no run in it: the check would take the key of a running site for one that was given."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "DATABASE_URL", "REDIS_URL") if key in os.environ}
    command = (sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    return checked(*command, env={**kept, "MEDPAY_HOME": str(home), **public_settings(), **changes})


def test_a_public_site_passes_the_deployment_check(tmp_path: Path) -> None:
    said = deploy_check(tmp_path)
    assert said.returncode == 0, said.stderr


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"MEDPAY_THRESHOLD": "4"}, "reports.E001"),
        ({"MEDPAY_MIN_CONTRIBUTORS": "2"}, "reports.W001"),
        ({"MEDPAY_SECRET_KEY": ""}, "medpay.E001"),
        ({"MEDPAY_HTTPS": "0"}, "security.W008"),
    ],
    ids=["threshold", "contributors", "key", "transport"],
)
def test_an_unsafe_public_site_does_not_pass(changes: dict[str, str], complaint: str, tmp_path: Path) -> None:
    said = deploy_check(tmp_path, **changes)
    assert said.returncode == 1
    assert complaint in said.stderr


# deploy/healthy.py


class Answer(BaseHTTPRequestHandler):
    """Stands in for the web server: answers by path, and remembers what it was asked."""

    asked: list[tuple[str, str, dict[str, str]]]
    HEADERS: Final = {
        "/page/": {"Cache-Control": "public, max-age=0, s-maxage=60", "ETag": '"page"', "Content-Type": "text/html"},
        "/fragment/": {"Cache-Control": "public, max-age=0, s-maxage=1", "Content-Type": "text/html"},
        "/form/": {"Cache-Control": "private, no-store"},
        "/plain/": {},
        "/login/": {"Cache-Control": "public, s-maxage=60", "Set-Cookie": "session=1"},
    }

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        type(self).asked.append((self.command, self.path, headers))
        self.rfile.read(int(headers.get("content-length", "0")))
        path = self.path.partition("?")[0]
        body = b"statistics " * 300
        self.send_response(503 if path == "/readyz" else 200)
        for name, value in self.HEADERS.get(path, {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815  # the name http.server calls

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def web() -> Iterator[tuple[int, type[Answer]]]:
    """A web server's port and what it was asked."""
    handler = type("Answer", (Answer,), {"asked": [], "protocol_version": "HTTP/1.1"})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port, handler
        server.shutdown()
        thread.join()


def test_a_web_server_that_answers_is_healthy(web: tuple[int, type[Answer]]) -> None:
    port, handler = web
    assert healthy.answers(f"http://127.0.0.1:{port}/healthz")
    assert [headers["host"] for _, _, headers in handler.asked] == ["127.0.0.1"]


def test_figures_far_behind_are_not_healthy(web: tuple[int, type[Answer]]) -> None:
    assert not healthy.answers(f"http://127.0.0.1:{web[0]}/readyz")


def test_a_web_server_that_is_gone_is_not_healthy() -> None:
    assert not healthy.answers(f"http://127.0.0.1:{free_port()}/healthz")


@pytest.mark.parametrize(("age", "alive"), [(0, True), (500, True), (700, False)])
def test_the_scheduler_is_healthy_while_it_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, age: int, alive: bool
) -> None:
    monkeypatch.setenv("MEDPAY_HOME", str(tmp_path))
    schedule = tmp_path / "beat-schedule.db"
    schedule.touch()
    os.utime(schedule, (time.time() - age,) * 2)
    assert healthy.scheduler() is alive


def test_a_scheduler_that_never_wrote_is_not_healthy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDPAY_HOME", str(tmp_path))
    assert not healthy.scheduler()


# deploy/nginx

needs_nginx = pytest.mark.skipif(NGINX is None, reason="no nginx on this machine: the proxy's file is not tried")


def test_the_proxy_writes_no_visitor_down() -> None:
    text = (ROOT / "deploy/nginx/nginx.conf").read_text()
    assert re.findall(r"^\s*((?:access|error)_log .*;)", text, re.MULTILINE) == [
        "error_log stderr emerg;",
        "access_log off;",
    ]


@contextmanager
def over_tls(port: int) -> Iterator[http.client.HTTPSConnection]:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=PATIENCE)
    try:
        yield connection
    finally:
        connection.close()


def ask_over_tls(
    port: int, path: str, method: str = "GET", body: bytes = b"", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    with over_tls(port) as connection:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, headers={"Host": "medpay.example", **named})
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()


def send_at_once(port: int, times: int) -> Iterator[int]:
    """Submissions over one connection: on a busy machine a handshake for each takes longer than the limit waits."""
    with over_tls(port) as connection:
        for _ in range(times):
            connection.request("POST", "/form/", headers={"Host": "medpay.example"})
            response = connection.getresponse()
            response.read()
            yield response.status


@pytest.fixture
def proxy(tmp_path: Path, web: tuple[int, type[Answer]]) -> Iterator[tuple[int, int, type[Answer]]]:
    """The ports of the proxy (http, https), and what reaches the web server behind it."""
    with running_proxy(tmp_path, web[0]) as (http_port, https_port, _):
        yield http_port, https_port, web[1]


def times_asked(handler: type[Answer]) -> Counter[str]:
    return Counter(path for _, path, _ in handler.asked)


@needs_nginx
def test_a_public_page_is_asked_for_once(proxy: tuple[int, int, type[Answer]]) -> None:
    for _ in range(3):
        assert ask_over_tls(proxy[1], "/page/")[0] == 200
    assert times_asked(proxy[2]) == {"/page/": 1}


@needs_nginx
def test_a_kept_page_answers_304(proxy: tuple[int, int, type[Answer]]) -> None:
    ask_over_tls(proxy[1], "/page/")
    status, _, body = ask_over_tls(proxy[1], "/page/", If_None_Match='"page"')
    assert (status, body) == (304, b"")
    assert times_asked(proxy[2]) == {"/page/": 1}


@needs_nginx
@pytest.mark.parametrize("path", ["/form/", "/plain/", "/login/"])
def test_what_does_not_say_it_is_public_is_not_kept(proxy: tuple[int, int, type[Answer]], path: str) -> None:
    for _ in range(2):
        ask_over_tls(proxy[1], path)
    assert times_asked(proxy[2]) == {path: 2}


@needs_nginx
def test_a_moderator_s_pages_are_neither_kept_nor_given_kept_ones(proxy: tuple[int, int, type[Answer]]) -> None:
    for _ in range(2):
        ask_over_tls(proxy[1], "/page/", Cookie="sessionid=1")
    assert times_asked(proxy[2]) == {"/page/": 2}
    ask_over_tls(proxy[1], "/page/")
    assert times_asked(proxy[2]) == {"/page/": 3}


@needs_nginx
def test_the_live_fragment_is_asked_for_again_after_a_second(proxy: tuple[int, int, type[Answer]]) -> None:
    ask_over_tls(proxy[1], "/fragment/")
    deadline = time.monotonic() + PATIENCE
    while times_asked(proxy[2])["/fragment/"] < 2 and time.monotonic() < deadline:
        ask_over_tls(proxy[1], "/fragment/")
    assert times_asked(proxy[2]) == {"/fragment/": 2}


@needs_nginx
def test_what_a_visitor_claims_about_his_address_is_overwritten(proxy: tuple[int, int, type[Answer]]) -> None:
    ask_over_tls(
        proxy[1], "/form/", X_Forwarded_For="203.0.113.9", X_Real_IP="203.0.113.9", Forwarded="for=203.0.113.9"
    )
    ((_, _, headers),) = proxy[2].asked
    named = {
        name: headers.get(name) for name in ("x-forwarded-for", "x-real-ip", "forwarded", "x-forwarded-proto", "host")
    }
    assert named == {
        "x-forwarded-for": "127.0.0.1",
        "x-real-ip": None,
        "forwarded": None,
        "x-forwarded-proto": "https",
        "host": "medpay.example",
    }


@needs_nginx
def test_a_table_of_reports_may_be_larger_than_a_form(proxy: tuple[int, int, type[Answer]]) -> None:
    sent = b"x" * 1_048_576
    assert ask_over_tls(proxy[1], "/report/upload/", "POST", sent, X_Forwarded_For="203.0.113.9")[0] == 200
    ((_, _, headers),) = proxy[2].asked
    assert headers["x-forwarded-for"] == "127.0.0.1"
    assert ask_over_tls(proxy[1], "/report/upload/", "POST", b"x" * 1_200_000)[0] == 413
    assert ask_over_tls(proxy[1], "/report/", "POST", b"x" * 300_000)[0] == 413


@needs_nginx
def test_pages_travel_compressed(proxy: tuple[int, int, type[Answer]]) -> None:
    _, headers, body = ask_over_tls(proxy[1], "/page/", Accept_Encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == b"statistics " * 300


@needs_nginx
def test_plain_http_is_sent_to_https(proxy: tuple[int, int, type[Answer]]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", proxy[0], timeout=PATIENCE)
    connection.request("GET", "/codes/86320/?locality=05", headers={"Host": "medpay.example"})
    response = connection.getresponse()
    assert (response.status, response.headers["Location"]) == (308, "https://medpay.example/codes/86320/?locality=05")
    connection.close()


@needs_nginx
def test_a_burst_of_submissions_is_slowed_and_reading_is_not(proxy: tuple[int, int, type[Answer]]) -> None:
    sent = Counter(send_at_once(proxy[1], 40))
    assert sent[429] > 0
    assert sent[200] >= 21
    assert {ask_over_tls(proxy[1], "/plain/")[0] for _ in range(40)} == {200}


def printed_of_a_visitor(folder: Path, web_port: int, level: str) -> str:
    """What the proxy prints at this log level while one visitor reads a page and another sends too much."""
    with running_proxy(folder, web_port, level) as (_, https_port, process):
        telling = {"User_Agent": "telling", "Referer": "https://telling.example/"}
        assert ask_over_tls(https_port, "/page/?telling", "GET", b"", **telling)[0] == 200
        assert ask_over_tls(https_port, "/form/?telling", "POST", b"", Content_Length="300000", **telling)[0] == 413
        process.terminate()
        assert process.stdout is not None
        return process.stdout.read()


@needs_nginx
def test_nothing_about_a_visitor_is_printed(tmp_path: Path, web: tuple[int, type[Answer]]) -> None:
    assert printed_of_a_visitor(tmp_path, web[0], level="emerg") == ""


@needs_nginx
def test_it_would_be_printed_if_errors_were(tmp_path: Path, web: tuple[int, type[Answer]]) -> None:
    printed = printed_of_a_visitor(tmp_path, web[0], level="error")
    assert "client: 127.0.0.1" in printed
    assert "telling" in printed
