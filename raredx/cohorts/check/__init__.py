"""Is a cohort fit for a study? Rules over its images, labels, subjects and splits, and a report.

report = check(open_cohort("my-faces"))  # raredx.cohorts.check.run
print(report.summary)
report.summary.by_rule()["copy-across-subjects"]
"""
