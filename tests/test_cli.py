"""The command line from outside: data, messages, exit codes, and bad inputs that must not stop a batch."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

import tinbai
from tinbai.cli import app
from tinbai.records import Annotation

ARTICLE = (
    "Xóm Gò có đường mới\n\nÔng Lường Văn Đáp, Bí thư Chi bộ, Trưởng xóm Gò, nói bà con rất vui vì đường xong sớm.\n"
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run the command line in an empty folder that holds one good article."""
    monkeypatch.chdir(tmp_path)
    Path("good.txt").write_text(ARTICLE, encoding="utf-8")
    return lambda *arguments, **options: CliRunner().invoke(app, arguments, **options)


def names() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


def in_windows_1258(text: str) -> bytes:
    """Encode as old Vietnamese Windows did: letters with their mark, tones as marks of their own."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    found = b""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in parts if mark in tones)
        found += (unicodedata.normalize("NFC", "".join(p for p in parts if p not in tones)) + tone).encode("cp1258")
    return found


def test_annotate_writes_one_json_object_a_line(run: Callable[..., Result]) -> None:
    result = run("annotate", "good.txt")
    assert result.exit_code == 0
    (line,) = result.stdout.splitlines()
    annotation = Annotation.model_validate_json(line)
    assert annotation.article.text == ARTICLE
    assert json.loads(line)["schema"] == "tinbai.annotation/1"
    assert result.stderr == "1 articles annotated\n"


def test_annotate_reads_standard_input_and_is_quiet(run: Callable[..., Result]) -> None:
    result = run("annotate", "-", "--quiet", input=ARTICLE.encode())
    assert json.loads(result.stdout)["article"]["input"] == "-"
    assert result.stderr == ""


def test_annotate_into_a_file_is_all_or_nothing(run: Callable[..., Result]) -> None:
    Path("out.jsonl").write_text("old\n", encoding="utf-8")
    Path("empty.txt").write_bytes(b"")
    assert run("annotate", "empty.txt", "-o", "out.jsonl").exit_code == 2
    assert Path("out.jsonl").read_text(encoding="utf-8") == "old\n"
    assert run("annotate", "good.txt", "-o", "out.jsonl").exit_code == 0
    assert json.loads(Path("out.jsonl").read_text(encoding="utf-8"))["article"]["id"] == "good"
    assert names() == ["empty.txt", "good.txt", "out.jsonl"]


def test_build_is_the_same_as_the_function(run: Callable[..., Result]) -> None:
    assert run("build", "good.txt", "-o", "command", "--sqlite", "--gate").exit_code == 0
    tinbai.build("good.txt", "function", sqlite=True, gate=True)
    for path in Path("command").iterdir():
        assert path.read_bytes() == (Path("function") / path.name).read_bytes(), path.name


def test_schema_describes_what_annotate_writes(run: Callable[..., Result]) -> None:
    from jsonschema import Draft202012Validator

    schema = json.loads(run("schema").stdout)
    Draft202012Validator(schema).validate(json.loads(run("annotate", "good.txt").stdout))


def test_demo_shows_findings_with_their_sentences(run: Callable[..., Result]) -> None:
    result = run("demo")
    assert result.exit_code == 0, result.stderr
    shown = " ".join(result.stdout.split())
    assert "Bắc Hà mở rộng mô hình" in shown
    for section in ("Officeholders", "Adoption", "Figures"):
        assert shown.count(section) == 3
    assert "Nà Khoang" not in result.stdout  # the boilerplate tail
    assert pq.read_table("tinbai-demo/articles.parquet")["input"].to_pylist()[0] == "demo/1_bac_ha_thon.txt"
    assert run("demo", "--quiet").stderr == ""


def test_explain_shows_the_sentence(run: Callable[..., Result]) -> None:
    run("build", "good.txt", "-o", "ds")
    result = run("explain", "ds", "good#E1")
    assert result.exit_code == 0
    assert "table mentions" in result.stdout
    assert "sentence Xóm Gò có đường mới" in " ".join(result.stdout.split())
    assert run("explain", "ds", "good#E99").exit_code == 2


def test_papers_says_what_there_is(run: Callable[..., Result]) -> None:
    result = run("papers")
    assert result.exit_code == 0
    known = Path(tinbai.__file__).parent / "papers" / "data"
    expected = sorted(path.stem for path in known.glob("*.toml"))
    assert [line.split()[0] for line in result.stdout.splitlines()] == expected
    assert expected or "no newspaper" in result.stderr


BROKEN: dict[str, tuple[bytes, str, str]] = {
    "empty.txt": (b"", "empty.txt", "empty"),
    "blank.txt": (b" \n\n\t\n", "blank.txt", "empty"),
    "binary.txt": (bytes(range(256)) * 40, "binary.txt", "binary"),
    "nul.txt": (ARTICLE.replace("rất", "r\0t").encode(), "nul.txt", "NUL"),
    "surrogate.txt": (ARTICLE.encode() + b"\xed\xa0\x80\n", "surrogate.txt", "UTF-8"),
    "long.txt": (b"x\xc3\xb3m " * 10_000_000, "long.txt", "bytes"),
    "broken.jsonl": (b'{"id": "a", "body": \n', "broken.jsonl:1", "JSON"),
    "without.jsonl": (b'{"id": "a", "title": "x"}\n', "without.jsonl:1", "no text"),
    "array.jsonl": (b'["x"]\n', "array.jsonl:1", "JSON object"),
    "escape.jsonl": (b'{"id": "a", "body": "B\xc3\xa0 con \\ud800 vui."}\n', "escape.jsonl:1", "surrogate"),
    "line.jsonl": (b'{"body": "' + b"a" * 50_000_000 + b'"}\n', "line.jsonl:1", "bytes"),
    "page.html": (b"<html><body><nav><a href='/'>Trang</a></nav></body></html>", "page.html", "no article"),
    "cut.jsonl.gz": (gzip.compress(b'{"body": "x"}\n')[:-9], "cut.jsonl.gz", "gzip"),
}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_broken_input_is_one_sentence_and_one_row(name: str, run: Callable[..., Result]) -> None:
    data, where, word = BROKEN[name]
    Path(name).write_bytes(data)
    result = run("build", name, "good.txt", "-o", "ds")
    assert result.exit_code == 0, result.stderr
    told = [line for line in result.stderr.splitlines() if line.startswith("failed:")]
    assert len(told) == 1
    assert where in told[0]
    assert word in told[0]
    (row,) = pq.read_table("ds/failures.parquet").to_pylist()
    assert row["input"].startswith(where)
    assert f"failed: {row['message']}" == told[0]
    assert "good" in pq.read_table("ds/articles.parquet")["article_id"].to_pylist()
    assert names() == sorted(["ds", "good.txt", name])


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_broken_input_alone_is_an_error_and_writes_nothing(name: str, run: Callable[..., Result]) -> None:
    data, where, _ = BROKEN[name]
    Path(name).write_bytes(data)
    result = run("build", name, "-o", "ds", "--quiet")
    assert result.exit_code == 2
    assert where in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert names() == sorted(["good.txt", name])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("utf16.txt", ARTICLE.encode("utf-16")),
        ("bom.txt", ARTICLE.encode("utf-8-sig")),
        ("cp1258.txt", in_windows_1258(ARTICLE)),
        ("nfd.txt", unicodedata.normalize("NFD", ARTICLE).encode()),
    ],
)
def test_other_encodings_give_the_same_text(name: str, data: bytes, run: Callable[..., Result]) -> None:
    Path(name).write_bytes(data)
    assert json.loads(run("annotate", name).stdout)["article"]["text"] == ARTICLE


def test_strict_turns_failed_inputs_into_exit_code_1(run: Callable[..., Result]) -> None:
    Path("empty.txt").write_bytes(b"")
    assert run("build", "good.txt", "empty.txt", "-o", "ds").exit_code == 0
    assert run("build", "good.txt", "empty.txt", "-o", "ds", "--strict").exit_code == 1
    assert pq.read_table("ds/articles.parquet").num_rows == 1
    assert run("annotate", "good.txt", "empty.txt", "--strict").exit_code == 1
    assert run("annotate", "good.txt", "--strict").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "nowhere", "-o", "ds"], "nowhere"),
        (["build", "folder", "-o", "ds"], "folder"),
        (["annotate", "nowhere.txt"], "nowhere.txt"),
        (["build", "good.txt", "-o", "full"], "full: is not empty and not a dataset of tinbai"),
        (["build", "good.txt", "-o", "good.txt"], "good.txt: is a file"),
        (["build", "good.txt", "-o", "good.txt/ds"], "good.txt/ds: cannot be written"),
        (["annotate", "good.txt", "-o", "full"], "full: is a folder"),
        (["annotate", "good.txt", "-o", "nowhere/out.jsonl"], "nowhere/out.jsonl: could not be written"),
        (["explain", "full", "x#E1"], "full: is no dataset"),
        (["build", "good.txt"], "--out"),
        (["annotate", "good.txt", "-j", "0"], "--workers"),
        (["frobnicate"], "frobnicate"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_is_exit_code_2_and_names_the_place(
    arguments: list[str], words: str, run: Callable[..., Result]
) -> None:
    Path("folder").mkdir()
    Path("full").mkdir()
    Path("full/thesis.docx").write_bytes(b"x")
    before = names()
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr
    assert names() == before
    assert Path("full/thesis.docx").exists()


def test_help_teaches_by_example(run: Callable[..., Result]) -> None:
    shown = run("--help").stdout
    assert "tinbai build articles/ -o dataset/" in shown
    for command in ("annotate", "build", "schema", "demo", "explain", "papers"):
        assert command in shown
        assert f"tinbai {command}" in run(command, "--help").stdout
    assert run("--version").stdout.strip() == tinbai.__version__


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run tinbai in a process of its own, and end it whatever the test finds."""
    command = [sys.executable, "-m", "tinbai.cli", *arguments]
    # A shell starts background jobs with Ctrl-C ignored, and their children inherit it: the tests may be such a job.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        signal.signal(signal.SIGINT, before)
        try:
            yield process
        finally:
            process.kill()


def many(count: int) -> None:
    lines = (json.dumps({"id": f"a{number}", "body": ARTICLE}, ensure_ascii=False) for number in range(count))
    Path("many.jsonl").write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.skipif(os.name != "posix", reason="Windows has no broken pipes of this kind")
def test_a_reader_that_leaves_ends_it_quietly(run: Callable[..., Result]) -> None:
    many(300)
    with started("annotate", "many.jsonl", "-q") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"{")
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0


@pytest.mark.skipif(os.name != "posix", reason="signals differ on Windows")
@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_stopped_build_leaves_nothing(name: str, code: int, run: Callable[..., Result]) -> None:
    many(3000)
    Path("empty.txt").write_bytes(b"")
    with started("build", "empty.txt", "many.jsonl", "-o", "ds") as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith(b"failed: empty.txt")  # it is at work
        process.send_signal(getattr(signal, name))
        said = process.communicate(timeout=60)[1]
        assert process.returncode == code
    assert b"Traceback" not in said
    assert names() == ["empty.txt", "good.txt", "many.jsonl"]


def test_own_newspaper_file_says_where_the_article_is(run: Callable[..., Result], tmp_path: Path) -> None:
    told = "<p>Bà con xóm Gò góp công làm đường bê tông, ông Lường Văn Đáp kể lại.</p>" * 6
    head = "<meta property='og:url' content='https://baoxom.example/a-1.html'><h1>Xóm Gò</h1>"
    Path("a.html").write_text(
        f"{head}<div class='than'>{told}</div><div class='khung'>{told * 3}</div>", encoding="utf-8"
    )
    text = 'name = "Báo Xóm"\naliases = []\nprovince = "tỉnh Sơn La"\nhosts = ["baoxom.example"]\nverified = false\n'
    Path("baoxom.toml").write_text(text + '[page]\nbody = [".than"]\n', encoding="utf-8")
    result = run("annotate", "a.html", "--paper", "baoxom.toml", "-q")
    (article,) = (json.loads(line)["article"] for line in result.stdout.splitlines())
    assert (article["read_by"], article["text"].count("góp công")) == ("host:baoxom", 6)
    assert json.loads(run("annotate", "a.html", "-q").stdout)["article"]["text"].count("góp công") == 18
    assert run("build", "a.html", "-o", "out", "--paper", "baoxom.toml", "-q").exit_code == 0
    assert pq.read_table("out/articles.parquet").column("read_by").to_pylist() == ["host:baoxom"]
    Path("baoxom.toml").write_text(text + '[page]\nbody = [".than["]\n', encoding="utf-8")
    result = run("build", "a.html", "-o", "out", "--paper", "baoxom.toml")
    assert (result.exit_code, "baoxom.toml: line 7: 'body' has no valid CSS selector" in result.stderr) == (2, True)
