"""The door as a whole: what comes out of it, and that every reason for a refusal is met."""

from __future__ import annotations

import re
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from raredx.cohorts.intake import LIMITS, Admitted, Limits, Refused, admit, image_id
from raredx.cohorts.refusals import REASONS
from raredx.errors import UserError
from tests.cohorts import (
    test_archive,
    test_bmp,
    test_dicom,
    test_dicom_hostile,
    test_dicom_samples,
    test_disk,
    test_jpeg,
    test_png,
    test_signatures,
    test_tiff,
    test_webp,
)
from tests.cohorts.hostile import PLANTED, SIZE
from tests.cohorts.making_dicom import colour, dicom
from tests.cohorts.making_images import exif, jpeg, picture, png, saved, zeros


@pytest.fixture(scope="module")
def admitted() -> Admitted:
    return admit(jpeg(exif=exif(6, planted=True), comment=PLANTED))


def test_what_comes_out(admitted: Admitted):
    assert (admitted.format, admitted.width, admitted.height, admitted.frames) == (
        *("JPEG", *SIZE[::-1]),
        1,
    )
    assert re.fullmatch("[0-9a-f]{32}", admitted.image_id)
    assert re.fullmatch("[0-9a-f]{64}", admitted.sha256)
    assert admitted.technical == {}


def test_the_image_has_no_tie_to_its_file(admitted: Admitted):
    image = admitted.image
    assert type(image) is Image.Image
    assert (image.mode, image.info, image.format, image.palette) == ("RGB", {}, None, None)
    assert dict(image.getexif()) == {}


def test_it_is_frozen(admitted: Admitted):
    with pytest.raises(AttributeError):
        admitted.width = 1  # type: ignore[misc]


def test_its_png_holds_pixels_only(admitted: Admitted):
    data = admitted.png()
    names = re.findall(rb"[A-Za-z]{4}", data[12:16] + data[37:41] + data[-8:-4])
    assert names == [b"IHDR", b"IDAT", b"IEND"]
    again = admit(data)
    assert (again.image_id, again.notes) == (admitted.image_id, ())


def test_it_is_saved_whole(admitted: Admitted, tmp_path: Path):
    admitted.save(tmp_path / "new" / "image.png")
    assert (tmp_path / "new" / "image.png").read_bytes() == admitted.png()


def test_the_same_pixels_have_one_id_in_every_container():
    image = picture()
    files = {
        "PNG": saved(image, "PNG"),
        "PNG, palette": saved(image.quantize(256).convert("RGB").quantize(256), "PNG"),
        "BMP": saved(image, "BMP"),
        "TIFF": saved(image, "TIFF"),
        "TIFF, packed": saved(image, "TIFF", compression="tiff_lzw"),
        "WebP": saved(image, "WEBP", lossless=True),
        "DICOM": dicom(colour()),
        "turned and turned back": saved(
            image.transpose(Image.Transpose.ROTATE_90), "PNG", exif=exif(6)
        ),
        "with metadata": saved(image, "PNG", exif=exif(1, planted=True)),
    }
    ids = {name: admit(data).image_id for name, data in files.items()}
    assert ids.pop("PNG, palette") != ids["PNG"]  # more than 256 colours, so not the same pixels
    assert set(ids.values()) == {image_id(*SIZE, image.tobytes())}


def test_grey_is_the_same_in_8_and_in_16_bits():
    values = np.asarray(picture("L"))
    wide = Image.fromarray(values.astype(np.uint16) * 257)
    assert admit(saved(wide, "PNG")).image_id == admit(saved(picture("L"), "PNG")).image_id
    assert admit(dicom(values.copy())).image_id == admit(saved(picture("L"), "PNG")).image_id


def test_the_id_tells_sizes_apart():
    assert image_id(2, 3, bytes(18)) != image_id(3, 2, bytes(18))


def test_the_hash_is_of_the_bytes():
    data = saved(picture(), "PNG")
    assert admit(data).sha256 != admit(data + bytes(9)).sha256
    assert admit(data).image_id == admit(data + bytes(9)).image_id


def test_limits_are_the_callers():
    data = saved(picture(), "PNG")
    for limits, code in (
        (Limits(file_bytes=10), "too-large"),
        (Limits(pixels=100), "too-many-pixels"),
        (Limits(longest_side=40), "side-too-long"),
        (Limits(shortest_side=40), "too-small"),
    ):
        with pytest.raises(Refused) as caught:
            admit(data, limits=limits)
        assert caught.value.code == code


def test_limits_that_would_switch_a_guard_off_are_no_limits():
    with pytest.raises(ValueError, match="above 0"):
        Limits(file_bytes=0)
    with pytest.raises(ValueError, match="at most 89,478,485"):
        Limits(pixels=10**9)


def test_the_most_that_may_come_in_does():
    side = 6324  # 40 million pixels, less a few
    grey = admit(png(width=side, height=side, idat=zeros(39)))
    assert grey.width * grey.height <= LIMITS.pixels


def test_every_reason_is_met_by_a_case():
    modules = [test_png, test_jpeg, test_webp, test_bmp, test_tiff]
    modules += [test_dicom, test_dicom_samples, test_dicom_hostile]
    met = {case.code for module in modules for case in module.CASES}
    met |= {code for *_, code in test_archive.WHOLES.values()}
    met |= {code for _, codes in test_archive.ENTRIES.values() for code in codes.values()}
    for module in (test_signatures, test_disk):
        source = Path(str(module.__file__)).read_text()
        met |= {code for code in REASONS if f'== "{code}"' in source}
    missing = REASONS.keys() - met
    assert missing == {
        "decoder-failed",  # tested where decoders are made to fail, in test_dicom_hostile
        "out-of-memory",  # below
    }


def test_a_full_memory_is_a_refusal(monkeypatch: pytest.MonkeyPatch):
    data = saved(picture(), "PNG")

    def fail(*_: object) -> None:  # no test should fill the machine's memory in earnest
        raise MemoryError

    monkeypatch.setattr(Image, "frombytes", fail)
    with pytest.raises(Refused) as caught:
        admit(data)
    assert caught.value.code == "out-of-memory"


@pytest.mark.parametrize("code", REASONS)
def test_reasons_teach(code: str):
    """One line that says what is wrong and what to do, with room for facts only."""
    problem, remedy = REASONS[code]
    assert remedy
    assert "\n" not in problem + remedy
    facts = dict.fromkeys(re.findall(r"{(\w+)}", problem + remedy), "x")
    refused = Refused(code, **facts)
    assert isinstance(refused, UserError)
    assert re.fullmatch(r"\S.*\. \S.*\.", str(refused))


def test_pillow_is_left_as_it_was():
    from PIL import ImageFile

    assert Image.MAX_IMAGE_PIXELS == 89_478_485
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


def test_nothing_heavy_is_loaded_for_it():
    code = "import sys, raredx.cohorts.intake; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    heavy = {"torch", "streamlit", "pydicom", "gdcm", "numpy", "pandas", "pydantic"}
    assert not heavy & set(loaded.stdout.split())


BOMBS = """
import resource
from raredx.cohorts.intake import Refused, admit
from tests.cohorts.making_images import bmp, png, tiff, with_chunk, zeros
from tests.cohorts.making_dicom import deflated

files = [
    png(idat=zeros(4000)),
    png(width=20_000, height=20_000, idat=zeros(1200)),
    with_chunk(png(), b"zTXt", b"key\\0\\0" + zeros(4000)),
    with_chunk(png(), b"iCCP", b"name\\0\\0" + zeros(4000)),
    bmp(width=20_000, height=20_000, bits=8, method=1, rows=b"\\0\\1"),
    tiff({256: 60_000, 257: 60_000, 259: 8}, rows=zeros(1000)),
    tiff({259: 8, 277: 60_000}, rows=zeros(1000)),
    deflated(b"", packed=zeros(4000)[2:-4]),
]
for file in files:
    try:
        admit(file)
    except Refused:
        pass
print(max(resource.getrusage(who).ru_maxrss for who in (
    resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
"""


def test_bombs_do_not_fill_the_memory():
    """Files of a few MB that unpack to gigabytes: neither this process nor its children swell."""
    # By way of a shell: a process's peak starts with that of the one it was split off from.
    command = ["/bin/sh", "-c", '"$0" -c "$1"; exit $?', sys.executable, BOMBS]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(run.stdout) * unit < 400 << 20


def test_no_warning_is_left_to_the_caller():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        odd = dicom(Modality="not a code", PatientBirthDate="nor a date")
        warnings.simplefilter("error")
        assert admit(odd).format == "DICOM"
