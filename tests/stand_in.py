"""A stand-in for api.sipgate.com: a proxy on this machine that answers in its place.

It accepts CONNECT, speaks TLS with a certificate for api.sipgate.com from a throw-away
certificate authority, records what it is sent and answers with the bytes it is given.
"""

import contextlib
import socket
import socketserver
import ssl
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import trustme

# The pair that sipgate's documentation gives as an example, and what becomes of it.
PUBLISHED_PAIR = {
    "TOKEN_ID": "token-FQ1V12",
    "TOKEN": "e68ead46-a7db-46cd-8a1a-44aed1e4e372",
}
AUTHORIZATION = (
    "Basic dG9rZW4tRlExVjEyOmU2OGVhZDQ2LWE3ZGItNDZjZC04YTFhLTQ0YWVkMWU0ZTM3Mg=="
)

# The body of a 200 answer that the API's OpenAPI description gives as an example.
ACCOUNT = (
    '{"company":"Love sipgate","mainProductType":"AFFILIATE","logoUrl":"logoUrl",'
    '"verified":false,"historyLifeTime":"NONE"}'
)

CERTIFICATE_AUTHORITY = trustme.CA()
CERTIFICATE = CERTIFICATE_AUTHORITY.issue_cert("api.sipgate.com")
TUNNEL_ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"


def http_answer(status_code: int, body: bytes = b"", headers: bytes = b"") -> bytes:
    """Return a whole HTTP answer; each of the headers ends in CR LF."""
    return b"HTTP/1.1 %d Reason\r\n%bContent-Length: %d\r\n\r\n%b" % (
        status_code,
        headers,
        len(body),
        body,
    )


@dataclass
class StandIn:
    """What the stand-in does with each connection, and what it has been sent."""

    tunnel_answer: bytes | None = TUNNEL_ESTABLISHED  # None: it is not a proxy
    certificate: trustme.LeafCert | None = CERTIFICATE  # None: it does not speak TLS
    answer: bytes = http_answer(200, ACCOUNT.encode())
    ending: Literal["close", "reset", "silence"] = "close"

    tunnels: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    requested: threading.Event = field(default_factory=threading.Event)
    port: int = 0
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def authorizations(self) -> list[str]:
        """The value of each Authorization header in each request, however spelt."""
        lines = "".join(self.requests).split("\r\n")
        headers = [line.partition(": ") for line in lines]
        return [value for name, _, value in headers if name.lower() == "authorization"]

    def handle(self, connection: socket.socket) -> None:
        """Serve one connection to its end."""
        if self.tunnel_answer is not None:
            self.tunnels.append(receive_head(connection))
            connection.sendall(self.tunnel_answer)
        if self.certificate:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            self.certificate.configure_cert(context)
            connection = context.wrap_socket(connection, server_side=True)
            self.requests.append(receive_head(connection))
            self.requested.set()
            connection.sendall(self.answer)
        if self.ending == "silence":
            while connection.recv(65536):
                pass
        if self.ending == "reset":
            no_lingering = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, no_lingering)
        connection.close()


def receive_head(connection: socket.socket) -> str:
    """Return what comes up to the first blank line, or up to the end."""
    head = b""
    while not head.endswith(b"\r\n\r\n") and (received := connection.recv(65536)):
        head += received
    return head.decode("latin-1")


@contextlib.contextmanager
def serving(stand_in: StandIn) -> Iterator[StandIn]:
    """Serve on a free port; stand_in.environment tells a client the way and the trust."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with contextlib.suppress(OSError):  # the other end may hang up at any time
                stand_in.handle(self.request)

    with (
        CERTIFICATE_AUTHORITY.cert_pem.tempfile() as bundle,
        socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server,
    ):
        stand_in.port = server.server_address[1]
        stand_in.environment = {
            "HTTPS_PROXY": f"http://127.0.0.1:{stand_in.port}",
            "REQUESTS_CA_BUNDLE": bundle,
        }
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        try:
            yield stand_in
        finally:
            server.shutdown()
