"""Figure records: what a number counts in plain English (codebook 4.5)."""

from __future__ import annotations

import pytest

from tinbai.pipeline import load


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mỗi nhà góp 2 triệu, tổng cộng 5.000 USD.", ["money", "money"]),
        ("Giá thuê là 10 triệu đồng/hộ, năm sau từ 20 đến 30 triệu.", ["money", "money"]),
        ("Thôn có 120 hộ dân với 450 nhân khẩu, 12 hộ nghèo.", ["households", "inhabitants", "poor households"]),
        ("Năm ngoái 21 hộ nghèo, năm nay còn 8.", ["poor households", "poor households"]),
        ("Bà Lò Thị Pâng bước sang tuổi 68, cháu mới 9 tháng tuổi.", ["age", "age"]),
        ("Huyện có 7 thôn, bản mới và 3 xã, thị trấn.", ["hamlet-level units", "communes"]),
        ("Chi bộ có 4 đồng chí, 3 hợp đồng và 2 đồng hồ.", [None, None, None]),
        ("Kho có 5 khẩu súng, 12 chiếc khẩu trang; tỉnh có 4 cửa khẩu.", [None, None, None]),
        ("Tòa nhà có 12 căn hộ; 9 chủ hộ đã ký; xã có 2 hợp tác xã.", [None, None, None]),
        ("Đường dây 35kV qua trạm 220 kV.", [None, None]),
        ("Huyện có 48 thôn buôn, 5 ngôi làng và 6 thôn văn hóa.", ["hamlet-level units"] * 3),
        ("Tỉnh có 14 chi đảng bộ.", ["party organisations"]),
        ("Giải có 22 đội; vườn có 4 tổ ong; 2 phiên bản mới.", [None, None, None]),
    ],
)
def test_a_figure_says_what_it_counts(text: str, expected: list[str | None]) -> None:
    assert [figure.counted for figure in load()(text)._.figures] == expected
