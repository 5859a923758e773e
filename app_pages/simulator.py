"""Choose a condition or single signs and see the face they make, beside the same person without."""

from raredx.ui import shell
from raredx.ui.simulator import simulator

with shell.page("simulator"):
    simulator()
