"""The smallest Streamlit app with two pages and a widget, to measure the workbench against."""

import streamlit as st


def first() -> None:
    st.title("Hello")
    number = st.number_input("Number", value=1)
    st.caption(f"{number} steps")


def second() -> None:
    st.title("World")


st.navigation([st.Page(first, title="First"), st.Page(second, title="Second")]).run()
