"""That the token reaches nobody but sipgate, and that no other secret replaces it."""

import base64
import re
from pathlib import Path

import pytest
from conftest import SUCCESS, Run, Start
from stand_in import AUTHORIZATION, PUBLISHED_PAIR, StandIn

NETRC = {
    "for the host": "machine api.sipgate.com login foreign password secret\n",
    "default": "default login foreign password secret\n",
}


@pytest.mark.parametrize("netrc", NETRC.values(), ids=NETRC)
@pytest.mark.parametrize("place", ["~/.netrc", "$NETRC"])
def test_netrc_does_not_replace_the_token(
    home: Path, run: Run, stand_in: StandIn, netrc: str, place: str
) -> None:
    file = home / (".netrc" if place == "~/.netrc" else "elsewhere")
    file.write_text(netrc)
    environment = {} if place == "~/.netrc" else {"NETRC": str(file)}

    assert run(environment=environment) == SUCCESS
    assert stand_in.authorizations == [AUTHORIZATION]


def test_the_proxy_is_told_its_own_password_and_nothing_else(
    run: Run, stand_in: StandIn
) -> None:
    proxy = f"http://user:secret@127.0.0.1:{stand_in.port}"

    assert run(environment={"HTTPS_PROXY": proxy}) == SUCCESS

    [tunnel] = stand_in.tunnels
    credentials = base64.b64encode(b"user:secret").decode()
    assert [line for line in tunnel.split("\r\n") if "uthorization" in line] == [
        f"Proxy-Authorization: Basic {credentials}"
    ]
    assert stand_in.authorizations == [AUTHORIZATION]
    assert credentials not in stand_in.requests[0]


def test_the_process_list_does_not_show_the_token(
    start: Start, stand_in: StandIn
) -> None:
    stand_in.answer = b""
    stand_in.ending = "silence"

    with start() as waiting:
        assert stand_in.requested.wait(30)
        seen = Path(f"/proc/{waiting.pid}/cmdline").read_text()
        waiting.kill()

    assert "personal_access_token.py" in seen
    assert PUBLISHED_PAIR["TOKEN"] not in seen


def test_an_error_in_code_that_imports_us_shows_nothing_of_the_env_file(
    folder: Path, run: Run
) -> None:
    (folder / ".env").write_bytes(b"TOKEN=caf\xe9")
    importer = folder / "importer.py"
    importer.write_text(
        "from personal_access_token import load_credentials\nload_credentials()\n"
    )

    stderr = run(script=importer).stderr

    assert re.findall(r"(?m)^\w*Error: .*$", stderr) == [
        "LookupError: .env must be a UTF-8 file that you may read"
    ]
