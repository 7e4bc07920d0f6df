"""The article's date: printed forms, date lines, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinbai.pages.dates import header_date, normalise, published

PRINTED = [
    ("Thứ Hai, 05/03/2024, 14:30 (GMT+7)", "2024-03-05T14:30:00+07:00"),
    ("Thứ bảy, 7/3/2026, 00:05 (GMT+7)", "2026-03-07T00:05:00+07:00"),
    ("Chủ nhật, ngày 23 tháng 08 năm 2019", "2019-08-23"),
    ("Ngày 5 tháng 3 năm 2024", "2024-03-05"),
    ("Cập nhật: 08:15, 02/09/2021", "2021-09-02T08:15:00+07:00"),
    ("Cập nhật lúc 14h30, thứ ba, ngày 5 tháng 3 năm 2024", "2024-03-05T14:30:00+07:00"),
    ("08/01/2026 - 18:21", "2026-01-08T18:21:00+07:00"),
    ("07-03-2026 - 09:40 PM", "2026-03-07T21:40:00+07:00"),
    ("27/05/13 08:57 GMT+7", "2013-05-27T08:57:00+07:00"),
    ("Ngày đăng: 05.03.2024", "2024-03-05"),
    ("2026-03-07T00:01:00", "2026-03-07T00:01:00+07:00"),
    ("2026-03-07T20:00:00Z", "2026-03-08T03:00:00+07:00"),
    ("2026-03-07", "2026-03-07"),
    ("31/2/2020", None),
    ("2026-02-30", None),
    ("99/99/9999", None),
    ("hôm qua", None),
    ("Ngày 02/09/2021, xóm họp bàn việc nước.", None),
    ("Thứ ba, mỗi nhà nhận một gốc cây.", None),
    ("2024-03-05 là ngày hội của bản", None),
    ("", None),
]


@pytest.mark.parametrize(("line", "date"), PRINTED, ids=[line for line, _ in PRINTED])
def test_printed_date(line: str, date: str | None) -> None:
    assert normalise(line) == header_date(line) == date


@pytest.mark.parametrize(
    ("metadata", "head", "expected"),
    [
        ("05/03/2024", ["Ngày 6/3/2024"], ("2024-03-05", "metadata")),
        ("20240305", ["Ngày 6/3/2024"], ("2024-03-05", "metadata")),
        ("20241305", [], (None, "metadata_unreadable")),
        (None, ["19001009"], (None, None)),
        (None, ["(Baovensong.vn) -", "Ngày 6/3/2024"], ("2024-03-06", "dateline")),
        ("ít lâu nay", ["Ngày 6/3/2024"], ("2024-03-06", "dateline")),
        ("ít lâu nay", [], (None, "metadata_unreadable")),
        (" ", [], (None, None)),
    ],
    ids=[
        "metadata first",
        "date without marks",
        "no date without marks",
        "a telephone number",
        "date line",
        "date line after bad metadata",
        "bad metadata",
        "nothing",
    ],
)
def test_basis_is_recorded(metadata: str | None, head: list[str], expected: tuple[str | None, str | None]) -> None:
    assert published(metadata, head) == expected


@given(st.text(alphabet="0123456789/-:. ,thứngày()GMT+z", max_size=60))
def test_any_line_is_a_date_or_none(line: str) -> None:
    date = normalise(line)
    assert date is None or normalise(date) == date
