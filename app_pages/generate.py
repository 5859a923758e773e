"""Make synthetic images of conditions from a few examples, look at them, and keep them."""

from raredx.jobs import ensure_worker
from raredx.ui import shell
from raredx.ui.choices import views
from raredx.ui.generate import KINDS, choose_generator, made, way_to_draw
from raredx.ui.generate_drawing import drawing
from raredx.ui.generate_images import draw_images
from raredx.ui.generate_learned import draw_learned
from raredx.ui.generate_training import training
from raredx.ui.starting import watched

VIEWS = {
    "train": ":material/model_training: Train",
    "draw": ":material/brush: Draw",
    "images": ":material/photo_library: Images",
    "generator": ":material/description: Generator",
}

with shell.page("generate"):
    ensure_worker()
    watched(KINDS, made)
    shown = views(VIEWS)
    if shown == "train":
        training()
    elif shown == "images":
        draw_images()
    elif generator := choose_generator():
        if shown == "draw":
            drawing(generator)
        else:
            draw_learned(generator)
    else:
        way_to_draw()
