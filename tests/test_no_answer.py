"""What the user is told when no whole answer comes."""

import contextlib
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Literal

import pytest
import trustme
from conftest import Outcome, Run
from stand_in import (
    CERTIFICATE_AUTHORITY,
    TUNNEL_ESTABLISHED,
    StandIn,
    http_answer,
    serving,
)

NO_CONNECTION = "no connection; check network, HTTPS_PROXY and REQUESTS_CA_BUNDLE"
PROXY = "no way through the proxy; check HTTPS_PROXY"
CERTIFICATE = "invalid certificate; check clock and REQUESTS_CA_BUNDLE"
SILENCE = "silence for 10 seconds; check network and proxy"
BROKEN = "broken or cut short; try again, and check HTTPS_PROXY"

LONG_AGO = datetime.fromisoformat("2020-01-01T00:00:00+00:00")


def no_answer(reason: str) -> Outcome:
    """Return what a user sees when there is no whole answer for this reason."""
    return Outcome(3, "", f"No whole answer from api.sipgate.com: {reason}.\n")


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port of this machine that is taken, but on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.fixture
def full_port() -> Iterator[int]:
    """A port of this machine on which nobody accepts, and no more fit in the queue."""
    with (
        socket.create_server(("127.0.0.1", 0), backlog=0) as listener,
        socket.create_connection(listener.getsockname()),
    ):
        yield listener.getsockname()[1]


def test_a_name_that_does_not_resolve(run: Run) -> None:
    assert run(environment={"HTTPS_PROXY": ""}) == no_answer(NO_CONNECTION)


def test_a_connection_that_is_refused(run: Run, closed_port: int) -> None:
    direct = {"HTTPS_PROXY": "", "SIPGATE_PORT": str(closed_port)}

    assert run(environment=direct) == no_answer(NO_CONNECTION)


@pytest.mark.parametrize("host", ["proxy.invalid", "127.0.0.1"])
def test_a_proxy_that_cannot_be_reached(run: Run, closed_port: int, host: str) -> None:
    proxy = f"http://user:secret@{host}:{closed_port}"

    assert run(environment={"HTTPS_PROXY": proxy}) == no_answer(PROXY)


@pytest.mark.parametrize(
    ("tunnel_answer", "ending", "reason"),
    [
        pytest.param(b"HTTP/1.1 403 Forbidden\r\n\r\n", "close", PROXY, id="refuses"),
        pytest.param(
            b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
            "close",
            PROXY,
            id="asks for a password",
        ),
        pytest.param(b"", "close", BROKEN, id="hangs up"),
        pytest.param(b"", "reset", NO_CONNECTION, id="resets"),
        pytest.param(b"SSH-2.0-OpenSSH\r\n", "close", BROKEN, id="is none"),
        pytest.param(
            TUNNEL_ESTABLISHED, "close", NO_CONNECTION, id="hangs up after CONNECT"
        ),
        pytest.param(
            TUNNEL_ESTABLISHED, "reset", NO_CONNECTION, id="resets after CONNECT"
        ),
        pytest.param(
            TUNNEL_ESTABLISHED + b"HTTP/1.1 400 Bad Request\r\n\r\n",
            "close",
            NO_CONNECTION,
            id="does not pass TLS on",
        ),
    ],
)
def test_a_proxy_that_does_not_connect(
    run: Run,
    stand_in: StandIn,
    tunnel_answer: bytes,
    ending: Literal["close", "reset"],
    reason: str,
) -> None:
    stand_in.certificate = None
    stand_in.tunnel_answer = tunnel_answer
    stand_in.ending = ending

    assert run() == no_answer(reason)


@pytest.mark.parametrize(
    "certificate",
    [
        pytest.param(trustme.CA().issue_cert("api.sipgate.com"), id="not trusted"),
        pytest.param(
            CERTIFICATE_AUTHORITY.issue_cert("sipgate.example"), id="another host's"
        ),
        pytest.param(
            CERTIFICATE_AUTHORITY.issue_cert("api.sipgate.com", not_after=LONG_AGO),
            id="expired",
        ),
    ],
)
def test_a_wrong_certificate_is_sent_nothing(
    run: Run, stand_in: StandIn, certificate: trustme.LeafCert
) -> None:
    stand_in.certificate = certificate

    assert run() == no_answer(CERTIFICATE)
    assert stand_in.requests == []


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        pytest.param(b"", BROKEN, id="nothing"),
        pytest.param(b"SSH-2.0-OpenSSH\r\n", BROKEN, id="not HTTP"),
        pytest.param(b"HTTP/1.1 OK\r\n\r\n", BROKEN, id="no status code"),
        pytest.param(b"HTTP/1.1 20", BROKEN, id="cut in the status code"),
        pytest.param(b"HTTP/1.1 200 OK\r\n", BROKEN, id="cut after the status line"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Ty", BROKEN, id="cut in a header's name"
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Length: ", BROKEN, id="cut in a header's value"
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000, BROKEN, id="an endless header"
        ),
        pytest.param(http_answer(200, b"{}")[:-1], BROKEN, id="cut in the body"),
        pytest.param(http_answer(503, b"{}")[:-1], BROKEN, id="cut in a 503's body"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n{}\r\n",
            BROKEN,
            id="no chunk size",
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
            "cut short; try again",
            id="cut between chunks",
        ),
        pytest.param(
            http_answer(200, b"{}", b"Content-Encoding: gzip\r\n"),
            "wrongly compressed; try again",
            id="not gzip",
        ),
    ],
)
@pytest.mark.parametrize("way", ["through a proxy", "straight"])
def test_a_broken_answer(
    run: Run, stand_in: StandIn, answer: bytes, reason: str, way: str
) -> None:
    stand_in.answer = answer
    environment = {}
    if way == "straight":
        stand_in.tunnel_answer = None
        environment = {"HTTPS_PROXY": "", "SIPGATE_PORT": str(stand_in.port)}

    assert run(environment=environment) == no_answer(reason)


def test_silence_ends_after_ten_seconds(run: Run, full_port: int) -> None:
    environments = {"before a connection": {"HTTPS_PROXY": f"127.0.0.1:{full_port}"}}
    silences = {
        "instead of a tunnel": StandIn(tunnel_answer=b"", certificate=None),
        "before TLS": StandIn(certificate=None),
        "after the request": StandIn(answer=b""),
        "in the header": StandIn(answer=b"HTTP/1.1 200 OK\r\nContent-"),
        "in the body": StandIn(answer=http_answer(200, b"{}")[:-1]),
    }

    def run_and_time(environment: dict[str, str]) -> tuple[Outcome, bool]:
        start = time.monotonic()
        return run(environment=environment), 10 <= time.monotonic() - start < 15

    with contextlib.ExitStack() as servers:
        for name, silence in silences.items():
            silence.ending = "silence"
            environments[name] = servers.enter_context(serving(silence)).environment
        with ThreadPoolExecutor(len(environments)) as at_once:
            results = at_once.map(run_and_time, environments.values())
            outcomes = dict(zip(environments, results))

    assert outcomes == {name: (no_answer(SILENCE), True) for name in environments}


@pytest.mark.parametrize(
    "proxy",
    [
        "http://",
        "http://user:secret@",
        "http://user:secret@host:port",
        "http://user:secret@host:99999",
        "http://user:secret@[::1",
        "http://user:se[cret@host:3128",
        "http://user:secret@a..b:3128",
        "http://user:secr€t@host:3128",
        "socks5://user:secret@host:1080",
        "ftp://user:secret@host:21",
    ],
)
def test_a_proxy_setting_that_cannot_be_used(run: Run, proxy: str) -> None:
    assert run(environment={"HTTPS_PROXY": proxy}) == no_answer(NO_CONNECTION)


@pytest.mark.parametrize("bundle", ["missing.pem", "/dev/null"])
def test_certificates_that_cannot_be_loaded(run: Run, bundle: str) -> None:
    outcome = run(environment={"REQUESTS_CA_BUNDLE": bundle})

    assert outcome == no_answer(NO_CONNECTION)
