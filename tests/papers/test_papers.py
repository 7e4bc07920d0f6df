"""The newspaper files: complete, consistent, found by name and host."""

from __future__ import annotations

import pytest

from tinbai import gazetteer
from tinbai.errors import PaperError
from tinbai.papers import _read, all_papers, province_of


def test_every_province_has_its_paper():
    covered = {paper.province for paper in all_papers()}
    wanted = {unit.name for unit in gazetteer.default().provinces("2020-06-01")}
    assert wanted - covered == set()


@pytest.mark.parametrize("paper", all_papers(), ids=lambda paper: paper.id)
def test_paper_is_found_by_name_and_by_every_host(paper):
    assert province_of(paper.name) == paper.province
    assert {province_of(None, f"https://{host}/tin-1.html") for host in paper.hosts} == {paper.province}


@pytest.mark.parametrize("source", [None, "", "VnExpress", "Báo"])
def test_no_paper_no_province(source):
    assert province_of(source) is None


@pytest.mark.parametrize(
    ("content", "said"),
    [("name = ", "x.toml"), ('name = "Báo X"', "missing key"), ('color = "red"', "unknown or missing key")],
)
def test_wrong_file_is_named(content, said):
    with pytest.raises(PaperError, match=said):
        _read("x", content)
