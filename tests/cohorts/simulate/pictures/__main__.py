"""The pictures of the terms, and the page that shows them.

make plates
.venv/bin/python -m tests.cohorts.simulate.pictures eyes nose   some plates only, and the page
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path

from PIL import Image

from raredx.files import write_whole
from tests.cohorts.simulate.pictures.page import DOCUMENT, page
from tests.cohorts.simulate.pictures.plates import plate
from tests.cohorts.simulate.pictures.regions import all_regions
from tests.cohorts.simulate.pictures.sheets import (
    CONDITIONS_SHEET,
    UNAFFECTED_SHEET,
    conditions_sheet,
    unaffected_sheet,
)

PICTURES: Mapping[str, tuple[Path, Callable[[], Image.Image]]] = {
    **{region.name: (region.path, partial(plate, region)) for region in all_regions()},
    "conditions": (CONDITIONS_SHEET, conditions_sheet),
    "unaffected": (UNAFFECTED_SHEET, unaffected_sheet),
}
_QUALITY = 82


def main() -> None:
    """Draw the pictures that are named, or all of them, and write the page."""
    parser = argparse.ArgumentParser(description="Draw the pictures of docs/terms.md and write it.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(PICTURES)}")
    for name in parser.parse_args().names or PICTURES:
        path, draw = PICTURES[name]
        picture, whole = draw(), BytesIO()
        picture.save(whole, "WEBP", quality=_QUALITY, method=6, exif=picture.getexif())
        write_whole(path, whole.getvalue())
        print(f"{path.name}: {whole.tell() / 1000:,.0f} kB")
    write_whole(DOCUMENT, page())


if __name__ == "__main__":
    main()
