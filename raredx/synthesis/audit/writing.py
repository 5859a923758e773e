"""An audit as files: JSON for programs, and one HTML page for whoever reviews."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from raredx import NOT_A_DEVICE
from raredx.files import build_folder, sha256_of, write_whole
from raredx.synthesis.audit.audit import Audit

JSON, HTML = "audit.json", "audit.html"
GROUPS = {
    "fidelity": "Do they look like people?",
    "diversity": "Are they as manifold?",
    "phenotype": "Do they show their condition?",
    "privacy": "Was somebody copied?",
    "use": "What is learned from them?",
}
"""Groups of measures, by what they answer."""
_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;
color:#0b2328;background:#fff}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}
td,th{border-bottom:1px solid #cfdcde;padding:.4rem .6rem;text-align:left;vertical-align:top}
small,.says{color:#4d6468}figure{display:inline-block;margin:.5rem;max-width:17rem}
img{width:8rem;height:8rem;object-fit:cover;border-radius:.4rem}
@media(prefers-color-scheme:dark){body{color:#e4ecee;background:#10191b}
td,th{border-color:#2b3d40}small,.says{color:#9db2b6}}
"""


def write(found: Audit, folder: Path, picture: Callable[[str, str], bytes | None]) -> None:
    """Write an audit into a folder of its own, whole or not at all.

    Parameters
    ----------
    picture
        Gives a small PNG of an image, by whose it is ("synthetic" or "people") and its id. Where
        real people were learned from, none is asked for: a near copy shows somebody.
    """
    with build_folder(folder) as place:
        write_whole(place / JSON, found.model_dump_json(indent=2) + "\n")
        write_whole(place / HTML, page(found, picture, of=sha256_of(place / JSON)))


def page(found: Audit, picture: Callable[[str, str], bytes | None], *, of: str) -> str:
    """The audit as one page that needs nothing else; `of` is the hash of its JSON."""
    source = found.source
    part = f", training part of {source['split']}" if "split" in source else ""
    parts = [
        f"<h1>Audit of {escape(found.cohort)}</h1>",
        f"<p>{escape(NOT_A_DEVICE)}</p>",
        f"<p>Held against {escape(found.origin)} people of {escape(source['cohort'])}"
        f"{escape(part)}. Made by RareDx {escape(found.version)}; {JSON} has SHA-256"
        f" <code>{escape(of[:16])}</code>.</p>",
        _table("What became of the images", {name: f"{n:,}" for name, n in found.counts.items()}),
        *(_group(found, group, title) for group, title in GROUPS.items()),
        _worst(found, picture),
        _conditions(found),
        _table(
            "Which part of the face is least like the condition?",
            {name: f"{one:.0%}" for name, one in found.regions.items()},
        ),
        _table("What drew them", _ways(found)),
        _table("Hashes", found.hashes),
        "<h2>Limits</h2><ul>"
        + "".join(f"<li>{escape(one)}</li>" for one in found.limits)
        + "</ul>",
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Audit of '
        f"{escape(found.cohort)}</title><style>{_STYLE}</style></head><body>"
        + "\n".join(parts)
        + "</body></html>\n"
    )


def _group(found: Audit, group: str, title: str) -> str:
    rows = "".join(
        f"<tr><td><b>{escape(one.title)}</b><br><span class=says>{escape(one.says)}</span></td>"
        f"<td>{escape(one.told)}</td><td>{escape(_beside(one.beside))}</td>"
        f"<td>{escape(one.wanted)}</td><td>{escape(_n(one.n))}</td></tr>"
        for one in found.measures
        if one.group == group
    )
    heads = "<tr><th>Measure<th>Value (95 % CI)<th>Beside<th>Better<th>Of</tr>"
    return f"<h2>{escape(title)}</h2><table>{heads}{rows}</table>"


def _worst(found: Audit, picture: Callable[[str, str], bytes | None]) -> str:
    """The images nearest to who was learned from; of real people neither side is shown."""
    figures = []
    for one in found.worst:
        drawn = near = ""
        if "real" not in found.origin:
            drawn = _image(picture("synthetic", one["image_id"]))
            near = _image(picture("people", one["nearest"]))
        figures.append(
            f"<figure>{drawn}{near}<figcaption><small>{escape(str(one['label']))}:"
            f" {escape(one['image_id'][:8])} beside {escape(one['nearest'][:8])}, by {one['by']}"
            f" {one['distance']:.2f} of the limit</small></figcaption></figure>"
        )
    return "<h2>The nearest to who was learned from</h2>" + "".join(figures)


def _conditions(found: Audit) -> str:
    heads = "<tr><th>Condition<th>Drawn<th>Accepted<th>Near copies<th>First<th>Likeness</tr>"
    rows = "".join(
        f"<tr><td>{escape(one.label)}</td><td>{one.drawn:,}</td><td>{one.accepted:,}</td>"
        f"<td>{one.near_copies:,}</td><td>{_percent(one.first)}</td>"
        f"<td>{_percent(one.likeness)}</td></tr>"
        for one in found.conditions
    )
    return f"<h2>Which conditions are drawn well?</h2><table>{heads}{rows}</table>"


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}"


def _image(data: bytes | None) -> str:
    if data is None:
        return ""
    return f'<img alt="" src="data:image/png;base64,{base64.b64encode(data).decode()}">'


def _ways(found: Audit) -> dict[str, str]:
    return {
        f"{one.get('method')} {one.get('generator')}": ", ".join(
            f"{name} {value}"
            for name, value in {**one, **one.get("settings", {})}.items()
            if name not in ("settings", "method", "generator") and value not in (None, "")
        )
        for one in found.generators
    }


def _table(title: str, rows: Mapping[str, Any]) -> str:
    told = "".join(
        f"<tr><td>{escape(name)}</td><td>{escape(str(value))}</td></tr>"
        for name, value in rows.items()
    )
    return f"<h2>{escape(title)}</h2><table>{told}</table>"


def _beside(beside: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:.3g}" for name, value in beside.items())


def _n(n: Mapping[str, int]) -> str:
    return ", ".join(f"{many:,} {name}" for name, many in n.items())
