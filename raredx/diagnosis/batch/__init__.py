"""Many images asked about at once: a folder, a ZIP or a cohort goes in, a table comes out.

run(BatchConfig(model="demonstration", cohort="simface-103", part="calibration"), progress=progress)
found = Batch.open("demonstration-on-simface-103-calibration")
found.rows                 # a row for each file: an answer, or why there is none
found.card.scores          # where the truth is known, with intervals and chance
"""
