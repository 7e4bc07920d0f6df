"""The model of report types: it sees what an article is as a whole, and shows how sure it is."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tinbai.classify import report_type_model
from tinbai.classify.report_type import ORDER
from tinbai.classify.report_type_model import probabilities
from tinbai.errors import ModelError
from tinbai.pipeline import annotate, load

ARTICLES = {
    "directive_policy": (
        "Ban hành hướng dẫn bố trí bí thư chi bộ đồng thời là trưởng thôn\n\n"
        "Ban Thường vụ Tỉnh ủy vừa ban hành hướng dẫn về việc bố trí bí thư chi bộ đồng thời là trưởng thôn.\n\n"
        "Theo hướng dẫn, các huyện ủy, thành ủy phải rà soát, xây dựng đề án trước ngày 30/6. "
        "Văn bản quy định rõ tiêu chuẩn, quy trình giới thiệu nhân sự và mức phụ cấp kiêm nhiệm. "
        "Hướng dẫn có hiệu lực kể từ ngày ký."
    ),
    "congress_election_personnel": (
        "Chi bộ thôn Rộc Dài tổ chức đại hội nhiệm kỳ mới\n\n"
        "Chi bộ thôn Rộc Dài vừa tổ chức đại hội, bầu bí thư chi bộ đồng thời là trưởng thôn.\n\n"
        "Đại hội đã bầu Ban Chi ủy gồm 3 đồng chí. "
        "Đồng chí Lục Văn Kiểm được bầu giữ chức Bí thư Chi bộ kiêm Trưởng thôn với 100% số phiếu. "
        "Đại hội cũng biểu quyết thông qua nghị quyết nhiệm kỳ và bầu đoàn đại biểu dự đại hội cấp trên."
    ),
    "officeholder_profile": (
        "Người bí thư kiêm trưởng bản hết lòng vì dân\n\n"
        "Ở bản Nà Hin, ai cũng quý ông Quàng Văn Sương, Bí thư Chi bộ kiêm Trưởng bản.\n\n"
        "Ông sinh ra trong một gia đình nghèo, rời quân ngũ năm 1990 rồi trở về bản dựng nhà. "
        "Hơn mười năm gánh hai vai, ông đến từng nhà vận động bà con bỏ cây thuốc phiện, trồng cây ăn quả. "
        "Ông hiến hơn 300 m2 đất vườn để mở đường. "
        "Ông Sương cười hiền: Dân tin thì mình còn làm. "
        "Với ông, niềm vui là thấy con đường mới sạch đẹp."
    ),
    "implementation_progress": (
        "Huyện Khe Vàng: 85 thôn có bí thư chi bộ kiêm trưởng thôn\n\n"
        "Đến nay, huyện Khe Vàng có 85/120 thôn thực hiện bí thư chi bộ kiêm trưởng thôn, đạt 70,8%.\n\n"
        "Trong đó, xã Khe Thượng có 12/12 thôn, xã Khe Hạ có 9/15 thôn. "
        "So với năm trước, số thôn thực hiện tăng 20 thôn. "
        "Huyện phấn đấu đến cuối năm đạt 90% số thôn thực hiện mô hình theo lộ trình."
    ),
    "difficulties_criticism": (
        "Khó khăn khi bí thư chi bộ kiêm trưởng thôn\n\n"
        "Việc bố trí bí thư chi bộ kiêm trưởng thôn ở nhiều nơi đang gặp không ít vướng mắc.\n\n"
        "Khối lượng công việc quá lớn trong khi phụ cấp còn thấp nên nhiều người xin nghỉ. "
        "Nguồn cán bộ thiếu, đảng viên trẻ đi làm ăn xa, người ở lại tuổi đã cao. "
        "Có nơi một người ôm cả hai việc dẫn đến quá tải, thiếu giám sát, dễ độc đoán. "
        "Bất cập kéo dài nhưng chưa có cách tháo gỡ."
    ),
}


@pytest.mark.parametrize("kind", sorted(ARTICLES))
def test_a_plain_article_of_a_type_gets_it(kind: str, nlp: Language) -> None:
    (annotation,) = annotate(ARTICLES[kind], nlp=nlp)
    assert annotation.labels.report_type == kind
    assert kind not in annotation.labels.report_type_secondary


def test_the_probabilities_are_shown_and_their_features_given_as_reasons(nlp: Language) -> None:
    doc = nlp(ARTICLES["implementation_progress"])
    labels = doc._.labels
    shown = {kind: labels.scores[f"p_type_{kind}"] for kind in ORDER}
    assert shown == {kind: doc.cats[kind] for kind in ORDER}
    assert sum(shown.values()) == pytest.approx(1, abs=0.001)
    weights = [r.weight for r in labels.because if r.label == labels.report_type and r.weight is not None]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > 0


def test_an_article_without_the_model_has_no_type_and_no_probability_of_one(nlp: Language) -> None:
    doc = nlp("Xã Khe Hạ mở lớp dạy dệt\n\nSáng nay xã khai giảng lớp dạy dệt cho chị em.")
    assert doc._.labels.report_type is None
    assert not [name for name in (*doc._.labels.scores, *doc.cats) if name.startswith("p_type_") or name in ORDER]


def test_an_article_of_which_nothing_is_known_still_has_probabilities() -> None:
    assert sum(probabilities({}).values()) == pytest.approx(1)


def test_a_missing_model_is_told_when_the_pipeline_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_type_model, "NAME", "absent")
    with pytest.raises(ModelError, match="absent"):
        load()
