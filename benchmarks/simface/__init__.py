"""The measuring rod of the simulated cohort: is it found, how hard is it, does anything leak.

python -m benchmarks.simface --seed 9001 --train 5 --test 3 --scale 1.0
"""
