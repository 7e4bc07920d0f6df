"""The unit that a post names by its kind alone (`Chủ tịch xã`)."""

from __future__ import annotations

import pytest
from gold_layers import build, lines, read


@pytest.mark.parametrize(
    ("line", "commune"),
    [
        ("[COMMUNE xã Đồng Vải] họp. Một người ở [COMMUNE thị trấn Yên Lộc] sang chơi.", "xã Đồng Vải"),
        ("[COMMUNE xã Đồng Vải] có chợ, [COMMUNE xã Nà Bon] thì không. Đoàn về [COMMUNE thị trấn Yên Lộc].", None),
        ("[COMMUNE thị trấn Yên Lộc] họp.", None),
    ],
)
def test_an_elided_unit_is_one_of_the_kind_that_the_post_names(line: str, commune: str | None) -> None:
    tagged = read(f"{line} Ông [PERSON Kim Đình Vinh], [ROLE:chu_tich_ubnd_xa Chủ tịch xã], cho biết.")
    (record,) = build(tagged.text, tagged.mentions, zones=lines(tagged.text, ()))._.officeholders
    assert record.commune == commune
