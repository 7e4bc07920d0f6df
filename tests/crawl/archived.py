"""What an archive holds, for tests."""

from __future__ import annotations

from pathlib import Path

from tinbai.pages.warc import Damage, Record, records


def all_records(folder: Path) -> list[Record]:
    found = []
    for path in sorted(folder.glob("*.warc.gz")):
        for item in records(path.read_bytes(), most_bytes=100_000_000):
            assert not isinstance(item, Damage), (path, item)
            found.append(item)
    return found


def archived(folder: Path) -> list[tuple[str, str, str]]:
    """(kind, address, digest) of every archived answer, sorted; robots.txt may be fetched again, so it counts once."""
    answers = [
        (record.headers["x-tinbai-kind"], record.headers["warc-target-uri"], record.headers["warc-payload-digest"])
        for record in all_records(folder)
        if record.kind in ("response", "revisit")
    ]
    pages = [answer for answer in answers if answer[0] != "robots"]
    return sorted(pages + list({answer for answer in answers if answer[0] == "robots"}))
