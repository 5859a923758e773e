"""An image asked about and explained at once, for the doors that answer in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from raredx.diagnosis.explain.explanation import Explanation, checked, explain
from raredx.diagnosis.explain.sight import Sight
from raredx.diagnosis.predict import predict
from raredx.diagnosis.prediction import Prediction
from raredx.errors import UserError
from raredx.phenotype.landmarks import Landmarks, landmarks_in

if TYPE_CHECKING:
    from PIL import Image

    from raredx.learning.bundle.bundle import Bundle


def explained(
    image: Image.Image,
    bundle: Bundle,
    *,
    condition: str | None = None,
    teaching: bool = False,
    landmarks: Landmarks | None = None,
) -> tuple[Prediction, Explanation]:
    """What a model says of an image, and the checked map of a condition, or of its first answer.

    Parameters
    ----------
    landmarks
        Of this image alone, where they were found before.

    Raises
    ------
    UserError
        If there is no answer to explain.
    """
    landmarks = landmarks if landmarks is not None else landmarks_in(image)
    told = predict(image, bundle, teaching=teaching, landmarks=landmarks)
    if told.differential is None:
        raise UserError(
            f"There is no answer to explain: {told.withheld.removesuffix('.')}",
            remedy="Choose another image, or look at it for teaching",
        )
    wanted = condition or told.differential.ranked[0].name
    return told, checked(explain(Sight.of(image, landmarks, bundle), wanted))
