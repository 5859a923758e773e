"""RareDx Workbench: computer vision for rare diseases, from the literature to an honest test.

A research tool, not a medical device.
"""

from raredx import torchvision_cpu

__version__ = "0.1.0"
NOT_A_DEVICE = "Research tool, not a medical device: no output may guide anyone's care."

torchvision_cpu.install()
