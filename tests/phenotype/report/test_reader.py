"""One prompt for every image; failures are shown; a real image stays here unless it is allowed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from raredx.cohorts.manifest import ORIGINS
from raredx.errors import UserError
from raredx.phenotype.report import reader as module
from raredx.phenotype.report.endpoint import EndpointReader
from raredx.phenotype.report.parse import parse
from raredx.phenotype.report.reader import PROMPT, PROMPT_SHA256, ask

WIDE, PTOSIS = "HP:0000316", "HP:0000508"


def endpoint(site: str, how: str) -> EndpointReader:
    return EndpointReader(address=f"{site}/{how}/v1", model="tiny", seconds=0.5)


def test_every_origin_is_asked_the_same(site, asked, image):
    found = [ask(endpoint(site, "good"), image, origin=origin) for origin in ORIGINS]
    prompts = [body["messages"][0]["content"][0]["text"] for _, _, body in asked]
    assert prompts == [PROMPT] * 3
    assert {one.prompt_sha256 for one in found} == {PROMPT_SHA256}
    file = Path(module.__file__).with_name("prompt.txt")
    assert hashlib.sha256(file.read_bytes().strip()).hexdigest() == PROMPT_SHA256
    assert not {"real", "simulated", "synthetic"} & set(PROMPT.casefold().split())


def test_the_prompt_s_own_form_is_understood():
    form = PROMPT[PROMPT.index("OVERALL:") : PROMPT.index("Under TERMS")]
    for word, place in {
        "Ptosis": "a term of the Human Phenotype Ontology",
        "Synophrys": "another term",
    }.items():
        form = form.replace(f"name of {place}", word, 1)
    found = parse(form)
    assert [one.term for one in found.findings] == [PTOSIS, "HP:0000664"]


def test_a_good_answer_is_taken_apart(site, image):
    found = ask(endpoint(site, "good"), image, origin="simulated")
    assert [one.term for one in found.parsed.findings] == [WIDE]
    assert [one.term for one in found.parsed.absent] == [PTOSIS]
    assert found.trouble == ""
    told = json.loads(json.dumps(found.as_dict()))
    assert told["prompt_sha256"] == PROMPT_SHA256
    assert told["reader"].startswith("tiny at 127.0.0.1")


def test_prose_and_lies_give_what_can_be_said(site, image):
    prose = ask(endpoint(site, "prose"), image, origin="simulated").parsed
    assert [one.term for one in prose.findings] == [WIDE]
    assert [one.term for one in prose.absent] == [PTOSIS]
    assert [one.why for one in prose.not_understood] == ["names a disease, which is no sign"]
    invented = ask(endpoint(site, "invented"), image, origin="simulated").parsed
    assert invented.as_findings().judged == ()
    assert [one.why for one in invented.not_understood] == [
        "HP:9999999 is no term of the face",
        "no term of the face has this name",
    ]


@pytest.mark.parametrize("how", ["silent", "html", "no-json", "huge", "500", "redirect"])
def test_a_failure_is_shown_and_spoils_nothing(site, image, how):
    found = ask(endpoint(site, how), image, origin="simulated")
    assert found.trouble.startswith("The reader tiny at 127.0.0.1")
    assert found.answer == ""
    assert found.parsed == parse("")


class Elsewhere:
    """A reader on another machine, which keeps account of what reached it."""

    name = "a model elsewhere"
    is_here = False

    def __init__(self) -> None:
        self.reached = 0

    def read(self, image, prompt):
        self.reached += 1
        return "- Ptosis: present"


def test_a_real_image_leaves_this_machine_only_when_allowed(image):
    elsewhere = Elsewhere()
    with pytest.raises(UserError, match="would leave this machine for a model elsewhere"):
        ask(elsewhere, image, origin="real")
    assert elsewhere.reached == 0
    for origin, allow in (("simulated", False), ("synthetic", False), ("real", True)):
        assert ask(elsewhere, image, origin=origin, allow_real=allow).parsed.findings
    assert elsewhere.reached == 3


def test_an_endpoint_elsewhere_is_not_even_looked_for_without_leave(image):
    reader = EndpointReader(address="https://reader.invalid/v1", model="tiny", seconds=0.5)
    with pytest.raises(UserError, match="was not sent"):
        ask(reader, image, origin="real")


def test_a_real_image_may_be_read_on_this_machine(site, image):
    assert ask(endpoint(site, "good"), image, origin="real").answer
