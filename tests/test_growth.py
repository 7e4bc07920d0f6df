"""Work and memory grow with the length of an article, not with its square (no clock: the work is counted)."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from spacy.language import Language

import tinbai
from tinbai.evaluate.cases import load_cases
from tinbai.evaluate.variants import long_text
from tinbai.records import Article

_GOLD = Path(__file__).parents[1] / "corpora" / "gold"
_ROOM = str(Path(tinbai.__file__).parent)
_SMALL = 5_000  # characters
# One long article with thousands of persons, places and figures; the kernel's own measure of its process.
# VmHWM, since ru_maxrss of a child begins with the size of the process that started it.
_LONG = """
import sys
import tinbai
from tinbai.records import Article
text = sys.stdin.read()
found = list(tinbai.annotate([Article(id="a", input="a", text=text, published="2022-08-19")]))
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(len(found[0].entities), int(peak.split()[1]) // 1024)
"""


def train_text(size: int) -> str:
    return long_text(load_cases(_GOLD, split="train"), size)


def annotating(nlp: Language, text: str) -> Counter[str]:
    return work(lambda: list(tinbai.annotate([Article(id="a", input="a", text=text, published="2022-08-19")], nlp=nlp)))


def work(run: Callable[[], object]) -> Counter[str]:
    """Count the lines of tinbai that run, each turn of a loop or comprehension too, by file."""
    lines: Counter[str] = Counter()

    def step(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            lines[frame.f_code.co_filename] += 1
        return step

    def call(frame: FrameType, event: str, _: Any) -> Any:
        return step if frame.f_code.co_filename.startswith(_ROOM) else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        run()
    finally:
        sys.settrace(before)
    return lines


@pytest.mark.slow
def test_ten_times_the_text_is_at_most_twelve_times_the_work(nlp: Language) -> None:
    text = train_text(10 * _SMALL)
    list(tinbai.annotate([Article(id="a", input="a", text=text)], nlp=nlp))  # what is read once is read now
    small, large = annotating(nlp, text[:_SMALL]), annotating(nlp, text)
    assert large.total() <= 12 * small.total()
    # The square of something small hides in the sum: no file of weight may grow much faster than the text.
    weighty = {name: count for name, count in large.items() if count > 0.005 * large.total()}
    grown = {Path(name).name: round(count / small[name], 1) for name, count in weighty.items() if small[name]}
    assert {name: times for name, times in grown.items() if times > 30} == {}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process is read from /proc")
def test_a_very_long_article_stays_below_the_memory_of_the_bar() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LONG], input=train_text(300_000), capture_output=True, text=True, check=True
    )
    entities, megabytes = map(int, done.stdout.split())
    assert entities > 5_000
    assert megabytes < 600


@pytest.mark.parametrize("blank", [" ", "\u00a0"])
def test_blanks_after_blanks_are_no_work_for_rules_of_the_pipeline_itself(nlp: Language, blank: str) -> None:
    line = "Ngày 3/5/2020, xã Nậm Cắn có 5/7 bản bí thư chi bộ là trưởng bản. Ông Vừ A Chá, Trưởng bản Huổi Lót, kể."
    few, many = (line.replace(" ", " " + blank * count) for count in (2, 1_000))
    nlp(few)  # what is read once is read now
    assert work(lambda: nlp(many)) == work(lambda: nlp(few))
