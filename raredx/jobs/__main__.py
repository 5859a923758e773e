"""`python -m raredx.jobs [IDLE_SECONDS]` is the worker."""

from raredx.jobs.worker import main

main()
