"""What a cohort's faces say together: means, differences, distances, and what can be recognised.

Pure functions on arrays: aligned points (n, 478, 3) or scores (n, k), with a label and a subject
each. The unit is the person: several images of one subject never count as several people.

mean_face(images, places, subjects, shape=mean_shape(...))           # faces
difference(shapes, labels, subjects, condition="Noonan syndrome")    # difference
distances(scores, labels, subjects)                                 # distances
scores = out_of_fold(labels, subjects, fit).scores                  # out_of_fold
recognisable(scores, conditions, labels, subjects, stretch=measured(...))  # recognisable, stretch
similarity_matrix(chosen, names, reference=..., labels=...)          # matrix
"""
