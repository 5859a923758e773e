"""Look at a cohort's images, check them, divide them, and bring in your own."""

import streamlit as st

from raredx.ui import shell
from raredx.ui.choices import views
from raredx.ui.class_sizes import class_sizes
from raredx.ui.cohort_check import draw_check, last_report
from raredx.ui.cohort_import import import_wizard
from raredx.ui.cohort_splits import draw_splits
from raredx.ui.cohorts import choose_cohort, draw_card, numbers
from raredx.ui.gallery import gallery, look_at
from raredx.ui.narrowing import clear, narrowed

VIEWS = {
    "images": ":material/photo_library: Images",
    "classes": ":material/bar_chart: Classes",
    "check": ":material/fact_check: Check",
    "splits": ":material/call_split: Splits",
    "card": ":material/description: Card",
    "import": ":material/upload: Import",
}


with shell.page("cohorts"):
    chosen = choose_cohort()
    shown = views(VIEWS) if chosen else "import"
    if chosen is None or shown == "import":
        import_wizard()
    else:
        name, cohort = chosen
        report = last_report(cohort)
        if shown == "images":
            seen = narrowed(cohort, report)
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{numbers(seen)}**", width="stretch")
                if len(seen) != len(cohort):
                    st.button("Clear", icon=":material/close:", on_click=clear)
            gallery(seen)
            if image := st.query_params.get("image"):
                look_at(cohort, image)
        elif shown == "classes":
            clicked = class_sizes(cohort)
            if clicked:
                st.page_link(
                    "app_pages/cohorts.py",
                    label=f"Images of {clicked[0]}",
                    icon=":material/photo_library:",
                    query_params={"cohort": name, "label": clicked[0]},
                )
        elif shown == "check":
            draw_check(cohort, report, name=name)
        elif shown == "splits":
            draw_splits(cohort)
        else:
            draw_card(cohort)
