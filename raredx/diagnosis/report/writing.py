"""A report as a file: PDF to print, HTML that needs nothing else, JSON for programs."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import Any

from raredx.diagnosis.report.sheet import Section, Sheet


@dataclass(frozen=True, kw_only=True)
class Format:
    """A kind of file that a report can be."""

    title: str
    mime: str
    write: Callable[[Sheet], bytes]


_STYLE = """
body{font:15px/1.45 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;
color:#0b2328;background:#fff}
h1{font-size:1.4rem}h2{font-size:1rem;margin:1rem 0 .2rem}
.notice{background:#fdf1d6;border-left:4px solid #c98a00;padding:.4rem .8rem;margin:.3rem 0}
table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid #cfdcde;padding:.2rem .5rem;text-align:left;vertical-align:top}
figure{display:inline-block;margin:.5rem .8rem 0 0}figcaption{font-size:.85rem;color:#4d6468}
img{max-height:16rem;border-radius:.4rem}
"""
_ACCENT, _PALE = "#0b6b75", "#fdf1d6"
_PICTURE = 125.0  # points


def as_html(sheet: Sheet) -> bytes:
    """One page with its pictures inside."""
    parts = [f"<h1>{escape(sheet.title)}</h1>"]
    parts += [f'<p class="notice">{escape(one)}</p>' for one in sheet.notices]
    parts += [
        f'<figure><img alt="{escape(caption)}" src="data:image/png;base64,{_encoded(picture)}">'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
        for caption, picture in sheet.pictures
    ]
    parts += [_html_of(one) for one in sheet.sections]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(sheet.title)}</title>'
        f"<style>{_STYLE}</style></head><body>" + "\n".join(parts) + "</body></html>\n"
    ).encode()


def as_json(sheet: Sheet) -> bytes:
    """All that is known, for programs."""
    told = {"notice": list(sheet.notices), **sheet.record}
    return (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode()


def as_pdf(sheet: Sheet) -> bytes:
    """A page of A4; what does not fit goes on."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate, Spacer

    file = BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=42,
        rightMargin=42,
        topMargin=36,
        bottomMargin=36,
        title=sheet.title,
        author="RareDx Workbench",
        invariant=1,
    )
    styles = _styles()
    flow: list[Any] = [_text(sheet.title, styles["title"])]
    flow += [_text(one, styles["notice"]) for one in sheet.notices]
    flow += [Spacer(1, 4), _pictures(sheet, styles)]
    for one in sheet.sections:
        flow.append(_text(one.title, styles["heading"]))
        flow += [_text(line, styles["line"]) for line in one.lines]
        if one.rows:
            flow.append(_pdf_table(one, styles))
    document.build(flow)
    return file.getvalue()


FORMATS: Mapping[str, Format] = {
    "pdf": Format(title="PDF", mime="application/pdf", write=as_pdf),
    "html": Format(title="HTML", mime="text/html", write=as_html),
    "json": Format(title="JSON", mime="application/json", write=as_json),
}


def _html_of(one: Section) -> str:
    told = "".join(f"<p>{escape(line)}</p>" for line in one.lines)
    head = "".join(f"<th>{escape(name)}</th>" for name in one.headings)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in one.rows
    )
    table = f"<table>{f'<tr>{head}</tr>' if head else ''}{rows}</table>" if rows else ""
    return f"<h2>{escape(one.title)}</h2>{told}{table}"


def _encoded(picture: Any) -> str:
    file = BytesIO()
    picture.save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def _styles() -> dict[str, Any]:
    from reportlab.lib.colors import HexColor
    from reportlab.lib.styles import ParagraphStyle

    line = ParagraphStyle("line", fontName="Helvetica", fontSize=8, leading=9.8)
    return {
        "line": line,
        "title": ParagraphStyle(
            "title", line, fontName="Helvetica-Bold", fontSize=14, leading=18, spaceAfter=4
        ),
        "heading": ParagraphStyle(
            "heading",
            line,
            fontName="Helvetica-Bold",
            fontSize=9.5,
            leading=12,
            spaceBefore=4,
            textColor=HexColor(_ACCENT),
        ),
        "notice": ParagraphStyle(
            "notice", line, backColor=HexColor(_PALE), borderPadding=3, spaceBefore=3, spaceAfter=4
        ),
    }


def _text(text: str, style: Any) -> Any:
    """A paragraph; letters that the font does not have become question marks."""
    from reportlab.platypus import Paragraph

    return Paragraph(escape(text.encode("cp1252", "replace").decode("cp1252")), style)


def _pictures(sheet: Sheet, styles: Mapping[str, Any]) -> Any:
    from reportlab.platypus import Image, Table

    cells, captions = [], []
    for caption, picture in sheet.pictures:
        file = BytesIO()
        picture.save(file, "PNG")
        file.seek(0)
        scale = _PICTURE / max(picture.size)
        cells.append(Image(file, width=scale * picture.width, height=scale * picture.height))
        captions.append(_text(caption, styles["line"]))
    return Table([cells, captions], hAlign="LEFT")


def _pdf_table(one: Section, styles: Mapping[str, Any]) -> Any:
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import Table

    rows = [*([one.headings] if one.headings else []), *one.rows]
    table = Table(
        [[_text(cell, styles["line"]) for cell in row] for row in rows],
        colWidths=_widths(rows),
        hAlign="LEFT",
    )
    table.setStyle(
        [
            ("LINEBELOW", (0, 0), (-1, -1), 0.25, HexColor("#cfdcde")),
            ("TOPPADDING", (0, 0), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ]
    )
    return table


def _widths(rows: list[tuple[str, ...]]) -> list[float]:
    """Columns as wide as what is in them, all of them together as wide as the page."""
    longest = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    shares = [min(max(one, 8), 60) for one in longest]
    return [510 * one / sum(shares) for one in shares]
