"""What the faces of a whole cohort say, worked out once and kept beside it.

overview = last_overview(cohort)         # kept
overview.card                            # from which data, split and reference, and what is missing
overview.conditions.to_pylist()[0]       # recognisable or not, and how far from unaffected faces
overview.difference("Noonan syndrome")   # point by point
"""
