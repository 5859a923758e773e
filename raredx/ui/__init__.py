"""What pages share: the frame, forms made from configs, job cards, colours.

Only this package, `app_pages/` and `app.py` know streamlit.
"""
