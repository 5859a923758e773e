"""An endpoint gets pixels and the prompt; whatever it does is one clear line."""

from __future__ import annotations

import os
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from pydantic import SecretStr

from raredx.errors import UserError
from raredx.phenotype.report.endpoint import EndpointReader
from tests.conftest import forget_settings
from tests.phenotype.report.conftest import ANSWER, sent_image

KEY = "sk-very-secret-1234"


def reader(address: str, **options) -> EndpointReader:
    return EndpointReader(
        address=address, model="tiny", key=SecretStr(KEY), **{"seconds": 0.5, **options}
    )


@pytest.mark.parametrize(
    "path", ["/good/v1", "/good/v1/", "/good/v1/chat/completions", "/parts/v1"]
)
def test_it_asks_and_answers(site, asked, image, path):
    assert reader(site + path).read(image, "What do you see?") == ANSWER
    ((where, headers, body),) = asked
    assert where.endswith("/v1/chat/completions")
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert (body["model"], body["temperature"]) == ("tiny", 0)
    assert {"type": "text", "text": "What do you see?"} in body["messages"][0]["content"]


def test_pixels_go_and_nothing_beside_them(site, asked, image):
    assert image.info["Patient"] == "Jane Doe"
    reader(site + "/good").read(image, "?")
    data = sent_image(asked[0][2])
    assert b"Jane" not in data
    sent = Image.open(BytesIO(data))
    assert (sent.format, sent.mode, sent.info) == ("PNG", "RGB", {})
    assert np.array_equal(np.asarray(sent), np.asarray(image))


def test_a_large_image_is_made_smaller_and_the_own_one_stays(site, asked):
    large = Image.new("RGB", (900, 600))
    reader(site + "/good", longest_side=300).read(large, "?")
    assert Image.open(BytesIO(sent_image(asked[0][2]))).size == (300, 200)
    assert large.size == (900, 600)


def test_without_a_key_none_is_sent(site, asked, image):
    EndpointReader(address=site + "/good", model="tiny").read(image, "?")
    assert "Authorization" not in asked[0][1]


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("html", "answers with a web page"),
        ("no-json", "no answer of a chat model"),
        ("other-json", "no answer of a chat model"),
        ("deep", "no answer of a chat model"),
        ("cut", "no answer of a chat model"),
        ("empty", "answers with nothing"),
        ("nothing", "answers with nothing"),
        ("huge", "more than 1,000,000 bytes"),
        ("silent", "not answered within 0.5 s"),
        ("dripping", "not answered within 0.5 s"),
        ("redirect", "sends on to another address, which is not followed"),
        ("401", "does not accept the key"),
        ("404", "no such address or model"),
        ("429", "too many requests"),
        ("500", "error 500"),
    ],
)
def test_whatever_goes_wrong_is_one_line_without_the_key(site, image, how, says):
    with pytest.raises(UserError, match=says) as raised:
        reader(f"{site}/{how}/v1").read(image, "?")
    assert "\n" not in str(raised.value)
    assert KEY not in str(raised.value)
    assert "tiny at 127.0.0.1" in str(raised.value)


def test_nobody_there_is_one_line(image):
    with pytest.raises(UserError, match="does not answer"):
        reader("http://127.0.0.1:9").read(image, "?")


def test_the_key_is_never_shown():
    made = reader("http://localhost:1234/v1")
    for shown in (repr(made), str(made), made.name, str(vars(made))):
        assert KEY not in shown


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("", "is no web address"),
        ("localhost:1234", "is no web address"),
        ("file:///etc/passwd", "is no web address"),
        ("http://[::1", "is no web address"),
        ("https://me:secret@[example/v1", "is no web address"),
        ("ftp://me:secret@example.org/v1", "name or password"),
        ("http://host:port/v1", "is no web address"),
        ("https://me:secret@example.org/v1", "name or password"),
        ("https://example.org/v1?key=1", "not given by the plain address"),
        ("https://example.org/v1 /x", "not given by the plain address"),
        ("http://example.org/v1", "unencrypted"),
        ("http://192.168.1.7/v1", "unencrypted"),
        ("http://localhost.example.org/v1", "unencrypted"),
    ],
)
def test_an_address_that_is_not_safe_is_refused_when_it_is_given(address, says):
    with pytest.raises(UserError, match=says) as raised:
        reader(address)
    assert "secret" not in str(raised.value)


def test_plain_http_elsewhere_takes_a_word():
    assert not reader("http://192.168.1.7/v1", allow_plain_http=True).is_here


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "naïve"])
def test_a_key_that_was_copied_badly_is_one_line_without_it(key):
    with pytest.raises(UserError, match="spaces or odd signs") as raised:
        EndpointReader(address="http://localhost/v1", model="x", key=SecretStr(key))
    assert key not in str(raised.value)


@pytest.mark.parametrize(
    ("address", "is_here"),
    [
        ("http://localhost:11434/v1", True),
        ("http://127.0.0.1/v1", True),
        ("http://127.8.9.1/v1", True),
        ("http://[::1]:8000/v1", True),
        ("https://LOCALHOST/v1", True),
        ("https://example.org/v1", False),
        ("https://10.0.0.1/v1", False),
        ("https://localhost.example.org/v1", False),
    ],
)
def test_this_machine_is_known(address, is_here):
    assert reader(address).is_here is is_here


def test_a_proxy_never_gets_what_stays_here(site, image, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert os.environ["http_proxy"]
    assert reader(site + "/good").read(image, "?") == ANSWER


def test_offline_asks_this_machine_alone(site, image, monkeypatch):
    monkeypatch.setenv("RAREDX_OFFLINE", "1")
    forget_settings()
    assert reader(site + "/good").read(image, "?") == ANSWER
    with pytest.raises(UserError, match="RAREDX_OFFLINE is set"):
        reader("https://example.org/v1").read(image, "?")
