"""That the README, --help and .env.example say what the script does."""

import re
import shutil
from pathlib import Path

import pytest
from conftest import SCRIPT, Outcome, Run
from dotenv import dotenv_values
from stand_in import PUBLISHED_PAIR, StandIn, http_answer

README = SCRIPT.with_name("README.md").read_text(encoding="utf-8")
ENV_EXAMPLE = SCRIPT.with_name(".env.example")
PLACEHOLDERS = {
    "TOKEN_ID": "YOUR_SIPGATE_TOKEN_ID",
    "TOKEN": "YOUR_SIPGATE_TOKEN",
}


def blocks(language: str) -> list[str]:
    """Return the README's fenced blocks in the language. Raises if there are none."""
    found = re.findall(rf"(?ms)^```{language}\n(.*?)^```$", README)
    assert found, f"the README has no {language} block"
    return found


def table(heading: str) -> dict[str, str]:
    """Return the rows of the README's two-column table under the heading."""
    _, _, section = README.partition(f"# {heading}\n")
    section, _, _ = section.partition("\n#")
    _, _, *rows = re.findall(r"(?m)^\| (.+?) \| (.+) \|$", section)
    assert rows, f"the README has no table under {heading}"
    return dict(rows)


def test_each_python_block_of_the_readme_stands_in_the_script() -> None:
    script = SCRIPT.read_text()

    assert [block for block in blocks("python") if f"\n{block}" not in script] == []


def test_the_readme_shows_the_way_from_the_env_file_to_the_output() -> None:
    [diagram] = blocks("mermaid")

    assert diagram.startswith("sequenceDiagram\n")


def test_help_and_the_readme_tell_the_same_exit_statuses(run: Run) -> None:
    in_help = re.findall(r"(?m)^  (\d+) +(.+)$", run("--help").stdout)

    assert dict(in_help) == table("Exit statuses")
    assert list(table("Exit statuses")) == ["0", "1", "2", "3", "130"]


def test_the_readme_names_each_http_error() -> None:
    assert list(table("HTTP errors")) == [
        "401",
        "403",
        "404",
        "405",
        "429",
        "5xx",
        "any other",
    ]


@pytest.mark.parametrize("error", table("HTTP errors"))
def test_the_script_explains_an_http_error_as_the_readme_does(
    run: Run, stand_in: StandIn, error: str
) -> None:
    status_code = {"5xx": 502, "any other": 418}.get(error) or int(error)
    stand_in.answer = http_answer(status_code, b"{}")

    assert run() == Outcome(
        1,
        f"Status: {status_code}\nBody: {{}}\n",
        f"sipgate answered {status_code}: {table('HTTP errors')[error]}.\n",
    )


def test_the_readme_quotes_the_scripts_own_words() -> None:
    from_pip, *quotes = [error.split("`")[1] for error in table("Errors on this side")]

    assert from_pip == "externally-managed-environment"
    assert [quote for quote in quotes if quote not in SCRIPT.read_text()] == []


def test_the_env_example_holds_the_placeholders() -> None:
    assert dotenv_values(ENV_EXAMPLE) == PLACEHOLDERS


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_the_script_knows_the_placeholder_of_the_env_example(
    folder: Path, run: Run, stand_in: StandIn, name: str
) -> None:
    env_file = folder / ".env"
    shutil.copy(ENV_EXAMPLE, env_file)
    [other] = PLACEHOLDERS.keys() - {name}
    filled_in = env_file.read_text().replace(
        f"\n{other}={PLACEHOLDERS[other]}\n", f"\n{other}={PUBLISHED_PAIR[other]}\n"
    )
    env_file.write_text(filled_in)

    assert run() == Outcome(
        2,
        "",
        f"Nothing was sent: no {name}; make .env a filled-in copy of .env.example.\n",
    )
    assert stand_in.tunnels == []


def test_each_relative_link_of_the_readme_leads_somewhere() -> None:
    headings = re.findall(r"(?m)^#+ (.+)$", README)
    anchors = {f"#{heading.lower().replace(' ', '-')}" for heading in headings}
    links = re.findall(r"\]\((?!https://)(.+?)\)", README)

    assert links
    assert [
        link
        for link in links
        if link not in anchors and not SCRIPT.with_name(link).is_file()
    ] == []
