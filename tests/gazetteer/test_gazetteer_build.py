"""The tool that builds the list of units: same input, same bytes."""

from __future__ import annotations

import gzip
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tinbai.gazetteer import Gazetteer

ROOT = Path(__file__).parents[2]
HISTORY = ROOT.parent / "shared" / "gazetteer" / "units_history.tsv"
SHIPPED = ROOT / "src" / "tinbai" / "gazetteer" / "data" / "units.tsv.gz"
TINY = """\
level\tcode\tname\ttype\tparent_code\tfirst_seen\tlast_seen
province\t14\tTỉnh Sơn La\tTỉnh\t\t2019-09-11\t2020-03-01
district\t999\tHuyện  Khe Thử\tHuyện\t14\t2019-09-11\t2020-03-01
commune\t90001\tXã Hoà Thử \tXã\t999\t2019-09-11\t2019-12-01
commune\t90001\tThị trấn Hoà Thử\tThị trấn\t999\t2020-03-01\t2020-03-01
commune\t90002\tPhường 05\tXã\t999\t2019-09-11\t2019-09-11
commune\t90002\tPhường  05\tPhường\t999\t2019-12-01\t2020-03-01
commune\t90003\tXã Nậm ét\tXã\t999\t2019-09-11\t2019-12-01
"""


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    for package in ("vietnamadminunits", "underthesea"):
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed (extra gazetteer)")
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        return importlib.import_module("build_gazetteer")
    finally:
        sys.path.remove(str(ROOT / "tools"))


@pytest.fixture(scope="module")
def tiny(tool: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("units")
    (folder / "history.tsv").write_text(TINY, encoding="utf-8")
    tool.main([str(folder / "history.tsv"), "-o", str(folder / "one.tsv.gz")])
    return folder


def test_two_builds_have_the_same_bytes(tool: ModuleType, tiny: Path) -> None:
    lines = TINY.splitlines()
    (tiny / "shuffled.tsv").write_text("\n".join([lines[0], *reversed(lines[1:])]) + "\n", encoding="utf-8")
    tool.main([str(tiny / "shuffled.tsv"), "-o", str(tiny / "two.tsv.gz")])
    assert (tiny / "one.tsv.gz").read_bytes() == (tiny / "two.tsv.gz").read_bytes()
    assert not list(tiny.glob("*.part"))


def test_names_types_and_days_are_cleaned(tiny: Path) -> None:
    units = [unit for unit in Gazetteer.load(tiny / "one.tsv.gz").units if not unit.current]
    assert [(unit.name, unit.valid_from, unit.valid_to, unit.seen_after) for unit in units] == [
        ("tỉnh Sơn La", "2019-09-11", "2025-06-30", "2019-09-11"),
        ("huyện Khe Thử", "2019-09-11", "2025-06-30", "2019-09-11"),
        ("xã Hòa Thử", "2019-09-11", "2020-02-29", "2019-09-11"),
        ("thị trấn Hòa Thử", "2020-03-01", "2025-06-30", "2019-12-02"),
        ("phường 5", "2019-09-11", "2025-06-30", "2019-09-11"),
        ("xã Nậm Ét", "2019-09-11", "2020-02-29", "2019-09-11"),
    ]


def test_unit_without_type_word_stops_the_build(tool: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "history.tsv"
    path.write_text(TINY + "commune\t90004\tKhông Loại\tXã\t999\t2019-09-11\t2020-03-01\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="Không Loại"):
        tool.main([str(path), "-o", str(tmp_path / "out.tsv.gz")])
    assert not (tmp_path / "out.tsv.gz").exists()


def test_shipped_file_is_what_the_tool_builds(tool: ModuleType, tmp_path: Path) -> None:
    if not HISTORY.exists():
        pytest.skip("the history of units is not beside the project (../shared/gazetteer)")
    tool.main([str(HISTORY), "-o", str(tmp_path / "units.tsv.gz")])
    assert gzip.decompress((tmp_path / "units.tsv.gz").read_bytes()) == gzip.decompress(SHIPPED.read_bytes())
