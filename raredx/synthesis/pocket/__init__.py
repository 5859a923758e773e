"""The base model that comes with the workbench: a small text-to-image model of faces.

It has the format of Stable Diffusion, so that all that is done with it here is done with a large
one too. It was trained on simulated people without a condition: it draws faces, and knows no
answers.

`plan` says how much of everything; `corpus` draws the people it learns from and `captions` says in
words what they look like; `autoencoding` trains what makes pictures small, by how unlike two of
them look to `perceiving`.
"""
