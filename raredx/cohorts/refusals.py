"""Why a stranger's file does not come in: every reason, in words, in one place."""

from __future__ import annotations

from raredx.errors import UserError

_SAVE_AGAIN = "Open it in an image viewer and save it as PNG"
_FETCH_AGAIN = "Fetch or copy it again"
_PACK_AGAIN = "Pack the images again into an ordinary ZIP, without a password"

# code -> what is wrong, what to do. Facts are numbers and words of ours, never a stranger's text.
REASONS: dict[str, tuple[str, str]] = {
    # The file
    "missing": ("There is no such file", "Check the path"),
    "unreadable": ("The file may not be read", "Change its permissions, or copy it elsewhere"),
    "not-a-file": ("This is {what}, not a file", "Give the image file itself"),
    "link": ("This is a link to another file", "Give the file that it points to"),
    "empty": ("The file is empty", _FETCH_AGAIN),
    "too-large": (
        "The file has {size} MB; at most {limit} MB are read",
        "Scale the image down, or save it with compression",
    ),
    # What it is
    "not-an-image": (
        "This is not an image that can be read",
        "Give a PNG, JPEG, WebP, TIFF, BMP or DICOM file",
    ),
    "other-format": ("This is {name}, which is not read", "{advice}"),
    "unsupported-encoding": (
        "The {format} file is of a rare kind that is not read ({what})",
        _SAVE_AGAIN,
    ),
    "polyglot": (
        "The file is a {format} image and something else at once ({what})",
        f"{_SAVE_AGAIN}, which leaves the rest behind",
    ),
    # Its structure
    "truncated": ("The {format} file ends too early", _FETCH_AGAIN),
    "damaged": ("The {format} file is damaged", f"{_FETCH_AGAIN}. {_SAVE_AGAIN} if that fails"),
    "too-complex": (
        "The {format} file is cut into more pieces than any camera or program writes",
        _SAVE_AGAIN,
    ),
    "decoder-failed": (
        "The decoder {how}",
        "The file is damaged or hostile, most likely: open it elsewhere and save it as PNG",
    ),
    "out-of-memory": (
        "The memory is full",
        "Close other programs or scale the image down, then retry",
    ),
    # Its measures
    "too-many-pixels": (
        "The image has {width} x {height} pixels; at most {limit} million are read",
        "Scale it down",
    ),
    "side-too-long": (
        "The image has {width} x {height} pixels; a side may have {limit}",
        "Crop it or scale it down",
    ),
    "too-small": (
        "The image has {width} x {height} pixels; each side needs {limit}",
        "Give a larger image",
    ),
    "too-many-frames": (
        "The file holds {frames} frames; at most {limit} are read",
        "Save the frames that matter as files of their own",
    ),
    "no-such-frame": (
        "The file has no frame {frame}; it holds {frames}, counted from 0",
        "Choose another frame",
    ),
    "animated": (
        "The file is an animation of {frames} frames",
        "Choose one of them by its number, from 0, or save it as PNG",
    ),
    "many-pages": (
        "The file holds {frames} pages",
        "Choose one of them by its number, from 0, or save it as PNG",
    ),
    # DICOM
    "dicom-directory": (
        "This DICOMDIR only lists other files",
        "Give the image files that lie beside it",
    ),
    "not-a-picture": ("This DICOM file is {what}, not an image", "Give the image series itself"),
    "no-pixels": (
        "This DICOM file holds no pixels",
        "Export the series again, with its images",
    ),
    # Archives
    "not-an-archive": ("This is not a ZIP archive", "Pack the images into a ZIP"),
    "archive-broken": ("The archive is damaged", f"{_FETCH_AGAIN}, or pack it again"),
    "archive-too-large": (
        "The archive has {size} MB; at most {limit} MB are read",
        "Split it into several",
    ),
    "archive-too-many-entries": (
        "The archive holds {entries} entries; at most {limit} are read",
        "Split it into several",
    ),
    "archive-bomb": ("The archive unpacks to far more than it could hold ({what})", _PACK_AGAIN),
    "archive-encrypted": ("The entry is locked by a password", _PACK_AGAIN),
    "archive-nested": ("The entry is an archive itself", "Unpack it and pack its images directly"),
    "archive-method": ("The entry is compressed in a rare way", _PACK_AGAIN),
    "unsafe-name": (
        "The entry's name leads out of the archive or cannot be a file's name",
        "Rename it, and pack again",
    ),
    "duplicate-name": (
        "An earlier entry has the same name, but for upper and lower case",
        "Rename one of them, and pack again",
    ),
}


class Refused(UserError):
    """A file that does not come in: `code` for programs, one line with a remedy for people.

    >>> refused = Refused("too-small", width=1, height=1, limit=16)
    >>> print(refused.code, "|", refused)
    too-small | The image has 1 x 1 pixels; each side needs 16. Give a larger image.
    """

    def __init__(self, code: str, **facts: int | str) -> None:
        problem, remedy = REASONS[code]
        super().__init__(problem.format(**facts), remedy=remedy.format(**facts))
        self.code = code
        self.facts = facts
