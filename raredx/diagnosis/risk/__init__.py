"""How likely each condition is, from a prior by way of an image to what the person has.

course = weigh(conditions, prior, image=image, answers={"HP:0000316": Sign.PRESENT})
course.steps                     # each with the posterior after it, and what it moved
questions(course)                # what would tell most, if it were known
"""
