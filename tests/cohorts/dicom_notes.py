"""What the notes and warnings of DICOM images say, for the tables of cases."""

from __future__ import annotations

HEADER = "metadata removed: DICOM header"
PRIVATE = f"{HEADER}, private tags"
WINDOW = "the file's window applied"
TABLE = "the file's brightness table applied"
NO_WINDOW = "no window in the file: brightness spread over the middle 99 percent of the pixels"
NO_USE = "the brightness settings in the file are no use and were left out"
YBR = "YBR converted to RGB"


def talk(source: str) -> tuple[str, ...]:
    return (f"images from {source} often carry burned-in text: look for names, crop or cover them",)


CAPTURE, ULTRASOUND = talk("screen captures and scans"), talk("ultrasound")
