"""What goes to sipgate, and what the user sees of the answer."""

import gzip

import pytest
from conftest import SUCCESS, Outcome, Run
from stand_in import AUTHORIZATION, StandIn, http_answer

UNEXPECTED = "unexpected; see https://api.sipgate.com/v2/doc"


def test_the_published_pair_prints_the_status_code_and_the_body(run: Run) -> None:
    assert run() == SUCCESS


def test_one_get_carries_the_headers_to_the_endpoint(
    run: Run, stand_in: StandIn
) -> None:
    run()

    [request] = stand_in.requests
    of_requests = ("User-Agent: python-requests/", "Accept-Encoding: ", "Connection: ")
    lines = request.split("\r\n")
    assert [line for line in lines if not line.startswith(of_requests)] == [
        "GET /v2/account HTTP/1.1",
        "Host: api.sipgate.com",
        "Accept: application/json",
        f"Authorization: {AUTHORIZATION}",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("token_id", "token", "authorization"),
    [
        pytest.param(
            "Aladdin", "open sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", id="ASCII"
        ),
        pytest.param("test", "123£", "Basic dGVzdDoxMjPCow==", id="Latin-1 letter"),
        pytest.param("Jörg", "ключ", "Basic SsO2cmc60LrQu9GO0Yc=", id="any letter"),
        pytest.param("id", "a:b", "Basic aWQ6YTpi", id="colon in the token"),
    ],
)
def test_the_pair_is_encoded_as_rfc_7617_has_it(
    run: Run, stand_in: StandIn, token_id: str, token: str, authorization: str
) -> None:
    assert run(environment={"TOKEN_ID": token_id, "TOKEN": token}) == SUCCESS
    assert stand_in.authorizations == [authorization]


@pytest.mark.parametrize("status_code", [200, 201, 204, 299])
def test_every_2xx_answer_is_a_success(
    run: Run, stand_in: StandIn, status_code: int
) -> None:
    stand_in.answer = http_answer(status_code)

    assert run() == Outcome(0, f"Status: {status_code}\nBody: \n", "")


@pytest.mark.parametrize(
    ("status_code", "meaning"),
    [
        (199, UNEXPECTED),
        (300, UNEXPECTED),
        (304, UNEXPECTED),
        (400, UNEXPECTED),
        (
            401,
            "wrong token ID or token; check .env, or the environment if it has both",
        ),
        (403, "the token lacks the scope account:read; create a token that has it"),
        (
            404,
            "wrong endpoint, or no such account; see https://api.sipgate.com/v2/doc",
        ),
        (405, "wrong request method; see https://api.sipgate.com/v2/doc"),
        (429, "too many requests; wait before you try again"),
        (499, UNEXPECTED),
        (500, "sipgate has trouble; try again later"),
        (503, "sipgate has trouble; try again later"),
        (599, "sipgate has trouble; try again later"),
        (600, UNEXPECTED),
    ],
)
def test_any_other_answer_is_printed_and_explained(
    run: Run, stand_in: StandIn, status_code: int, meaning: str
) -> None:
    body = "" if status_code in (199, 304) else "{}"  # HTTP gives these no body
    stand_in.answer = http_answer(status_code, body.encode())

    assert run() == Outcome(
        1,
        f"Status: {status_code}\nBody: {body}\n",
        f"sipgate answered {status_code}: {meaning}.\n",
    )


@pytest.mark.parametrize(
    ("status_code", "status", "stderr"),
    [
        (204, 0, ""),
        (302, 1, f"sipgate answered 302: {UNEXPECTED}.\n"),
        (503, 1, "sipgate answered 503: sipgate has trouble; try again later.\n"),
    ],
)
def test_any_answer_but_200_may_do_without_a_body_and_its_length(
    run: Run, stand_in: StandIn, status_code: int, status: int, stderr: str
) -> None:
    stand_in.answer = b"HTTP/1.1 %d Reason\r\n\r\n" % status_code

    assert run() == Outcome(status, f"Status: {status_code}\nBody: \n", stderr)


@pytest.mark.parametrize("status_code", [301, 302, 303, 307, 308])
def test_a_redirect_is_printed_and_not_followed(
    run: Run, stand_in: StandIn, status_code: int
) -> None:
    stand_in.answer = http_answer(
        status_code, b"elsewhere", b"Location: https://sipgate.example/v2/account\r\n"
    )

    assert run() == Outcome(
        1,
        f"Status: {status_code}\nBody: elsewhere\n",
        f"sipgate answered {status_code}: {UNEXPECTED}.\n",
    )
    assert len(stand_in.tunnels) == 1


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        pytest.param(http_answer(200), "", id="empty"),
        pytest.param(
            http_answer(200, b'\r\n{\n  "a" :1}\n'), '\r\n{\n  "a" :1}\n', id="lines"
        ),
        pytest.param(http_answer(200, "Grüße ✓".encode()), "Grüße ✓", id="UTF-8"),
        pytest.param(
            http_answer(
                200, "ü".encode(), b"Content-Type: text/html; charset=cp1252\r\n"
            ),
            "ü",
            id="UTF-8 under another name",
        ),
        pytest.param(
            http_answer(200, b"caf\xe9 \xff!"), "caf\ufffd \ufffd!", id="not UTF-8"
        ),
        pytest.param(http_answer(200, b"x" * 1_000_000), "x" * 1_000_000, id="long"),
        pytest.param(
            http_answer(200, gzip.compress(b"{}"), b"Content-Encoding: gzip\r\n"),
            "{}",
            id="compressed",
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
            "{}",
            id="chunked",
        ),
        pytest.param(b"HTTP/1.0 200 OK\r\n\r\n{}", "{}", id="ended by hanging up"),
    ],
)
def test_the_body_is_printed_as_it_came(
    run: Run, stand_in: StandIn, answer: bytes, body: str
) -> None:
    stand_in.answer = answer

    assert run() == Outcome(0, f"Status: 200\nBody: {body}\n", "")


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "ascii"},
    ],
    ids=["locale", "encoding"],
)
def test_the_output_is_utf_8_whatever_the_terminal_is(
    run: Run, stand_in: StandIn, locale: dict[str, str]
) -> None:
    stand_in.answer = http_answer(200, "Grüße ✓".encode())

    assert run(environment=locale) == Outcome(0, "Status: 200\nBody: Grüße ✓\n", "")


@pytest.mark.parametrize(
    "answer",
    [http_answer(200, b"{}"), http_answer(401, b"{}"), b"", b"not HTTP\r\n"],
    ids=["200", "401", "none", "not HTTP"],
)
def test_python_has_nothing_to_warn_of(
    run: Run, stand_in: StandIn, answer: bytes
) -> None:
    stand_in.answer = answer

    assert run(python=["-X", "dev", "-W", "error"]) == run()


def test_without_a_proxy_the_request_goes_straight_there(
    run: Run, stand_in: StandIn
) -> None:
    stand_in.tunnel_answer = None
    direct = {"HTTPS_PROXY": "", "SIPGATE_PORT": str(stand_in.port)}

    assert run(environment=direct) == SUCCESS
    assert stand_in.authorizations == [AUTHORIZATION]
