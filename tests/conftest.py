"""What a test starts from: the script in a folder, a user with a home, a stand-in."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from stand_in import ACCOUNT, PUBLISHED_PAIR, StandIn, serving

SCRIPT = Path(__file__).parent.with_name("personal_access_token.py")
NAME_SERVICE = Path(__file__).with_name("name_service")


class Outcome(NamedTuple):
    """What a user sees of a run."""

    status: int
    stdout: str
    stderr: str


SUCCESS = Outcome(0, f"Status: 200\nBody: {ACCOUNT}\n", "")

Start = Callable[..., subprocess.Popen[bytes]]
Run = Callable[..., Outcome]


def outcome(process: subprocess.Popen[bytes]) -> Outcome:
    """Wait for the process to end. Raises TimeoutExpired after 30 seconds."""
    try:
        stdout, stderr = process.communicate(timeout=30)
    finally:
        process.kill()
    return Outcome(process.returncode, (stdout or b"").decode(), stderr.decode())


def env_file(variables: Mapping[str, str]) -> str:
    """Return the text of a .env that has the variables, in single quotes."""
    return "".join(f"{name}='{value}'\n" for name, value in variables.items())


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """The other end of the line; a test may change what it does before a run."""
    with serving(StandIn()) as stand_in:
        yield stand_in


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The script's own folder, with the published pair in its .env."""
    folder = tmp_path / "parent" / "folder"
    folder.mkdir(parents=True)
    shutil.copy(SCRIPT, folder)
    (folder / ".env").write_text(env_file(PUBLISHED_PAIR))
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The user's home, where the script is started."""
    home = tmp_path / "home"
    home.mkdir()
    return home


@pytest.fixture
def start(folder: Path, home: Path, stand_in: StandIn) -> Start:
    """Start the script from a shell, in an environment of nothing but what is given."""

    def start(
        *arguments: str,
        script: Path = folder / SCRIPT.name,
        environment: Mapping[str, str] = {},
        python: Sequence[str] = (),
        redirect: str = "",
        stdout: int = subprocess.PIPE,
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            ["sh", "-c", f'exec "$@" {redirect}', "sh"]
            + [sys.executable, *python, str(script), *arguments],
            cwd=home,
            env={"HOME": str(home), "PYTHONPATH": str(NAME_SERVICE)}
            | stand_in.environment
            | dict(environment),
            stdout=stdout,
            stderr=subprocess.PIPE,
        )

    return start


@pytest.fixture
def run(start: Start) -> Run:
    """Start the script from a shell and wait for it to end."""

    def run(*arguments: str, **options: object) -> Outcome:
        return outcome(start(*arguments, **options))

    return run
