"""What the tests of adoption share: short marks for places, a document of tagged text, and the pipeline."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from tagged import build, parse

from tinbai.records import Adoption, Officeholder

# Units that the sentences share.
UNITS = {
    "@D": "[Huyện Khe Sim|DISTRICT huyện_Khe_Sim]",
    "@d": "[huyện Khe Sim|DISTRICT huyện_Khe_Sim]",
    "@C": "[Xã Tân Lũng|COMMUNE xã_Tân_Lũng]",
    "@c": "[xã Tân Lũng|COMMUNE xã_Tân_Lũng]",
    "@P": "[Tỉnh Đông Hà|PROVINCE tỉnh_Đông_Hà]",
    "@N": "[Xã Nà Ư|COMMUNE xã_Nà_Ư]",
    "@H1": "[Huổi Sen|HAMLET bản_Huổi_Sen]",
    "@H2": "[Co Muông|HAMLET bản_Co_Muông]",
}


def adoption_doc(nlp: Language, tagged: str, *holders: Officeholder) -> Doc:
    for short, tag in UNITS.items():
        tagged = tagged.replace(short, tag)
    text, mentions = parse(tagged)
    return build(nlp, text, mentions, holders=holders)


def values(record: Adoption, keys: Any) -> dict[str, Any]:
    return {key: getattr(record, key) for key in keys}
