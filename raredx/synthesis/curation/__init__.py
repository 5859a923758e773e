"""Which synthetic images are kept: by what they show, and by whom they do not copy.

curation = curate(Curate(name="first", cohort="lora-1-images-1"), progress)
curation.table                                  # what was found of each image, looked at once
decide(curation.table, Policy(keep="quota", at=40))     # what becomes of each, in no time

What is known of people comes from the part that the generator learned from, and from nobody else.
"""
