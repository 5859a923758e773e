"""Which face of an image is meant, for the doors at which nobody can point at one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from raredx.errors import UserError
from raredx.phenotype.landmarks import Landmarks, faces_in, landmarks_in, several_faces
from raredx.words import count

if TYPE_CHECKING:
    from PIL import Image

    from raredx.learning.backbones import Backbone


def meant(
    image: Image.Image, backbone: Backbone, *, face: int | None, option: str
) -> tuple[Image.Image, Landmarks]:
    """An image, or one of its faces cut out, with its landmarks.

    Parameters
    ----------
    face
        Its number, 1 being the leftmost; None where nobody said.
    option
        What a door calls that number.

    Raises
    ------
    UserError
        If there are several and nobody said which, or none of that number.
    """
    if face is not None:
        faces = faces_in(image)
        if not 1 <= face <= len(faces):
            raise UserError(
                f"The image shows {_so_many(len(faces))}, and none is number {face}",
                remedy="Count upright faces from the left, beginning with 1",
            )
    found = landmarks_in(image)
    if face is not None and (len(faces) > 1 or not found.usable[0]):
        return faces[face - 1].image, faces[face - 1].landmarks
    if face is None and backbone.needs_a_face and (faces := several_faces(image, found)):
        raise UserError(
            f"The image shows {_so_many(len(faces))}",
            remedy=f"Say which one is meant by {option}, 1 being the leftmost",
        )
    return image, found


def _so_many(faces: int) -> str:
    return count(faces, "face") if faces else "no face"
