"""The face encoder of our own: trained on other conditions, so that those never seen lie apart.

network = rebuild(progress=progress)     # of `rebuild`: an hour and a half; plan.toml is the recipe

What is shipped lies in assets/face-encoder, with its learning curve and its card.
"""
