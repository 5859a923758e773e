"""What every reader of containers has to keep."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from raredx.cohorts.containers import READERS
from tests.cohorts import test_bmp, test_jpeg, test_png, test_tiff, test_webp
from tests.cohorts.hostile import PLANTED
from tests.cohorts.test_privacy import FILES


@pytest.mark.parametrize("format", READERS)
def test_the_decoder_gets_no_metadata(format: str):
    container = READERS[format](FILES[format]())
    assert PLANTED.encode() not in container.picture
    with Image.open(BytesIO(container.picture)) as image:
        assert not {"exif", "xmp", "comment", "icc_profile", "Author"} & set(image.info)


def test_names_of_cases_are_unique():
    for table in (test_bmp, test_jpeg, test_png, test_tiff, test_webp):
        names = [case.name for case in table.CASES]
        assert len(names) == len(set(names))
