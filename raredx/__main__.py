"""`python -m raredx` is the command `raredx`."""

from raredx.cli import main

main()
