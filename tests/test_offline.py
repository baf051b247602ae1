"""That the script can be seen at work without an account and without a network."""

from pathlib import Path

import pytest
from conftest import SUCCESS, Outcome, Run

OFFLINE = Path(__file__).with_name("offline.py")
ANNOUNCEMENT = "Offline: a stand-in answers, not api.sipgate.com.\n"


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"https_proxy": "http://user:secret@proxy.invalid:3128"},
        {"NO_PROXY": "*"},
        {"TOKEN_ID": "mine", "TOKEN": "secret"},
    ],
    ids=["nothing", "a proxy", "no proxy for any host", "a pair"],
)
def test_offline_the_stand_in_answers_whatever_the_environment_holds(
    run: Run, environment: dict[str, str]
) -> None:
    assert run(script=OFFLINE, environment=environment) == SUCCESS._replace(
        stderr=ANNOUNCEMENT
    )


def test_offline_the_exit_status_is_the_scripts(run: Run) -> None:
    assert run(script=OFFLINE, redirect=">/dev/full") == Outcome(
        3, "", f"{ANNOUNCEMENT}Output not written: check the disk, or what reads it.\n"
    )


@pytest.mark.parametrize(
    ("package", "stderr"),
    [("trustme", ""), ("requests", ANNOUNCEMENT)],
    ids=["while it starts", "while the script runs"],
)
def test_offline_ctrl_c_ends_it(
    home: Path, run: Run, package: str, stderr: str
) -> None:
    (home / f"{package}.py").write_text(
        "import os, signal\n"
        "if __name__ == 'requests':\n"
        "    os.kill(os.getppid(), signal.SIGINT)\n"
        "signal.raise_signal(signal.SIGINT)\n"
    )

    assert run(script=OFFLINE, environment={"PYTHONPATH": str(home)}) == Outcome(
        130, "", stderr
    )
