"""Answer what a reviewer would ask of synthetic images, and take the answers along."""

from raredx.jobs import ensure_worker
from raredx.ui import shell
from raredx.ui.audit import KIND, draw_audit, made, start_audit
from raredx.ui.filter import choose_curation, way_to_judge
from raredx.ui.starting import watched

with shell.page("audit"):
    ensure_worker()
    watched((KIND,), made)
    curation = choose_curation()
    if curation is None:
        way_to_judge()
    else:
        draw_audit(curation)
        start_audit(curation)
