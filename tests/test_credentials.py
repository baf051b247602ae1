"""Where the token ID and the token come from, and which cannot be used."""

import os
import threading
from pathlib import Path

import pytest
from conftest import SCRIPT, SUCCESS, Outcome, Run, env_file
from stand_in import AUTHORIZATION, PUBLISHED_PAIR, StandIn

TOKEN_ID, TOKEN = PUBLISHED_PAIR.values()
NO_VALUE = "Nothing was sent: no {}; make .env a filled-in copy of .env.example.\n"
UNPRINTABLE = "Nothing was sent: {} holds an unprintable character; paste it again.\n"
UNREADABLE = "Nothing was sent: .env must be a UTF-8 file that you may read.\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"TOKEN_ID={TOKEN_ID}\nTOKEN={TOKEN}", id="plain"),
        pytest.param(f"TOKEN={TOKEN}\nTOKEN_ID={TOKEN_ID}\n", id="token first"),
        pytest.param(f"TOKEN_ID='{TOKEN_ID}'\nTOKEN=\"{TOKEN}\"\n", id="quotes"),
        pytest.param(
            f"export TOKEN_ID={TOKEN_ID} # mine\n\n# comment\nOTHER=x\nTOKEN={TOKEN}\n",
            id="other lines",
        ),
        pytest.param(
            f"TOKEN_ID = {TOKEN_ID} \t\nTOKEN='\u00a0{TOKEN} \n'\n", id="white space"
        ),
        pytest.param(f"TOKEN_ID={TOKEN_ID}\r\nTOKEN={TOKEN}\r\n", id="Windows lines"),
        pytest.param(
            f"\ufeffTOKEN_ID={TOKEN_ID}\r\nTOKEN={TOKEN}\r\n", id="byte order mark"
        ),
        pytest.param(
            f"no assignment\nTOKEN_ID={TOKEN_ID}\nTOKEN={TOKEN}\nOTHER='\n",
            id="lines that cannot be parsed",
        ),
    ],
)
def test_the_pair_comes_from_the_env_file(
    folder: Path, run: Run, stand_in: StandIn, text: str
) -> None:
    (folder / ".env").write_bytes(text.encode())

    assert run() == SUCCESS
    assert stand_in.authorizations == [AUTHORIZATION]


def test_values_are_taken_literally(folder: Path, run: Run, stand_in: StandIn) -> None:
    (folder / ".env").write_text("TOKEN_ID=${HOME}\nTOKEN='$HOME ${HOME}'\n")

    assert run() == SUCCESS
    assert stand_in.authorizations == ["Basic JHtIT01FfTokSE9NRSAke0hPTUV9"]


def test_the_env_file_of_the_current_folder_is_not_read(
    home: Path, run: Run, stand_in: StandIn
) -> None:
    (home / ".env").write_text("TOKEN_ID=x\nTOKEN=x\n")

    assert run() == SUCCESS
    assert stand_in.authorizations == [AUTHORIZATION]


def test_a_link_to_the_script_finds_the_env_file_beside_the_script(
    folder: Path, home: Path, run: Run, stand_in: StandIn
) -> None:
    link = home / "link.py"
    link.symlink_to(folder / SCRIPT.name)
    (home / ".env").write_text("TOKEN_ID=x\nTOKEN=x\n")

    assert run(script=link) == SUCCESS
    assert stand_in.authorizations == [AUTHORIZATION]


def test_a_named_pipe_is_read_once(folder: Path, run: Run, stand_in: StandIn) -> None:
    pipe = folder / ".env"
    text = pipe.read_text()
    pipe.unlink()
    os.mkfifo(pipe)
    # Opened a second time, it would be waited for: nobody writes again.
    threading.Thread(target=pipe.write_text, args=(text,), daemon=True).start()

    assert run() == SUCCESS
    assert stand_in.authorizations == [AUTHORIZATION]


def test_a_whole_pair_in_the_environment_is_used_and_the_env_file_left_alone(
    folder: Path, run: Run, stand_in: StandIn
) -> None:
    (folder / ".env").unlink()
    os.mkfifo(folder / ".env")  # would be waited for, were it opened
    environment = {"TOKEN_ID": f" {TOKEN_ID}", "TOKEN": f"{TOKEN}\n"}

    assert run(environment=environment) == SUCCESS
    assert stand_in.authorizations == [AUTHORIZATION]


@pytest.mark.parametrize("other_half", [{}, {"TOKEN_ID": " "}], ids=["unset", "blank"])
def test_half_a_pair_in_the_environment_does_not_replace_the_env_file(
    run: Run, stand_in: StandIn, other_half: dict[str, str]
) -> None:
    assert run(environment={"TOKEN": "another service's"} | other_half) == SUCCESS
    assert stand_in.authorizations == [AUTHORIZATION]


@pytest.mark.parametrize("name", PUBLISHED_PAIR)
def test_half_a_pair_in_the_environment_fills_in_what_the_env_file_lacks(
    folder: Path, run: Run, stand_in: StandIn, name: str
) -> None:
    pair = dict(PUBLISHED_PAIR)
    environment = {name: f" {pair.pop(name)} "}
    (folder / ".env").write_text(env_file(pair))

    assert run(environment=environment) == SUCCESS
    assert stand_in.authorizations == [AUTHORIZATION]


@pytest.mark.parametrize("name", PUBLISHED_PAIR)
@pytest.mark.parametrize(
    "line",
    ["", "{}", "{}=", "{}=' '", "{}='unclosed", "{}=YOUR_SIPGATE_{}"],
    ids=["missing", "no value", "empty", "blank", "unclosed quote", "placeholder"],
)
def test_a_variable_without_a_value_is_named(
    folder: Path, run: Run, stand_in: StandIn, name: str, line: str
) -> None:
    [other] = PUBLISHED_PAIR.keys() - {name}
    (folder / ".env").write_text(f"{other}=x\n{line.format(name, name)}\n")

    assert run() == Outcome(2, "", NO_VALUE.format(name))
    assert stand_in.tunnels == []


def test_an_empty_value_in_the_env_file_is_not_replaced(
    folder: Path, run: Run, stand_in: StandIn
) -> None:
    (folder / ".env").write_text(f"TOKEN_ID={TOKEN_ID}\nTOKEN=\n")

    assert run(environment={"TOKEN": "another service's"}) == Outcome(
        2, "", NO_VALUE.format("TOKEN")
    )
    assert stand_in.tunnels == []


def test_a_placeholder_in_the_environment_is_no_value(
    run: Run, stand_in: StandIn
) -> None:
    environment = {"TOKEN_ID": TOKEN_ID, "TOKEN": "YOUR_SIPGATE_TOKEN"}

    assert run(environment=environment) == Outcome(2, "", NO_VALUE.format("TOKEN"))
    assert stand_in.tunnels == []


def test_no_env_file_and_nothing_in_the_environment(
    folder: Path, run: Run, stand_in: StandIn
) -> None:
    (folder / ".env").unlink()

    assert run() == Outcome(2, "", NO_VALUE.format("TOKEN_ID"))
    assert stand_in.tunnels == []


def test_no_env_file_and_half_a_pair_in_the_environment(
    folder: Path, run: Run, stand_in: StandIn
) -> None:
    (folder / ".env").unlink()

    assert run(environment={"TOKEN_ID": TOKEN_ID}) == Outcome(
        2, "", NO_VALUE.format("TOKEN")
    )
    assert stand_in.tunnels == []


def test_the_env_file_of_a_parent_folder_is_not_read(
    folder: Path, run: Run, stand_in: StandIn
) -> None:
    (folder / ".env").rename(folder.parent / ".env")

    assert run() == Outcome(2, "", NO_VALUE.format("TOKEN_ID"))
    assert stand_in.tunnels == []


def test_an_env_file_that_is_a_folder_holds_nothing(
    folder: Path, run: Run, stand_in: StandIn
) -> None:
    (folder / ".env").unlink()
    (folder / ".env").mkdir()

    assert run() == Outcome(2, "", NO_VALUE.format("TOKEN_ID"))
    assert stand_in.tunnels == []


def test_an_env_file_that_may_not_be_read_is_refused(
    folder: Path, run: Run, stand_in: StandIn
) -> None:
    (folder / ".env").chmod(0)
    if os.geteuid() == 0:  # root may read any file but one like this
        (folder / ".env").unlink()
        (folder / ".env").symlink_to("/proc/self/mem")

    assert run() == Outcome(2, "", UNREADABLE)
    assert stand_in.tunnels == []


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"], ids=["UTF-16", "Latin-1"])
def test_an_env_file_in_another_encoding_is_refused(
    folder: Path, run: Run, stand_in: StandIn, encoding: str
) -> None:
    (folder / ".env").write_text("TOKEN_ID=é\nTOKEN=é\n", encoding=encoding)

    assert run() == Outcome(2, "", UNREADABLE)
    assert stand_in.tunnels == []


@pytest.mark.parametrize("name", PUBLISHED_PAIR)
@pytest.mark.parametrize(
    "character",
    ["\0", "\t", "\n", "\x1b", "\x7f", "\x9f", "\u200b"],
    ids=["NUL", "tab", "line feed", "escape", "delete", "C1", "zero-width space"],
)
def test_an_unprintable_character_is_refused(
    folder: Path, run: Run, stand_in: StandIn, name: str, character: str
) -> None:
    pair = PUBLISHED_PAIR | {name: f"before{character}after"}
    (folder / ".env").write_bytes(env_file(pair).encode())

    assert run() == Outcome(2, "", UNPRINTABLE.format(name))
    assert stand_in.tunnels == []


def test_bytes_in_the_environment_that_are_not_utf_8_are_refused(
    run: Run, stand_in: StandIn
) -> None:
    environment = {"TOKEN_ID": TOKEN_ID, "TOKEN": os.fsdecode(b"caf\xe9")}

    assert run(environment=environment) == Outcome(2, "", UNPRINTABLE.format("TOKEN"))
    assert stand_in.tunnels == []


def test_a_colon_in_the_token_id_is_refused(
    folder: Path, run: Run, stand_in: StandIn
) -> None:
    (folder / ".env").write_text(f"TOKEN_ID={TOKEN_ID}:{TOKEN}\nTOKEN={TOKEN}\n")

    assert run() == Outcome(
        2, "", "Nothing was sent: TOKEN_ID holds a colon; the token goes into TOKEN.\n"
    )
    assert stand_in.tunnels == []
