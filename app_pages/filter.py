"""Keep synthetic images only if they show their condition and copy nobody."""

from raredx.jobs import ensure_worker
from raredx.ui import shell
from raredx.ui.choices import views
from raredx.ui.filter import KINDS, choose_curation, judging, made
from raredx.ui.filter_images import filtering
from raredx.ui.starting import watched

VIEWS = {
    "images": ":material/filter_alt: Filter",
    "new": ":material/add: Judge others",
}

with shell.page("filter"):
    ensure_worker()
    watched(KINDS, made)
    curation = choose_curation()
    if curation is None or views(VIEWS) == "new":
        judging()
    else:
        filtering(curation)
