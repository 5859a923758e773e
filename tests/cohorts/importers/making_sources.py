"""Makers of folders as people lay them out: one for each layout, of six images or more."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from tests.cohorts.making_cohorts import noise
from tests.cohorts.making_dicom import dataset, written


def image(path: Path, seed: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    noise(seed).save(path)


def table(path: Path, rows: Sequence[Mapping[str, object]], *, delimiter: str = ",") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def class_folders(root: Path) -> Path:
    for seed, label in enumerate(("CdLS", "CdLS", "Noonan", "Noonan", "normal", "normal")):
        image(root / label / f"p{seed // 2}_{seed}.png", seed)
    return root


def raw_refined(root: Path) -> Path:
    for seed, label in enumerate(("noonan", "noonan", "normal", "normal", "normal", "noonan")):
        image(root / "raw" / label / f"{seed}.png", 100 + seed)
        image(root / "refined" / label / f"{seed}.png", seed)
    return root


def csv_table(root: Path) -> Path:
    rows = []
    for seed in range(6):
        image(root / "pictures" / f"{seed}.png", seed)
        rows.append(
            {
                "file": f"pictures/{seed}.png",
                "diagnosis": ("CdLS", "Noonan")[seed % 2],
                "patient": f"p{seed // 2}",
                "sex": "fm"[seed % 2],
                "age": f"{6 * seed} months",
                "hpo": "HP:0000316;HP:0000431" if seed else "",
                "remark": "secret",
            }
        )
    table(root / "faces.csv", rows)
    return root


RDFACE = (
    ("CDLS.1.png", "Cornelia de Lange syndrome", "CDLS", "A", "NIPBL", "199"),
    ("CDLS.2.png", "Cornelia de Lange syndrome", "CDLS", "A", "NIPBL", "199"),
    ("NS.1.png", "Noonan syndrome", "NS", "B", "PTPN11", "648"),
    ("NS.2.png", "Noonan syndrome", "NS", "B", "SOS1", "648"),
    ("WS.1.png", "Williams syndrome", "WS", "", "", "904"),
    ("WS.2.png", "Williams syndrome", "WS", "", "", "904"),
)
_RDFACE_COLUMNS = (
    *("image_name", "disease_name", "disease_abbr"),
    *("sub_category", "gene_name", "orphanet_code"),
)


def rdface(root: Path, rows: Iterable[tuple[str, ...]] = RDFACE) -> Path:
    rows = list(rows)
    for seed, row in enumerate(rows):
        image(root / "data" / "rd_images" / row[2] / row[0], seed)
    told = [dict(zip(_RDFACE_COLUMNS, row, strict=True)) for row in rows]
    table(root / "data" / "disease_images.csv", told)
    return root


def imagefolder(root: Path) -> Path:
    for seed in range(6):
        part, label = ("train", "train", "test")[seed % 3], ("CdLS", "Noonan")[seed // 3]
        image(root / part / label / f"{seed}.png", seed)
    return root


def imagefolder_with_metadata(root: Path) -> Path:
    for part in ("train", "test"):
        lines = []
        for seed in range(3):
            image(root / part / f"{seed}.png", seed + 10 * (part == "test"))
            told = {"file_name": f"{seed}.png", "label": "CdLS", "subject": f"{part}-{seed}"}
            lines.append(json.dumps({**told, "age": seed + 0.5, "phenotypes": ["HP:0000316"]}))
        (root / part / "metadata.jsonl").write_text("\n".join(lines) + "\n")
    return root


def dicom(root: Path) -> Path:
    """Two patients with names, one file without a suffix."""
    root.mkdir(parents=True, exist_ok=True)
    for seed in range(4):
        pixels = np.random.default_rng(seed).integers(0, 255, (24, 32), np.uint8)
        told = dataset(
            pixels,
            PatientID=f"MRN-00{seed // 2}",
            PatientName="Example^Jane",
            PatientSex="F",
            PatientAge=("034Y", "094Y")[seed // 2],
            SeriesInstanceUID=f"1.2.3.{seed // 2}",
            ViewPosition="AP",
        )
        (root / ("scan.dcm", "IM0001", "b.dcm", "1.2.3.4")[seed]).write_bytes(written(told))
    return root


def zipped(folder: Path, *, around: str = "") -> Path:
    """A folder as a ZIP, with another folder around it if that is wanted."""
    file = folder.with_suffix(".zip")
    with zipfile.ZipFile(file, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, around + path.relative_to(folder).as_posix())
    return file


MAKERS = {
    "class-folders": class_folders,
    "raw-refined": raw_refined,
    "table": csv_table,
    "rdface": rdface,
    "imagefolder": imagefolder,
    "dicom": dicom,
}
