"""External validation: a trained model taken to people of another cohort, told as it went there.

validate(ExternalConfig(bundle="first", cohort="hospital-b"), progress=progress)
found = External.open("first-on-hospital-b")
found.record.sentences            # what is to be said of it, the drop with its interval among it
found.predictions()               # all that metrics are worked out from
"""
