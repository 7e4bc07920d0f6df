"""The package as a whole: it imports quietly, ships what it needs, and keeps the rules of the house."""

from __future__ import annotations

import ast
import configparser
import importlib
import json
import pkgutil
import re
import subprocess
import sys
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

import tinbai

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "tinbai"
MODULES = sorted(module.name for module in pkgutil.walk_packages(tinbai.__path__, "tinbai."))
HEAVY = (
    "numpy",
    "pandas",
    "pyarrow",
    "pydantic",
    "requests",
    "rich",
    "sklearn",
    "spacy",
    "torch",
    "typer",
    "underthesea",
)
README_COMMANDS = ("python -m pip install . && tinbai demo", "python -m pip install -e '.[test]' && python -m pytest")
MOST_LINES = 300
# Import names that are not the name of their distribution.
DISTRIBUTIONS = {"ahocorasick": "pyahocorasick", "charset_normalizer": "charset-normalizer", "sklearn": "scikit-learn"}
TEXT_FILES = {".py", ".md", ".toml", ".cfg", ".cff", ".txt", ".ipynb", ".json"}
# A folder of one machine, such as a home or a scratch folder, at the start of a path.
MACHINE_PATH = re.compile(r"(?<![\w.:/<>-])/(?:work|tmp|home|Users|root)/")


@cache
def config() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def entries(section: str) -> list[tuple[str, str, str]]:
    return [
        (group, *(part.strip() for part in line.split("=", 1)))
        for group, lines in config()[section].items()
        for line in lines.strip().splitlines()
    ]


def requirements() -> set[str]:
    lines = config()["options"]["install_requires"].splitlines()
    for extra in config()["options.extras_require"].values():
        lines += extra.splitlines()
    names = [re.match(r"[A-Za-z0-9_.-]+", line.strip()) for line in lines if not line.lstrip().startswith("#")]
    return {name[0].lower() for name in names if name}


def project_files() -> list[Path]:
    """Text files of the project, without what tools and builds leave behind."""
    folders = [ROOT / name for name in ("src", "tests", "docs", "benchmarks", "corpora", "notebooks", "tools", ".ci")]
    found = [path for folder in folders for path in folder.rglob("*")] + list(ROOT.glob("*"))
    return sorted(
        path
        for path in found
        if path.is_file()
        and (path.suffix in TEXT_FILES or path.parent.name == ".ci")
        and not any(part.endswith(".egg-info") or part == ".ipynb_checkpoints" for part in path.parts)
    )


@pytest.mark.parametrize("name", MODULES)
def test_every_module_imports(name: str) -> None:
    if name == "tinbai.train.network":
        pytest.importorskip("torch", reason="torch is only needed to train: pip install 'tinbai[encoder]'")
    assert importlib.import_module(name).__doc__


@pytest.mark.parametrize("name", tinbai.__all__)
def test_public_names_resolve(name: str) -> None:
    assert getattr(tinbai, name) is not None
    assert name in dir(tinbai)


def test_the_list_of_public_names_is_the_table_of_their_modules() -> None:
    assert set(tinbai.__all__) == {"__version__", *tinbai._WHERE}


def test_an_unknown_public_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'lod'"):
        tinbai.lod  # noqa: B018


def test_import_is_quiet_and_loads_nothing_heavy() -> None:
    code = "import json, sys, tinbai; print(json.dumps([sorted(sys.modules), tinbai.__version__]))"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    modules, version = json.loads(done.stdout)
    assert (done.stderr, version) == ("", tinbai.__version__)
    assert not {module.partition(".")[0] for module in modules} & set(HEAVY)
    assert [module for module in modules if module.startswith("tinbai.")] == []


def test_the_pipeline_loads_without_underthesea_until_a_sentence_needs_it() -> None:
    code = "import sys, tinbai; tinbai.load(); print('underthesea' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(("group", "name", "target"), entries("options.entry_points"))
def test_entry_points_resolve(group: str, name: str, target: str) -> None:
    module, _, attribute = target.partition(":")
    assert callable(getattr(importlib.import_module(module), attribute))


def test_every_component_is_an_entry_point() -> None:
    from tinbai.pipeline import COMPONENTS

    factories = {name for group, name, _ in entries("options.entry_points") if group == "spacy_factories"}
    assert set(COMPONENTS) <= factories


def test_version_agrees_everywhere() -> None:
    assert config()["metadata"]["version"] == tinbai.__version__
    assert f"version: {tinbai.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_every_data_file_is_shipped() -> None:
    patterns = config()["options.package_data"]["tinbai"].split()
    data = [path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*") if path.is_file()]
    data = [name for name in data if not name.endswith((".py", ".pyc"))]
    assert data
    assert [name for name in data if not any(fnmatch(name, pattern) for pattern in patterns)] == []


def test_every_import_is_a_declared_dependency() -> None:
    used = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                used |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                used.add(node.module.partition(".")[0])
    outside = used - set(sys.stdlib_module_names) - {"tinbai", "__future__"}
    assert {DISTRIBUTIONS.get(name, name) for name in outside if name != "tomllib"} <= requirements()


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_files_stay_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_no_path_of_one_machine_is_in_the_project() -> None:
    files = project_files()
    assert len(files) > 50
    assert [str(path) for path in files if MACHINE_PATH.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("command", README_COMMANDS)
@pytest.mark.parametrize("name", ["README.md", ".ci/run"])
def test_the_readme_commands_are_those_that_ci_runs(name: str, command: str) -> None:
    lines = [line.strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines()]
    assert any(line == command or line.startswith(f"{command} ") for line in lines)


@pytest.mark.parametrize(
    ("package", "rooms"),
    [
        ("underthesea", ("text/segment.py", "entities/tagger.py")),
        ("requests", ("crawl/",)),
        ("urllib3", ("crawl/",)),
        ("protego", ("crawl/",)),
        ("warcio", ("crawl/",)),
        ("pyarrow", ("dataset/",)),
        ("sklearn", ("train/", "evaluate/")),
        ("torch", ("train/",)),
        ("threadpoolctl", ("models/",)),
    ],
)
def test_a_package_is_imported_in_its_rooms_only(package: str, rooms: tuple[str, ...]) -> None:
    statement = re.compile(rf"^\s*(?:import|from) {package}\b", re.MULTILINE)
    found = [
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if statement.search(path.read_text(encoding="utf-8"))
    ]
    assert [name for name in found if not name.startswith(rooms)] == []
