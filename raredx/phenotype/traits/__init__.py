"""Measures of a face, how unusual each is for age and sex, and the terms that they speak for.

values = measure(aligned.shapes)                                   # measures: (n, m)
causes = disturbances_of(aligned.angles, found.expressions)        # disturbances: (n, d)
norms = Norms.fit(values, years=..., sexes=..., disturbances=causes)   # norms, on unaffected people
z = norms.z(values, years=..., sexes=..., disturbances=causes)     # (n, m)
rules = Rules.fit(z, present, terms=..., groups=subjects)          # rules
rules.confidence(z), rules.why(z[0], "HP:0000316"), rules.undecided
"""
