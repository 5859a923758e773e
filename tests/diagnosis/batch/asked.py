"""Images laid out as people do, and batches of them carried out here."""

from __future__ import annotations

import zipfile
from pathlib import Path

from PIL import Image
from skimage import data

from raredx.diagnosis.batch.config import BatchConfig
from raredx.diagnosis.batch.run import run
from raredx.diagnosis.batch.store import Batch
from raredx.jobs import Progress
from raredx.settings import settings
from tests.diagnosis.model import model, strangers

MODEL = "linear"


def write_folder(folder: Path, *, most: int = 6) -> Path:
    """Some strangers in folders named by condition, a photograph, noise, and what is no image."""
    model()
    for number, (image, label) in enumerate(strangers()[:most]):
        (folder / label).mkdir(parents=True, exist_ok=True)
        image.save(folder / label / f"{number}.png")
    odd = folder / "somebody else"
    odd.mkdir(parents=True, exist_ok=True)
    Image.fromarray(data.astronaut()).save(odd / "photograph.jpg", exif=_secret())
    Image.new("RGB", (64, 64)).save(odd / "black.png")
    (odd / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nno picture")
    (odd / "empty.jpg").write_bytes(b"")
    return folder


def write_zip(folder: Path, file: Path) -> Path:
    """The same in an archive, with an entry that wants to lie elsewhere."""
    with zipfile.ZipFile(file, "w") as archive:
        for one in sorted(folder.rglob("*")):
            archive.write(one, one.relative_to(folder).as_posix())
        archive.writestr("../../escaped.png", b"no")
    return file


def asked(workers: int = 1, progress: Progress | None = None, **config: object) -> Batch:
    """A batch that was carried out."""
    scratch = settings().workspace / "scratch"
    return run(
        BatchConfig.model_validate({"model": MODEL, "name": "asked", **config}),
        workers=workers,
        progress=progress or Progress(scratch=scratch),
    )


def _secret() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = "Jane Doe, born 1980"
    return exif
