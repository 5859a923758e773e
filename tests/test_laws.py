"""The laws of the house: who may import whom, and what an import may cost."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from raredx.settings import ROOT

# From the ground up; parts of one layer do not know each other, but for those of the ground.
LAYERS = [
    {
        *("raredx", "torchvision_cpu", "errors", "files", "words", "plain", "settings"),
        *("statistics", "checkpoints", "folders", "memory", "processes"),
    },
    {"jobs"},
    {"assets"},
    {"ontology", "encoders"},
    {"evidence", "cohorts"},
    {"phenotype"},
    {"synthesis"},
    {"learning"},
    {"cases"},
    {"diagnosis"},
    {"doctor"},
    {"api", "ui"},
    {"cli"},
    {"__main__"},
]
HEIGHT = {name: height for height, layer in enumerate(LAYERS) for name in layer}
GROUND = LAYERS[0]
SOURCES = sorted((ROOT / "raredx").rglob("*.py"))
SCREEN = {"app.py", "app_pages", "ui"}


def imports(path: Path) -> set[str]:
    """Every module that a file imports anywhere, its functions included."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def part(path: Path) -> str:
    """The part of the house that a file belongs to: a package or module right below raredx."""
    inside = path.relative_to(ROOT / "raredx").parts
    return "raredx" if inside == ("__init__.py",) else inside[0].removesuffix(".py")


def parts_imported(path: Path) -> set[str]:
    names = [name.split(".") for name in imports(path) if name.split(".")[0] == "raredx"]
    return {name[1] if len(name) > 1 and name[1] in HEIGHT else "raredx" for name in names}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_lower_layer_never_imports_a_higher_one(path):
    own = part(path)
    assert own in HEIGHT, f"{own} has no place in the house: add it to LAYERS and to docs/design.md"
    for other in parts_imported(path) - {own}:
        allowed = HEIGHT[other] < HEIGHT[own] or {own, other} <= GROUND
        assert allowed, f"{path}: {own} may not import {other}"


def test_only_the_screen_knows_streamlit():
    files = [*SOURCES, *ROOT.glob("*.py"), *(ROOT / "benchmarks").glob("*.py")]
    knowing = {
        path
        for path in files
        if any(name.split(".")[0] == "streamlit" for name in imports(path))
        and not SCREEN & set(path.relative_to(ROOT).parts)
    }
    assert knowing == set()


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that are there after a statement in a new process."""
    code = f"import sys; {statement}; print(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


HEAVY = {"torch", "torchvision", "mediapipe", "pandas", "plotly", "pydicom", "PIL", "numpy"}


@pytest.mark.parametrize(
    "statement",
    [
        "import raredx",
        "import raredx.cli",
        "import raredx.api",
        "from raredx.jobs import all_kinds; all_kinds()",
    ],
)
def test_an_import_loads_nothing_heavy(statement, monkeypatch):
    monkeypatch.delenv("RAREDX_PLUGINS")  # the tests' own kinds draw pictures
    assert loaded_by(statement) & (HEAVY | {"streamlit"}) == set()


def test_the_pages_wait_with_torch_until_it_is_needed(monkeypatch):
    monkeypatch.delenv("RAREDX_PLUGINS")
    loaded = loaded_by("import raredx.ui.shell, raredx.ui.jobs, raredx.ui.forms")
    assert loaded & {"torch", "torchvision", "mediapipe", "pydicom"} == set()


@pytest.mark.parametrize(
    "path", sorted((ROOT / "app_pages").glob("*.py")), ids=lambda path: path.stem
)
def test_a_page_is_short_and_says_what_it_is_for(path):
    text = path.read_text()
    assert len(text.splitlines()) <= 120
    assert ast.get_docstring(ast.parse(text))
