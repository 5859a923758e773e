"""Makers of DICOM files: sound ones, odd ones, and ones with a patient's name in every corner."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

import numpy as np
from pydicom import dcmwrite, uid
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence

from tests.cohorts.hostile import PLANTED, SIZE
from tests.cohorts.making_images import picture

SC = "1.2.840.10008.5.1.4.1.1.7"
CT = "1.2.840.10008.5.1.4.1.1.2"
_WIDTH, _HEIGHT = SIZE
GREY = np.linspace(0, 255, _WIDTH * _HEIGHT).astype(np.uint8).reshape(_HEIGHT, _WIDTH)
DEEP = np.linspace(0, 4000, _WIDTH * _HEIGHT).astype(np.uint16).reshape(_HEIGHT, _WIDTH)


def dataset(
    pixels: np.ndarray | None = GREY, *, syntax: str = uid.ExplicitVRLittleEndian, **tags: Any
) -> FileDataset:
    """An image data set around an array of (frames,) rows, columns (and 3 colours)."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = CT
    meta.MediaStorageSOPInstanceUID = "1.2.3.4"
    meta.TransferSyntaxUID = uid.UID(syntax)
    ds = FileDataset(BytesIO(), {}, file_meta=meta, preamble=bytes(128))
    ds.SOPClassUID = CT
    ds.SOPInstanceUID = "1.2.3.4"
    ds.Modality = "CT"
    if pixels is not None:
        colour = pixels.shape[-1] == 3
        shape = pixels.shape[:-1] if colour else pixels.shape
        ds.Rows, ds.Columns = shape[-2:]
        if len(shape) == 3:
            ds.NumberOfFrames = shape[0]
        ds.SamplesPerPixel = 3 if colour else 1
        if colour:
            ds.PlanarConfiguration = 0
        ds.PhotometricInterpretation = "RGB" if colour else "MONOCHROME2"
        ds.BitsAllocated = ds.BitsStored = 8 * pixels.dtype.itemsize
        ds.HighBit = ds.BitsStored - 1
        ds.PixelRepresentation = int(pixels.dtype.kind == "i")
        ds.PixelData = pixels.tobytes() + bytes(pixels.nbytes % 2)
        ds["PixelData"].VR = "OW" if pixels.dtype.itemsize > 1 else "OB"
    for name, value in tags.items():
        setattr(ds, name, value)
    return ds


def written(ds: FileDataset) -> bytes:
    file = BytesIO()
    dcmwrite(file, ds, enforce_file_format=True)
    return file.getvalue()


def dicom(pixels: np.ndarray | None = GREY, **options: Any) -> bytes:
    return written(dataset(pixels, **options))


def colour() -> np.ndarray:
    return np.asarray(picture())


def bare(data: bytes) -> bytes:
    """A file without its preamble and meta part, as old devices send them."""
    (length,) = struct.unpack_from("<I", data, 140)
    return data[144 + length :]


def deflated(content: bytes, *, packed: bytes | None = None) -> bytes:
    """A file of the deflated transfer syntax whose data set is what is given, packed."""
    head = dicom(None, syntax=uid.DeflatedExplicitVRLittleEndian)
    (length,) = struct.unpack_from("<I", head, 140)
    if packed is None:
        packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = packer.compress(content) + packer.flush()
    return head[: 144 + length] + packed


def compressed(frames: list[bytes], syntax: str, pixels: np.ndarray = GREY, **tags: Any) -> bytes:
    """A file with frames that were encoded elsewhere."""
    ds = dataset(pixels, syntax=syntax, **tags)
    ds.PixelData = encapsulate(frames)
    ds["PixelData"].VR = "OB"
    ds["PixelData"].is_undefined_length = True
    return written(ds)


def palette(pixels: np.ndarray = GREY, *, entries: int = 256, bits: int = 16) -> bytes:
    """Pixels that point into a palette: 0 is red, all others blue."""
    white = {8: 255, 16: 65280}[bits]
    low = np.zeros(entries, f"uint{bits}")
    red, blue = low.copy(), np.full_like(low, white)
    red[0], blue[0] = white, 0
    ds = dataset(pixels, PhotometricInterpretation="PALETTE COLOR")
    for name, table in (("Red", red), ("Green", low), ("Blue", blue)):
        setattr(ds, f"{name}PaletteColorLookupTableDescriptor", [entries, 0, bits])
        setattr(ds, f"{name}PaletteColorLookupTableData", table.tobytes())
    return written(ds)


def table(values: list[int], *, first: int, bits: int) -> Sequence:
    """A lookup table as the standard nests it."""
    item = Dataset()
    item.LUTDescriptor = [len(values), first, bits]
    item.LUTData = values
    item["LUTDescriptor"].VR = item["LUTData"].VR = "US"
    return Sequence([item])


def enhanced() -> bytes:
    """Two frames, each with a window of its own, and a rescaling that both share."""
    shared, rescale = Dataset(), Dataset()
    rescale.RescaleSlope, rescale.RescaleIntercept = 2, -100
    shared.PixelValueTransformationSequence = Sequence([rescale])
    groups = []
    for centre in (1000, 100_000):
        window, group = Dataset(), Dataset()
        window.WindowCenter, window.WindowWidth = centre, 10
        group.FrameVOILUTSequence = Sequence([window])
        groups.append(group)
    ds = dataset(np.full((2, _HEIGHT, _WIDTH), 2000, np.uint16))
    ds.SharedFunctionalGroupsSequence = Sequence([shared])
    ds.PerFrameFunctionalGroupsSequence = Sequence(groups)
    return written(ds)


def planted(**tags: Any) -> FileDataset:
    """A name, an address or a date of birth in every place that can hold one."""
    ds = dataset(GREY, **tags)
    for name in (
        *("PatientName", "PatientComments", "OtherPatientNames", "PatientAddress"),
        *("ReferringPhysicianName", "OperatorsName", "StudyDescription", "SeriesDescription"),
        *("InstitutionName", "InstitutionAddress", "StationName", "ImageComments"),
        *("Manufacturer", "ManufacturerModelName", "DeviceSerialNumber", "ProtocolName"),
        *("AccessionNumber", "StudyID", "PatientID", "SoftwareVersions"),
    ):
        setattr(ds, name, PLANTED)
    for name in ("BodyPartExamined", "ViewPosition", "Laterality", "BurnedInAnnotation"):
        setattr(ds, name, PLANTED.replace("^", " "))  # code strings that are no codes
    ds.PatientBirthDate = "19790102"
    ds.SliceThickness = "19790102"
    ds.KVP = "19790102"
    ds.SOPInstanceUID = "1.2.840.19790102.1"
    ds.PixelSpacing = ["19790102", "19790102"]
    ds.add_new(0x00091001, "LO", PLANTED)
    ds.add_new(0x00090010, "LO", PLANTED)
    item = Dataset()
    item.PatientName = PLANTED
    ds.ReferencedPatientSequence = Sequence([item])
    ds.add_new(0x60000010, "US", _HEIGHT)
    ds.add_new(0x60000022, "LO", PLANTED)
    ds.add_new(0x60003000, "OW", PLANTED.encode())
    ds.ICCProfile = PLANTED.encode()
    ds.preamble = PLANTED.encode().ljust(128, b" ")
    return ds


def nested(depth: int) -> bytes:
    """Sequences within sequences within sequences, each of undefined length."""
    item = struct.pack("<HHI", 0xFFFE, 0xE000, 0xFFFFFFFF)
    opening = struct.pack("<HH2sHI", 0x0008, 0x1140, b"SQ", 0, 0xFFFFFFFF) + item
    return dicom(None) + opening * depth
