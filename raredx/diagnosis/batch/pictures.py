"""Where the pictures of a batch come from, one after another; small enough for other processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from PIL import Image

    from raredx.cohorts.cohort import Cohort
    from raredx.cohorts.importers.sources import Source


class Pictures(Protocol):
    """Pictures that are opened by a key."""

    @property
    def keep(self) -> bool:
        """Whether what is found in them may be kept for the next time."""

    def open(self, key: str) -> tuple[str, Image.Image]:
        """The id of a picture's pixels, and the picture; a UserError if it does not come in."""


@dataclass(frozen=True, kw_only=True)
class Files:
    """Strangers' files, each through the one door. Nothing that is found in them is kept."""

    source: Source
    keep: bool = False

    def open(self, key: str) -> tuple[str, Image.Image]:
        """The picture of a path below the source."""
        admitted = self.source.admit(key)
        return admitted.image_id, admitted.image


@dataclass(frozen=True, kw_only=True, eq=False)
class Held:
    """The images of a cohort, which have their features and landmarks kept."""

    cohort: Cohort
    keep: bool = True

    def open(self, key: str) -> tuple[str, Image.Image]:
        """The picture of an image id."""
        return key, self.cohort.image(key)
