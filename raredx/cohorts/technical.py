"""The DICOM tags that are kept: how an image was taken, never of whom, where, when or by whom.

A free-text tag can carry a name whatever its title says, so no value is taken over as text: it is a
number within its physical range, or one of the words listed here, or it is dropped.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydicom.dataset import Dataset
from pydicom.multival import MultiValue
from pydicom.uid import UID

Value = str | int | float | list[float]

_MODALITIES = """AR BDUS BI BMD CF CR CT DD DF DG DM DS DX EC EPS ES FA FS GM IO IVOCT IVUS KER LEN
LP LS MA MG MR MS NM OAM OCT OP OPM OPT OPTBSV OPTENF OPV OSS OT PA PT PX RF RG SC SM SMR SRF ST TG
TLS US VA VF XA XC"""
_PHOTOMETRIC = """MONOCHROME1 MONOCHROME2 PALETTE_COLOR RGB YBR_FULL YBR_FULL_422 YBR_ICT YBR_RCT"""
_BODY_PARTS = """ABDOMEN ANKLE AORTA ARM BACK BLADDER BRAIN BREAST BRONCHUS CALCANEUS CALF CAROTID
CEREBELLUM CERVIX CHEEK CHEST CHESTABDOMEN CLAVICLE COCCYX COLON CORNEA CSPINE CTSPINE DUODENUM EAR
ELBOW ESOPHAGUS EXTREMITY EYE EYELID FACE FEMUR FINGER FOOT FOREARM GALLBLADDER HAND HEAD HEADNECK
HEART HIP HUMERUS ILEUM ILIUM IRIS JAW JEJUNUM KIDNEY KNEE LARYNX LEG LIVER LSPINE LSSPINE LUNG
MANDIBLE MAXILLA MEDIASTINUM MOUTH NECK NOSE ORBIT OVARY PALATE PANCREAS PAROTID PATELLA PELVIS
PENIS PHARYNX PROSTATE RADIUS RECTUM RETINA RIB SCALP SCAPULA SCLERA SCROTUM SHOULDER SKIN SKULL
SPINE SPLEEN STERNUM STOMACH TEETH TESTIS THIGH THORAX THUMB THYMUS THYROID TIBIA TLSPINE TMJ TOE
TONGUE TRACHEA TSPINE ULNA URETER URETHRA UTERUS VAGINA VULVA WHOLEBODY WRIST ZYGOMA"""
_VIEWS = """AP PA LL RL RLD LLD RLO LLO LAT LATERAL AXIAL SAGITTAL CORONAL CC MLO ML LM XCC XCCL
XCCM FB SIO"""
_POSITIONS = "HFP HFS HFDR HFDL FFP FFS FFDR FFDL"
_MAKERS = {
    maker.upper().split()[0]: maker
    for maker in (
        *("Agfa", "Barco", "Canon", "Carestream", "Carl Zeiss", "Esaote", "Fujifilm", "FUJI"),
        *("GE", "Heidelberg", "Hitachi", "Hologic", "Kodak", "Konica Minolta", "Leica"),
        *("Mindray", "Nidek", "Nikon", "Olympus", "Optos", "Philips", "Planmeca", "Samsung"),
        *("Shimadzu", "Siemens", "Sirona", "Sony", "Toshiba", "Topcon", "Zeiss", "Ziehm"),
    )
}

_Reader = Callable[[Any], Value | None]


def _one_of(words: str) -> _Reader:
    allowed = frozenset(words.split())

    def read(value: Any) -> Value | None:
        word = str(value).strip().upper().replace(" ", "_")
        return word if word in allowed else None

    return read


def _number(low: float, high: float) -> _Reader:
    """Four digits are enough for physics, and too few for a date of birth or a record number."""

    def read(value: Any) -> Value | None:
        number = float(value[0] if isinstance(value, MultiValue) else value)
        inside = math.isfinite(number) and low <= number <= high
        return float(f"{number:.4g}") if inside else None

    return read


def _numbers(count: int, low: float, high: float) -> _Reader:
    one = _number(low, high)

    def read(value: Any) -> Value | None:
        if isinstance(value, str) or not isinstance(value, Iterable):
            return None
        found = [number for item in value if isinstance(number := one(item), float)]
        return found if len(found) == count else None

    return read


def _count(high: int) -> _Reader:
    def read(value: Any) -> Value | None:
        return int(value) if 0 <= int(value) <= high else None

    return read


def _maker(value: Any) -> Value | None:
    """A maker's own name, whatever else the field says."""
    words = str(value).upper().replace(",", " ").replace(".", " ").split()
    return next((_MAKERS[word] for word in words if word in _MAKERS), None)


def _registered(value: Any) -> Value | None:
    """The name of an identifier that the standard itself assigns."""
    uid = UID(str(value))
    return uid.name if uid.is_valid and not uid.is_private and uid.name != str(uid) else None


ALLOWED: Mapping[str, _Reader] = {
    "SOPClassUID": _registered,
    "Modality": _one_of(_MODALITIES),
    "Manufacturer": _maker,
    "BodyPartExamined": _one_of(_BODY_PARTS),
    "ViewPosition": _one_of(_VIEWS),
    "PatientPosition": _one_of(_POSITIONS),
    "Laterality": _one_of("L R B U"),
    "ImageLaterality": _one_of("L R B U"),
    "Rows": _count(65_535),
    "Columns": _count(65_535),
    "NumberOfFrames": _count(100_000),
    "BitsStored": _count(64),
    "PhotometricInterpretation": _one_of(_PHOTOMETRIC),
    "LossyImageCompression": _one_of("00 01"),
    "BurnedInAnnotation": _one_of("YES NO"),
    "PixelSpacing": _numbers(2, 1e-5, 100),
    "ImagerPixelSpacing": _numbers(2, 1e-5, 100),
    "SliceThickness": _number(1e-4, 500),
    "SpacingBetweenSlices": _number(-500, 500),
    "WindowCenter": _number(-1e5, 1e5),
    "WindowWidth": _number(0, 1e5),
    "RescaleSlope": _number(-1e5, 1e5),
    "RescaleIntercept": _number(-1e5, 1e5),
    "KVP": _number(0, 1000),
    "ExposureTime": _number(0, 1e5),
    "MagneticFieldStrength": _number(0, 50),
    "EchoTime": _number(0, 1e4),
    "RepetitionTime": _number(0, 1e5),
    "FlipAngle": _number(0, 360),
}


def technical_tags(dataset: Dataset) -> dict[str, Value]:
    """The allowed tags of a data set that hold what they should, and its transfer syntax."""
    found: dict[str, Value] = {}
    for name, read in ALLOWED.items():
        try:
            value = dataset.get(name)
            kept = None if value is None or value == "" else read(value)
        except Exception:  # noqa: BLE001, S112  a value that cannot even be read is not kept
            continue
        if kept is not None:
            found[name] = kept
    syntax = _registered(dataset.file_meta.get("TransferSyntaxUID", ""))
    return found | ({"TransferSyntax": syntax} if syntax is not None else {})
