"""Turns of speech that praise or fault without naming the aspect (codebook 2.4), and who says them (4.4)."""

from __future__ import annotations

import pytest
from spacy.language import Language
from tagged import build, holder, lines, parse, pipeline

from tinbai.relations.aspects import hits
from tinbai.text.normalize import fold

_TURNS = [
    ("Tối thứ bảy chi bộ bàn, sáng ra đã có người đào mương.", "B01"),
    ("Từ nay khỏi phải chờ xin ý kiến.", "B01"),
    ("Hết cảnh người này ngóng người kia.", "B02"),
    ("Việc gì cũng gom về một mối.", "B02"),
    ("Chị dám quyết những khoản chi khó.", "B03"),
    ("Xã bớt được 14 người hưởng phụ cấp.", "B04"),
    ("Mỗi năm ngân sách đỡ chi gần 300 triệu đồng.", "B05"),
    ("Nhà nào cũng biết mặt anh.", "B07"),
    ("Anh đến từng nhà hỏi han.", "B07"),
    ("Nói ra câu nào dân tin câu ấy.", "B08"),
    ("Chi bộ bốn năm liền hoàn thành tốt nhiệm vụ.", "B09"),
    ("Số hộ nghèo từ 21 rút còn 8.", "B10"),
    ("Cả xóm hiến 900 m2 đất.", "B11"),
    ("Ba năm qua không có đơn vượt cấp.", "B12"),
    ("Ông dỡ hàng rào nhà mình trước rồi mới đi vận động.", "B13"),
    ("Có tháng tôi họp mười ba buổi.", "D01"),
    ("Việc gấp đôi so với trước.", "D01"),
    ("Phụ cấp lĩnh về không đủ tiền xăng.", "D02"),
    ("Làm báo cáo trên máy phải nhờ con gái.", "D03"),
    ("Thanh niên đi công ty hết.", "D04"),
    ("Lấy ai mà bầu?", "D04"),
    ("Quỹ thôn một người cầm thì ai mà soi.", "D06"),
    ("Nhiệm kỳ của chi bộ và của thôn so le nhau.", "D07"),
    ("Ông chỉ đạt 43% số phiếu.", "D08"),
    ("Họ nào cũng muốn người mình.", "D09"),
    ("Xóm mới nhập dài hơn 7 km.", "D10"),
    ("Tỉnh chưa có văn bản hướng dẫn.", "D11"),
    ("Lúc đầu tôi run lắm.", "D12"),
    ("Sinh hoạt chi bộ có hôm làm cho có.", "D13"),
    ("Bảy người thôi chức mà chưa được bố trí việc.", "D14"),
    ("Từ 6 nơi tụt xuống 2.", "D15"),
]
_PLAIN = [
    "Ông Tòng kể chuyện khác.",
    "Bà không giấu lý do.",
    "Người lo từ bát cơm đến tấm áo là chị.",
    "Thôn bầu trưởng thôn trước, chi bộ họp sau.",
    "Anh học hết lớp 9.",
    "Người kiêm nhiệm được hưởng 100% phụ cấp chức danh thứ nhất.",
]


@pytest.mark.parametrize(("sentence", "code"), _TURNS, ids=[f"{code}-{text[:18]}" for text, code in _TURNS])
def test_turns_of_speech(sentence: str, code: str) -> None:
    folded = fold(sentence)
    assert code in {hit.code for hit in hits(folded, 0, len(folded))}


@pytest.fixture(scope="module")
def claims() -> Language:
    return pipeline(["tinbai_cue", "tinbai_claim"])


def _claims(nlp: Language, body: str) -> list[tuple[str, tuple[str, ...]]]:
    text, mentions = parse(f"Tiêu đề\nXã có bí thư chi bộ kiêm trưởng thôn.\n{body}")
    doc = build(nlp, text, mentions, zones=lines(text, ["title", "lead"]), holders=[holder("Sầm Văn Tòng", dual="yes")])
    return [(claim.speaker, claim.aspects) for claim in doc._.claims]


@pytest.mark.parametrize("sentence", _PLAIN)
def test_plain_statements_are_no_claims(sentence: str, claims: Language) -> None:
    assert _claims(claims, sentence) == []


_SPOKEN = [
    (
        "a verb that is none of speech",
        'Ông [Sầm Văn Tòng|PERSON] chép miệng: "Việc nhiều quá, một mình tôi làm không xuể".',
    ),
    ("the pronoun behind the quotation", 'Gặp ông [Sầm Văn Tòng|PERSON]. "Có tháng tôi họp mười ba buổi", ông cười.'),
    ("the name behind the sentence", "Việc nhiều quá, một mình làm không xuể, ông [Tòng|PERSON Sầm_Văn_Tòng] kể."),
    (
        "a pronoun of the paragraph above",
        "Đó là ông [Sầm Văn Tòng|PERSON].\nÔng cho biết: Có tháng tôi họp mười ba buổi.",
    ),
    (
        "a verb of speech inside what is said",
        "Theo ông [Sầm Văn Tòng|PERSON], hết cảnh thôn nói xuôi, chi bộ nói ngược.",
    ),
]


@pytest.mark.parametrize("body", [case[1] for case in _SPOKEN], ids=[case[0] for case in _SPOKEN])
def test_speakers(body: str, claims: Language) -> None:
    assert [speaker for speaker, _ in _claims(claims, body)] == ["Sầm Văn Tòng"]
