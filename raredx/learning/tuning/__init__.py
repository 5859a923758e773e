"""Heads that train the network itself, on pictures: a layer, its last layers, all of it, or LoRA.

head = parse_head("tuned:depth=lora,loss=focal")
fitted = head.fit(pictures, labels, subjects, classes=classes, seed=0, around=Around(encoder=...))
fitted.scores(others)      # (m, c) log-probabilities, by pictures (m, side, side, 3)

`network` says what of a network learns, `losses` what it learns by, `augment` what pictures go
through, `training` how; `fitted` is what comes out, and what is kept.
"""
