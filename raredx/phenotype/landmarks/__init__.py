"""478 points of a face by MediaPipe: found once, over processes, the same bytes whoever finds them.

found = landmarks_of(cohort, workers=2)
found.points[found.usable]      # (n, 478, 3) pixels; z towards the back
found.seen[0], found.says(0)    # Seen.ONE, "one face"
"""

from raredx.phenotype.landmarks.expressions import BLENDSHAPES
from raredx.phenotype.landmarks.find import find_landmarks, landmarks_in, landmarks_of
from raredx.phenotype.landmarks.found import POINTS, Landmarks, Seen

__all__ = [
    "BLENDSHAPES",
    "POINTS",
    "Landmarks",
    "Seen",
    "find_landmarks",
    "landmarks_in",
    "landmarks_of",
]
