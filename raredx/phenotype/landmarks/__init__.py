"""478 points of a face by MediaPipe: found once, over processes, the same bytes whoever finds them.

found = landmarks_of(cohort, workers=2)
found.points[found.usable]      # (n, 478, 3) pixels; z towards the back
found.seen[0], found.says(0)    # Seen.ONE, "one face"
"""

from raredx.phenotype.landmarks.expressions import BLENDSHAPES
from raredx.phenotype.landmarks.faces import Face, faces_in, several_faces
from raredx.phenotype.landmarks.find import find_landmarks, landmarks_in, landmarks_of
from raredx.phenotype.landmarks.found import POINTS, Landmarks, Seen

__all__ = [
    "BLENDSHAPES",
    "POINTS",
    "Face",
    "Landmarks",
    "Seen",
    "faces_in",
    "find_landmarks",
    "landmarks_in",
    "landmarks_of",
    "several_faces",
]
