"""The commands about gold, through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tinbai.cli import app

MINI = str(Path(__file__).parent / "mini")
runner = CliRunner()


def test_check_lists_problems_and_fails() -> None:
    result = runner.invoke(app, ["corpus", "check", MINI])
    assert result.exit_code == 1
    assert "m001.txt:2: error:" in result.output
    assert "m002.txt:2: error:" in result.output


def test_compile_gives_one_annotation_a_line() -> None:
    result = runner.invoke(app, ["corpus", "compile", MINI, "--split", "dev"])
    assert result.exit_code == 0
    (line,) = result.stdout.splitlines()
    annotation = json.loads(line)
    assert annotation["schema"] == "tinbai.annotation/1"
    assert annotation["officeholders"][0]["dual"] == "yes"


def test_export_writes_files(tmp_path: Path) -> None:
    result = runner.invoke(app, ["corpus", "export", MINI, "-o", str(tmp_path), "-f", "brat"])
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m001.ann", "m001.txt", "m002.ann", "m002.txt"]


def test_evaluate_prints_tables_json_and_errors() -> None:
    tables = runner.invoke(app, ["evaluate", MINI])
    assert tables.exit_code == 0, tables.output
    assert tables.stdout.startswith("2 articles (dev 1, train 1)")
    assert "\nHAMLET " in tables.stdout
    result = json.loads(runner.invoke(app, ["evaluate", MINI, "--split", "dev", "--by", "zone", "--json"]).stdout)
    assert sorted(result) == ["articles", "results", "splits"]
    assert result["splits"] == {"dev": 1}
    assert "byline" in result["results"]["spans"]["exact"]
    errors = runner.invoke(app, ["evaluate", MINI, "--errors", "HAMLET"])
    assert errors.exit_code == 0
    assert errors.stdout.splitlines()[-1].endswith(" errors")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--errors", "VILLAGE"], "no errors of type 'VILLAGE'"),
        (["--split", "test"], "no gold article"),
        (["--pin", "floors.json"], "one --split"),
    ],
)
def test_wrong_usage_is_one_sentence(arguments: list[str], message: str) -> None:
    result = runner.invoke(app, ["evaluate", MINI, *arguments])
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output


def test_pin_writes_floors(tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    result = runner.invoke(app, ["evaluate", MINI, "--split", "dev", "--pin", str(floors)])
    assert result.exit_code == 0, result.output
    assert json.loads(floors.read_text(encoding="utf-8"))["figures"]["dev"]["exact.COMMUNE"] == 1.0
