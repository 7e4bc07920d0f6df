"""FIGURE: every number that counts or measures (codebook 3.8, 4.5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from tinbai.entities import bare, calendar, exclusion
from tinbai.entities.amount import Amount, amount_at
from tinbai.entities.approximation import Lead, comparator_before, lead_before, trailing
from tinbai.entities.coordination import words_at
from tinbai.entities.date import confirm_deictics, numerals_of
from tinbai.entities.figure_value import attributes, normal_form
from tinbai.entities.mention import Located, Mention, get, put, register_extensions, view_of
from tinbai.entities.noun import Unit, head_of, noun_at, nouns
from tinbai.entities.number import Numeral
from tinbai.entities.quantity import unit_at
from tinbai.lexicon import load
from tinbai.text.view import Sentence, TextView

_NEAR = 26
_NUMBER_OF = re.compile(r"(?<!\w)(?<!con )số +(?!\d)")
_CLOSED = re.compile(r" *(?:[.,;:)!?\"]|$|và |\(\d+(?:[.,]\d+)?%)")
_OPEN = re.compile(r" *(?:so |vì |trong |vào |xuống|lên|thì |nên |của |ở |nhưng |nay |còn |\(|năm \d)")
# `xã A 4, xã B có 4, C: 4, D (4), E bốn`
_ITEM = re.compile(
    r"(?:(?: (?:có|được|làm được|mới có|mới được|chiếm|còn))? |: | \()"
    r"(?P<number>\d[\d./]*|(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?: (?:một|hai|ba|bốn|lăm|sáu|bảy|tám|chín))?)"
    r"(?=[,;.)]| và | \(|$)"
)
_NEVER = tuple(load("numbers")["not_figure"]["never_counted"])


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the figures of one sentence.

    Attributes:
        view: the text view.
        sentence: the sentence.
        numerals: its numerals in order.
        blocked: spans whose numbers are taken (dates, documents, places).
        titles: start → end of the post titles.
    """

    view: TextView
    sentence: Sentence
    numerals: tuple[Numeral, ...]
    blocked: tuple[tuple[int, int], ...]
    titles: Mapping[int, int]

    def read(self) -> list[Mention]:
        """Return the FIGURE mentions of the sentence in order."""
        found: list[Mention] = []
        position = self.sentence.start
        for numeral in self.numerals:
            if numeral.start < position or self._is_blocked(numeral):
                continue
            amount = amount_at(self.view, self.sentence, numeral, self.titles)
            lead = lead_before(self.view.folded, self.sentence.start, numeral.start, self.view.text)
            mention = self._mention(amount, lead, found)
            if mention:
                found.append(mention)
            position = max(position, mention.end if mention else amount.stop)
        return found

    def _mention(self, amount: Amount, lead: Lead, found: list[Mention]) -> Mention | None:
        folded, end = self.view.folded, self.sentence.end
        numeral, unit = amount.numeral, amount.unit
        if exclusion.is_no_comparison(folded, numeral, unit, lead.start, end, found):
            lead = replace(lead, start=numeral.start, code=None)
        if lead.dimension_at is not None and exclusion.is_size(folded, amount.end, unit):
            lead = replace(lead, start=lead.dimension_at, code="more_than")  # dài hơn 30 km
        if found and lead.start < found[-1].end:
            lead = replace(lead, start=numeral.start, code=None)
        if self._is_excluded(amount, lead, found):
            return None
        if any(a < amount.end and lead.start < b for a, b in self.blocked if a >= numeral.end) and not unit:
            return None
        after = trailing(folded, amount.end, end, opened=lead.opened)
        start = lead.opened_at if (amount.is_range or after.inside) and lead.opened else lead.start
        approx = numeral.code or after.code or lead.code
        rest = folded[amount.end : min(end, amount.end + 16)]
        whole = amount.is_range or amount.is_ratio or not unit
        if not approx and lead.opened and not whole and bare.is_minimum(folded, self.sentence, lead, rest):
            approx = "at_least"
        prefix = folded[max(self.sentence.start, start - _NEAR) : start]
        comparator = comparator_before(prefix)
        clause = re.split(r"[;,.:]", folded[self.sentence.start : start])[-1]
        attrs = attributes(amount, approx, comparator, clause, rest)
        if "unit" not in attrs:
            beside = bare.noun_beside(self.view, (start, amount.end), end, self.titles)
            if noun := beside or self._noun_said(start, rest, found):
                attrs["unit"] = noun
        stop = after.end if after.inside else amount.end
        return Mention("FIGURE", start, stop, normal_form(attrs), attrs, "figure:grammar")

    def _noun_said(self, start: int, rest: str, found: list[Mention]) -> str | None:
        """The unit of a bare number: the noun of `số hộ nghèo` or of the figure before it, whichever is nearer."""
        if exclusion.before("numeral", "fraction_of").match(rest):
            return None
        floor = found[-1].end if found else self.sentence.start
        for match in reversed(list(_NUMBER_OF.finditer(self.view.folded, floor, start))):
            noun = noun_at(self.view.folded, self.view.text, match.end(), start, self.titles)
            if noun and noun.listed:
                return noun.name
        if ";" in self.view.folded[floor:start] or self._names_another(floor, start):
            return None
        counted = next((f for f in reversed(found) if f.attrs["kind"] in ("count", "ratio", "change", "age")), None)
        return counted.attrs.get("unit") if counted else None

    def _names_another(self, start: int, end: int) -> bool:
        """`14 hộ, đơn thư giảm còn 2`: the clause has a noun of its own."""
        words = [word for _, word in words_at(self.view.folded, self._clause(start, end), end, 12)]
        return any(" ".join(words[i : i + 2]) in nouns() for i in range(len(words) - 1))

    def _clause(self, start: int, end: int) -> int:
        return max(start, self.view.folded.rfind(",", start, end) + 1)

    def _is_excluded(self, amount: Amount, lead: Lead, found: list[Mention]) -> bool:
        folded, text = self.view.folded, self.view.text
        start, end = self.sentence.start, self.sentence.end
        numeral, unit = amount.numeral, amount.unit
        prefix = folded[max(start, numeral.start - _NEAR) : numeral.start]
        rest = folded[amount.end if amount.is_ratio or amount.is_range else numeral.end : end][:40]
        if unit and unit.kind == "time":
            return True
        if amount.is_ratio and exclusion.is_schooling(folded, numeral.start, amount.number_end, prefix, unit):
            return not calendar.is_row(text, (start, end), numeral.start)
        if numeral.form == "half":
            return not (lead.code or " " in folded[numeral.start : numeral.end] or self._is_share(prefix, rest))
        counted = bool(found) and found[-1].end >= numeral.start - 1
        plain = not amount.is_ratio and not amount.is_range and numeral.form == "digits"
        if plain and exclusion.is_code(folded, numeral, unit):
            return True
        counted = counted or exclusion.is_behind_name(text[max(start, numeral.start - _NEAR) : numeral.start], unit)
        named = exclusion.is_named(prefix, rest, unit, value=numeral.value, counted_before=counted)
        if named and numeral.start not in self._listed(found):
            return True
        if exclusion.is_idiom(folded, text, numeral, start, end):
            return True
        if unit is None or (unit.name == "" and unit.kind == "count"):
            return not self._stands_alone(amount, lead, prefix, rest, found)
        if plain and not (unit.firm or lead.code) and self._ends_name(numeral, unit):
            return True
        return self._is_no_count(amount, unit, lead, prefix, found)

    def _is_no_count(self, amount: Amount, unit: Unit, lead: Lead, prefix: str, found: list[Mention]) -> bool:
        folded, numeral = self.view.folded, amount.numeral
        spelled = amount.is_range and not folded[amount.number_end - 1].isdigit()  # từ năm đến sáu tấn
        if unit.name in _NEVER or not (spelled or exclusion.is_five(folded, numeral, unit, prefix)):
            return True
        if amount.is_range or amount.is_ratio:
            return False
        if numeral.form == "vague" and not unit.listed and not (numeral.code or "").startswith(("order", "more")):
            return True
        if numeral.form == "words" and not unit.listed and (numeral.value or 0) < 10 and not lead.code:
            return True
        if numeral.value == 1 and found and found[-1].end >= numeral.start - 1 and found[-1].attrs["kind"] == "money":
            return True  # 10 nghìn đồng một cân
        others = self.counted_besides(numeral) if numeral.value == 1 else ()
        if exclusion.is_indefinite(folded, numeral, unit, prefix, others):
            return not lead.code
        return exclusion.is_pronoun(folded, numeral, unit, prefix)

    def counted_besides(self, numeral: Numeral) -> frozenset[str]:
        """Return the nouns that the other numbers of the sentence count, 1 left out."""
        found = set()
        for other in self.numerals:
            if other.start == numeral.start or other.value in (None, 1.0) or self._is_blocked(other):
                continue
            unit = unit_at(self.view.folded, self.view.text, other.end, self.sentence.end, self.titles)
            if not unit or not unit.listed or not (unit.kind == "count" or unit.name == "lần"):
                continue
            idiom = exclusion.is_idiom(self.view.folded, self.view.text, other, self.sentence.start, self.sentence.end)
            if not idiom and not exclusion.is_pronoun(self.view.folded, other, unit, ""):
                found.add(head_of(unit.name))
        return frozenset(found)

    def _is_blocked(self, numeral: Numeral) -> bool:
        return any(a < numeral.end and numeral.start < b for a, b in self.blocked)

    def _ends_name(self, numeral: Numeral, unit: Unit) -> bool:
        """`Trường Tiểu học An Bình 4 bắt đầu`: a number after a capital, before what is no known noun."""
        if unit.name == "độ" and 10 <= (numeral.value or 0) < 60:  # Cần Thơ 32 độ, not Camera 360 độ
            return self.view.folded.startswith((" cao", " tuổi"), unit.end)
        before = self.view.text[self.sentence.start : numeral.start].split()
        return len(before) > 1 and before[-1][0].isupper() and before[-1][-1].isalnum()

    def _is_share(self, prefix: str, rest: str) -> bool:
        """`bằng nửa mức quy định`: nửa alone is a number only beside a few words."""
        return bool(
            exclusion.after("not_figure", "half_after").search(prefix)
            or exclusion.before("not_figure", "half_before").match(rest)
        )

    def _stands_alone(self, amount: Amount, lead: Lead, prefix: str, rest: str, found: list[Mention]) -> bool:
        """A number without a noun counts after `còn`, `tăng`, `là` … or a figure; a ratio after them or in brackets."""
        numeral, start = amount.numeral, self.sentence.start
        if amount.is_ratio and numeral.form == "words":  # một phần tư
            return True
        if numeral.form == "words" and numeral.start in (items := self._listed([])) and len(items) > 1:
            return True  # Ea Yông sáu, Hòa An bốn
        if numeral.form not in ("digits",) and not amount.is_range:
            if numeral.form == "words" and bare.has_become(self.view.folded, numeral.start, rest, found):
                return True
            return bool(amount.unit and amount.unit.factor > 1) or ((numeral.value or 0) >= 10 and bool(lead.code))
        if re.match(r" *(?:[+×=]|x(?!\w))|\w|\"\d", rest):  # bản tin Sáng 24"06:05: a name in quotes
            return False
        whole = prefix if not lead.code else self.view.folded[max(self.sentence.start, lead.start - _NEAR) : lead.start]
        cue = bool(exclusion.after("not_figure", "bare_before").search(whole)) or bool(lead.code)
        if numeral.value == 1 and re.match(r" +trong ", rest):  # 1 trong 3 cán bộ
            return False
        continued = self._continues(numeral, found) and bool(_CLOSED.match(rest))
        if amount.is_ratio:
            value, base = amount.numeral.value or 0, amount.denominator or 0
            fraction = exclusion.before("numeral", "fraction_of").match(rest)
            row = calendar.is_row(self.view.text, (self.sentence.start, self.sentence.end), numeral.start)
            spelled = not self.view.folded[amount.numeral.end : amount.number_end].lstrip().startswith("/")
            return value <= base and (cue or continued or bool(fraction) or row or spelled or prefix.endswith("("))
        if found and exclusion.before("not_figure", "bare_after").match(rest):
            return True
        if bare.is_of_a_whole(prefix, rest, counted=bool(found)) or bare.is_state(prefix, rest, found):
            return True
        if bare.is_behind_title(self.view.folded, (start, numeral.start), self.titles) and _CLOSED.match(rest):
            return True
        told = (_CLOSED.match(rest) or _OPEN.match(rest)) and (cue or bare.is_age(self.view, start, numeral.start))
        return continued or bool(told)

    def _listed(self, found: list[Mention]) -> frozenset[int]:
        """Starts of numbers right after places (`xã A 4, xã B: 4, C (4)`): two, or a figure before, make a list."""
        matches = (_ITEM.match(self.view.folded, end, self.sentence.end) for _, end in self.blocked)
        starts = {
            match.start("number")
            for match in matches
            if match and (found or len(match["number"]) < 4 or match["number"][0].isalpha())
        }
        return frozenset(starts) if found or len(starts) > 1 else frozenset()

    def _stands_in_row(self, found: list[Mention]) -> bool:
        """`Xã A làm được 14, xã B 9`: the figure before stands right behind a place, too."""
        return bool(found) and any(0 < found[-1].start - end <= 14 for _, end in self.blocked)

    def _continues(self, numeral: Numeral, found: list[Mention]) -> bool:
        """`22 đảng viên, trong đó khiển trách 15`; `Tuổi bình quân đã 59,4`: no name, the noun was said."""
        places = self._listed(found)  # gồm xã A 742, xã B 618
        listed = numeral.start in places
        if listed and (len(places) > 1 or self._stands_in_row(found)):
            return True
        word = re.search(r"(\w+) $", self.view.text[max(self.sentence.start, numeral.start - 20) : numeral.start])
        if not listed and (not word or not word[1].islower() or word[1] in ("trong", "và", "hoặc")):
            return False
        if "," in self.view.text[numeral.start : numeral.end]:
            return True
        return any(figure.attrs["kind"] in ("count", "ratio", "age") and "unit" in figure.attrs for figure in found)


def find(doc: Doc) -> list[Mention]:
    """Return the FIGURE mentions of `doc`; the layers document, date and place must be there."""
    view = view_of(doc)
    dated = (m for layer in ("document", "date") for m in get(doc, layer) if m.attrs.get("subtype") != "deictic")
    taken = Located([*dated, *get(doc, "place")])
    titles: dict[int, int] = {}
    for title in get(doc, "title"):
        if title.normal == "cong_chuc_xa":  # 6 công chức xã: công chức is counted
            continue
        titles[title.start] = max(title.end, titles.get(title.start, 0))
    found: list[Mention] = []
    for sentence, numerals in zip(view.sentences, numerals_of(doc), strict=True):
        if numerals:
            blocked = tuple((m.start, m.end) for m in taken.touching(sentence.start, sentence.end))
            found += Reader(view, sentence, numerals, blocked, titles).read()
    return found


class FigureComponent:
    """Fills the layer `figure` and drops the deictic dates that no figure confirms."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Find the figures of `doc`."""
        found = find(doc)
        put(doc, "figure", found)
        put(doc, "date", confirm_deictics(get(doc, "date"), found, view_of(doc)))
        return doc


@Language.factory("tinbai_figure", requires=["doc._.view"], assigns=["doc.spans"])
def make_figure(nlp: Language, name: str) -> FigureComponent:
    """Return the component that spaCy builds under `name`."""
    return FigureComponent(nlp, name)
