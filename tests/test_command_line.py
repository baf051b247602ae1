"""What the arguments, the packages, the standard streams and Ctrl-C do to a run."""

import ast
import os
import select
import signal
from pathlib import Path

import pytest
from conftest import SCRIPT, SUCCESS, Outcome, Run, Start, outcome
from stand_in import PUBLISHED_PAIR, StandIn, http_answer

UNWRITTEN = "Output not written: check the disk, or what reads it.\n"


def test_help_is_the_docstring_and_sends_nothing(run: Run, stand_in: StandIn) -> None:
    docstring = ast.get_docstring(ast.parse(SCRIPT.read_text()))

    assert run("--help") == Outcome(0, f"{docstring}\n\n", "")
    assert stand_in.tunnels == []


@pytest.mark.parametrize(
    "arguments",
    [["-h"], ["--helpful"], ["--help", "--help"], [""], [PUBLISHED_PAIR["TOKEN"]]],
    ids=["-h", "--helpful", "--help twice", "empty", "token"],
)
def test_any_other_argument_is_refused_unseen(
    run: Run, stand_in: StandIn, arguments: list[str]
) -> None:
    assert run(*arguments) == Outcome(
        2, "", "Nothing was sent: unknown argument; try --help.\n"
    )
    assert stand_in.tunnels == []


def test_import_does_nothing(folder: Path, run: Run, stand_in: StandIn) -> None:
    importer = folder / "importer.py"
    importer.write_text(
        "import logging, signal\n"
        "handler = signal.getsignal(signal.SIGINT)\n"
        "import personal_access_token\n"
        "assert signal.getsignal(signal.SIGINT) is handler\n"
        "assert logging.getLogger().isEnabledFor(logging.CRITICAL)\n"
    )

    assert run("--help", script=importer) == Outcome(0, "", "")
    assert stand_in.tunnels == []


def test_missing_packages_are_told_in_one_line(run: Run) -> None:
    without_site_packages = "-S"

    assert run(python=[without_site_packages]) == Outcome(
        2, "", "Nothing was sent: packages are missing; see README.md.\n"
    )


@pytest.mark.parametrize("body", [b"{}", b"x" * 1_000_000], ids=["short", "long"])
@pytest.mark.parametrize("status_code", [200, 401])
def test_a_full_disk_under_the_answer(
    run: Run, stand_in: StandIn, status_code: int, body: bytes
) -> None:
    stand_in.answer = http_answer(status_code, body)

    assert run(redirect=">/dev/full") == Outcome(3, "", UNWRITTEN)


def test_a_full_disk_under_the_help(run: Run) -> None:
    assert run("--help", redirect=">/dev/full") == Outcome(3, "", UNWRITTEN)


def test_a_reader_that_has_gone_away(run: Run) -> None:
    reader, writer = os.pipe()
    os.close(reader)

    assert run(stdout=writer) == Outcome(3, "", UNWRITTEN)
    os.close(writer)


@pytest.mark.parametrize(
    ("redirect", "stdout", "stderr"),
    [
        (">&-", "", "sipgate answered 503: sipgate has trouble; try again later.\n"),
        ("2>&-", "Status: 503\nBody: {}\n", ""),
        ("2>/dev/full", "Status: 503\nBody: {}\n", ""),
        (">&- 2>&-", "", ""),
        ("<&- >&- 2>&-", "", ""),
    ],
)
def test_a_closed_stream_or_a_full_disk_under_stderr_does_no_harm(
    run: Run, stand_in: StandIn, redirect: str, stdout: str, stderr: str
) -> None:
    stand_in.answer = http_answer(503, b"{}")

    assert run(redirect=redirect) == Outcome(1, stdout, stderr)


@pytest.mark.parametrize("redirect", [">&-", ">&- 2>&-"])
def test_closed_streams_do_not_turn_success_into_failure(
    run: Run, redirect: str
) -> None:
    assert run(redirect=redirect) == Outcome(SUCCESS.status, "", "")


def test_ctrl_c_while_waiting(start: Start, stand_in: StandIn) -> None:
    stand_in.answer = b""
    stand_in.ending = "silence"

    waiting = start()
    assert stand_in.requested.wait(30)
    waiting.send_signal(signal.SIGINT)

    assert outcome(waiting) == Outcome(130, "", "")


def test_ctrl_c_while_nobody_reads(start: Start, stand_in: StandIn) -> None:
    stand_in.answer = http_answer(200, b"x" * 1_000_000)  # more than a pipe holds
    reader, writer = os.pipe()

    writing = start(stdout=writer)
    assert select.select([reader], [], [], 30) == ([reader], [], [])
    writing.send_signal(signal.SIGINT)

    assert outcome(writing) == Outcome(130, "", "")
    os.close(reader)
    os.close(writer)


def test_ctrl_c_while_starting(folder: Path, run: Run) -> None:
    (folder / "requests.py").write_text(
        "import signal\nsignal.raise_signal(signal.SIGINT)\n"
    )

    assert run() == Outcome(130, "", "")
