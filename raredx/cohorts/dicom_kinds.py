"""Which DICOM objects are images, which encodings are read, where text may be burned in."""

from __future__ import annotations

from pydicom import uid
from pydicom.dataset import Dataset

from raredx.cohorts.refusals import Refused

DIRECTORY = "1.2.840.10008.1.3.10"
_STORAGE = "1.2.840.10008.5.1.4.1.1."
# Classes of objects that are no pictures; each stands for those below it too.
_NOT_PICTURES = {
    "4.2": "a spectrum",
    "9": "a waveform",
    "11": "a presentation state",
    "30": "a map of measured values",
    "66": "a segmentation or a registration",
    "67": "a table of values",
    "68": "a surface",
    "77.1.6": "a whole-slide image cut into tiles",
    **dict.fromkeys(("78", "79", "80"), "a measurement of the eye"),
    "88": "a structured report",
    "104": "a document in a DICOM envelope",
    "481": "radiotherapy data",
}
_OTHER_MODALITIES = {
    **dict.fromkeys(("SR", "KO"), "a structured report"),
    **dict.fromkeys(("RTDOSE", "RTIMAGE", "RTPLAN", "RTRECORD", "RTSTRUCT"), "radiotherapy data"),
    **dict.fromkeys(("AU", "ECG", "EPS", "HD", "RESP"), "a waveform"),
    **dict.fromkeys(("SEG", "REG", "FID"), "a segmentation or a registration"),
    "DOC": "a document in a DICOM envelope",
    "PR": "a presentation state",
}
_READ = {
    *(uid.ImplicitVRLittleEndian, uid.ExplicitVRLittleEndian, uid.ExplicitVRBigEndian),
    *(uid.RLELossless, uid.JPEGBaseline8Bit, uid.JPEGExtended12Bit),
    *(uid.JPEGLossless, uid.JPEGLosslessSV1),
    *(uid.JPEGLSLossless, uid.JPEGLSNearLossless, uid.JPEG2000Lossless, uid.JPEG2000),
}
_VIDEO = "1.2.840.10008.1.2.4.10"  # MPEG-2, MPEG-4 and HEVC are .100 to .108
_COLOURS = {"RGB", "YBR_FULL", "YBR_FULL_422", "YBR_ICT", "YBR_RCT", "PALETTE COLOR"}
GREYS = {"MONOCHROME1", "MONOCHROME2"}
_TALKATIVE_MODALITIES = {
    **dict.fromkeys(("US", "IVUS", "EC", "BDUS"), "ultrasound"),
    **dict.fromkeys(("XC", "GM", "DG"), "photography"),
    **dict.fromkeys(("ES", "OSS"), "endoscopy"),
    **dict.fromkeys(("OP", "OPT", "OAM", "KER", "LEN", "OPV", "VA"), "eye examinations"),
    **dict.fromkeys(("SC", "OT", "HC", "FA", "CF"), "screen captures and scans"),
    "BMD": "bone densitometry",
}
_TALKATIVE_CLASSES = {
    "7": "screen captures and scans",
    "3.1": "ultrasound",
    "6.1": "ultrasound",
    "77.1.1": "endoscopy",
    "77.1.4": "photography",
    "77.1.5": "eye examinations",
}


def refuse_other_objects(dataset: Dataset) -> None:
    """Refuse what is no picture, whether or not it carries something shaped like one."""
    kind = str(dataset.get("SOPClassUID") or dataset.file_meta.get("MediaStorageSOPClassUID") or "")
    if kind == DIRECTORY or "DirectoryRecordSequence" in dataset:
        raise Refused("dicom-directory")
    what = _below(kind, _NOT_PICTURES)
    if not kind:
        what = _OTHER_MODALITIES.get(str(dataset.get("Modality", "")))
    if what:
        raise Refused("not-a-picture", what=what)


def refuse_other_encodings(dataset: Dataset) -> None:
    """Refuse pixels that none of the decoders here can read, or of colours without a rule."""
    syntax = dataset.file_meta.TransferSyntaxUID
    colours = str(dataset.get("PhotometricInterpretation"))
    bits = int(dataset.BitsStored)
    if syntax not in _READ:
        what = "video" if syntax.startswith(_VIDEO) else "its transfer syntax"
    elif syntax == uid.JPEGExtended12Bit and bits > 8:
        what = "12 bit JPEG"
    elif colours not in GREYS | _COLOURS:
        what = "its colours"
    elif colours not in GREYS and dataset.get("PixelRepresentation"):
        what = "negative colours"
    elif not 1 <= bits <= 32:
        what = "its depth"
    else:
        return
    raise Refused("unsupported-encoding", format="DICOM", what=what)


def burned_in_warning(dataset: Dataset) -> tuple[str, ...]:
    """A warning where names are often part of the picture itself, which no header can exclude."""
    if str(dataset.get("BurnedInAnnotation", "")).strip().upper() == "YES":
        return ("text is burned into the picture: look for names, crop or cover them",)
    kind = _below(str(dataset.get("SOPClassUID", "")), _TALKATIVE_CLASSES)
    source = _TALKATIVE_MODALITIES.get(str(dataset.get("Modality", "")).strip().upper()) or kind
    if source:
        return (
            f"images from {source} often carry burned-in text: look for names, crop or cover them",
        )
    return ()


def _below(kind: str, table: dict[str, str]) -> str | None:
    """The entry for a class or for one that it lies below."""
    parts = kind.removeprefix(_STORAGE).split(".") if kind.startswith(_STORAGE) else []
    names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((table[name] for name in names if name in table), None)
