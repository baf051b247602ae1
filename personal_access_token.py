"""Check a sipgate personal access token: GET /account with it and print the answer.

TOKEN_ID and TOKEN come from .env beside this script, or from the environment if it
has both. The only argument is --help. Exit statuses:
  0    the answer is 2xx
  1    the answer is anything else
  2    the configuration or the command line cannot be used; nothing has been sent
  3    no whole answer came, or it could not be written
  130  Ctrl-C
"""

import base64
import contextlib
import logging
import os
import signal
import sys
from http.client import HTTPException
from pathlib import Path
from ssl import SSLCertVerificationError

if __name__ == "__main__":
    signal.signal(signal.SIGINT, lambda *_: sys.exit(130))  # while requests loads, too
try:
    import requests
    from dotenv import dotenv_values
except ImportError:
    print("Nothing was sent: packages are missing; see README.md.", file=sys.stderr)
    sys.exit(2)

BASE_URL = "https://api.sipgate.com/v2"
TIMEOUT_SECONDS = 10
ENV_FILE = Path(__file__).resolve().with_name(".env")
MEANINGS = {
    401: "wrong token ID or token; check .env, or the environment if it has both",
    403: "the token lacks the scope account:read; create a token that has it",
    404: f"wrong endpoint, or no such account; see {BASE_URL}/doc",
    405: f"wrong request method; see {BASE_URL}/doc",
    429: "too many requests; wait before you try again",
    **dict.fromkeys(range(500, 600), "sipgate has trouble; try again later"),
}
FAILURES: dict[type, str] = {
    TimeoutError: f"silence for {TIMEOUT_SECONDS} seconds; check network and proxy",
    SSLCertVerificationError: "invalid certificate; check clock and REQUESTS_CA_BUNDLE",
    HTTPException: "broken or cut short; try again, and check HTTPS_PROXY",
    requests.exceptions.ChunkedEncodingError: "cut short; try again",
    requests.exceptions.ContentDecodingError: "wrongly compressed; try again",
    requests.exceptions.ProxyError: "no way through the proxy; check HTTPS_PROXY",
}
NO_CONNECTION = "no connection; check network, HTTPS_PROXY and REQUESTS_CA_BUNDLE"


def load_credentials() -> tuple[str, str]:
    """Return token ID and token. Raises LookupError, with a line for the user."""
    pair = {name: os.environ.get(name, "").strip() for name in ("TOKEN_ID", "TOKEN")}
    if not all(pair.values()):
        try:
            saved = dotenv_values(ENV_FILE, interpolate=False)
        except (OSError, UnicodeDecodeError):
            raise LookupError(".env must be a UTF-8 file that you may read") from None
        # Half a pair may be another service's: it only fills in what .env lacks.
        pair = {name: (saved.get(name, pair[name]) or "").strip() for name in pair}
    for name, value in pair.items():
        if value in ("", f"YOUR_SIPGATE_{name}"):
            raise LookupError(f"no {name}; make .env a filled-in copy of .env.example")
        if not value.isprintable():
            raise LookupError(f"{name} holds an unprintable character; paste it again")
    if ":" in pair["TOKEN_ID"]:
        raise LookupError("TOKEN_ID holds a colon; the token goes into TOKEN")
    return pair["TOKEN_ID"], pair["TOKEN"]


def authorization_header(token_id: str, token: str) -> str:
    """Return the value of the Authorization header for Basic Auth (RFC 7617)."""
    return "Basic " + base64.b64encode(f"{token_id}:{token}".encode()).decode()


def get_account(authorization: str) -> requests.Response:
    """Return the answer. Raises OSError; for a bad proxy, TypeError or ValueError."""
    return requests.get(
        f"{BASE_URL}/account",
        headers={"Authorization": authorization, "Accept": "application/json"},
        auth=lambda request: request,  # keeps ~/.netrc out (requests issue 3929)
        allow_redirects=False,
        timeout=TIMEOUT_SECONDS,
    )


def explain(error: BaseException | None, line: str = NO_CONNECTION) -> str:
    """Return the line for the innermost known failure behind an error, or else line."""
    for kind in type(error).__mro__:
        line = FAILURES.get(kind, line)
    return explain(error.__context__, line) if error else line


def main() -> tuple[int, str]:
    """Print the answer. Return the exit status and what else to tell the user."""
    if sys.argv[1:] == ["--help"]:
        print(__doc__)
        return 0, ""
    if sys.argv[1:]:
        return 2, "Nothing was sent: unknown argument; try --help.\n"
    try:
        token_id, token = load_credentials()
        response = get_account(authorization_header(token_id, token))
    except LookupError as error:
        return 2, f"Nothing was sent: {error}.\n"
    except (OSError, TypeError, ValueError) as error:
        return 3, f"No whole answer from api.sipgate.com: {explain(error)}.\n"
    status_code, body = response.status_code, response.content.decode(errors="replace")
    # Headers that were cut off pass for the whole of an answer without a body.
    if status_code == 200 and not (body or response.headers.get("Content-Length")):
        return 3, f"No whole answer from api.sipgate.com: {FAILURES[HTTPException]}.\n"
    print(f"Status: {status_code}\nBody: {body}")
    if 200 <= status_code < 300:
        return 0, ""
    meaning = MEANINGS.get(status_code, f"unexpected; see {BASE_URL}/doc")
    return 1, f"sipgate answered {status_code}: {meaning}.\n"


if __name__ == "__main__":
    logging.disable()  # python-dotenv logs the lines that it cannot read
    try:  # in UTF-8 whatever the locale is, and with nothing left to write at exit
        with open(1 if sys.stdout else os.devnull, "w", encoding="utf-8") as sys.stdout:
            status, message = main()
    except OSError:
        status, message = 3, "Output not written: check the disk, or what reads it.\n"
    with contextlib.suppress(OSError):
        os.write(2, message.encode())
    sys.exit(status)
