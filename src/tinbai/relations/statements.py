"""Reads the adoption statements of one sentence (codebook 4.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc

from tinbai.entities.mention import Mention, view_of, within
from tinbai.relations import (
    assembling,
    changes,
    completion,
    context,
    counting,
    hamlet_statements,
    light,
    predicates,
    rests,
    rows,
    settling,
    shares,
    totals,
    totals_told,
    trusted,
)
from tinbai.relations.chain import chain, head_of, told_of
from tinbai.relations.count_model import Verdict
from tinbai.relations.counting import Counted
from tinbai.relations.date_values import NEVER, When
from tinbai.relations.dating import when
from tinbai.relations.draft import Draft, decimals, noun
from tinbai.relations.governing import NOWHERE, UPPER, Where, where
from tinbai.relations.modality import status_of
from tinbai.relations.other_counts import have_elected
from tinbai.text.view import Sentence

_AMONG = re.compile(r"(?<![^\W_])trong +(?:tổng +)?số *$")
_UNITS = ("hamlet_units", "cells", "persons", "number", "subunits")


class SentenceReader:
    """Adoption statements of one sentence, given what the sentence before it said.

    Args:
        doc: the article, with places, dates, figures and cues.
        sentence: the sentence.
        cues: the phrases of this sentence that count.
        before: drafts of the sentence before, if this one goes on counting.
        earlier: the drafts of the article so far, without derived ones.
        in_context: the article has named the model for this sentence.
        verdict: what the trained reader says of the figures.
    """

    def __init__(
        self,
        doc: Doc,
        sentence: Sentence,
        cues: Sequence[Mention],
        before: Sequence[Draft] = (),
        *,
        earlier: Sequence[Draft] = (),
        in_context: bool = False,
        verdict: Verdict | None = None,
    ) -> None:
        self.doc = doc
        self.earlier = earlier
        self.in_context, self.verdict = in_context, verdict or Verdict()
        self.sentence = sentence
        self.cues = [cue for cue in cues if not cue.attrs.get("negated")]
        self.negated = bool(cues) and not self.cues
        self.all_cues = list(cues)
        self.before = list(before)
        self.folded = view_of(doc).folded
        self.units: list[Counted] = []
        self.figures = list(within(doc, "figure", sentence.start, sentence.end))
        self.places = [m for m in within(doc, "place", sentence.start, sentence.end) if m.type in UPPER]

    def read(self) -> list[Draft]:
        """Return the statements in text order, hamlets of lists after their count."""
        span = (self.sentence.start, self.sentence.end)
        sure = rests.sure(self.folded, self.verdict)
        found = counting.candidates(self.folded, self.figures, self.all_cues, span, names=self.places, sure=sure)
        self.units, counts = [c for c in found if c.of in _UNITS], list[Counted]()
        for counted in (units := self.units):
            if counted.value is not None and self._is_counted(counted, counts):
                counts.append(counted)
        counts += self._heads_of_list(counts)
        counts = changes.with_changes(self.folded, counts, units)
        drafts = self._drafts(counts, units)
        changes.place_alike(self.folded, drafts, units)
        if self.all_cues or (self.in_context and (drafts or self.earlier)):
            drafts += completion.nowhere(self.doc, self.sentence, self.places)
        for share in (c for c in found if c.of == "percent" and c.value is not None):
            if assembling.give_share(self.folded, share, drafts, self.figures):
                continue
            span = (share.figure.start, share.figure.end)
            doubted = span in self.verdict.not_so and not shares.is_all(self.folded, share, self.sentence)
            others = shares.is_of_others(self.folded, share, drafts, self.figures)
            if doubted or others or shares.is_rate_of_others(self.doc, share, self.sentence):
                continue
            listed = self.in_context and light.lists_share(self.doc, share, self.sentence, drafts)
            if listed or self._is_share(share) or self._is_sure(share, counts):
                drafts.append(self._draft(share))
        for draft, counted in ((d, c) for d in drafts for c in counts if d.figures[:1] == [c.figure]):
            assembling.give_total(self.folded, draft, counted, [c for c in units if c not in counts], counts)
        totals_told.totals_before(self.doc, drafts, self.sentence, [*self.earlier, *self.before])
        drafts = assembling.without_wholes(self.folded, drafts, self.figures)
        drafts = rows.of_communes(self.doc, drafts, self.sentence, self.places)
        drafts = sorted([*drafts, *assembling.repeated(self.doc, drafts, self.places)], key=lambda draft: draft.start)
        drafts = assembling.in_turn(self.doc, self.sentence, drafts, self.places)
        if self.all_cues or (self.in_context and (drafts or self.earlier)):
            drafts = rows.each(self.doc, self.sentence, drafts, self.places, self._draft)
        settling.hand_down(self.doc, self.sentence, drafts, self.before, self.earlier)
        chain(self.folded, self.figures, self.before, drafts)
        members = [m for draft in drafts for m in hamlet_statements.members(self.doc, draft, self.sentence)]
        if not drafts and not self.negated:
            members = list(hamlet_statements.with_model(self.doc, self.cues, self.sentence))
        if self.cues or self.negated or self.in_context:
            apart = hamlet_statements.with_two_persons(self.doc, self.sentence)
            named = {m.where.place for m in members}
            members.extend(m for m in apart if m.where.place not in named)
        if not drafts and not members:
            drafts = list(completion.completed(self.doc, self.cues, self.sentence, self.places))
        if self.in_context or self.all_cues:
            drafts = completion.with_wholes(self.doc, self.sentence, drafts, self.places)
        return [*drafts, *members]

    def _heads_of_list(self, counts: Sequence[Counted]) -> list[Counted]:
        """`Huyện A có 100 thôn, B 90 thôn thực hiện`: what a list has counted before its end says of what."""
        listed = [c for c in counts if self._listed(c) and not c.figure.attrs.get("denominator")]
        first = min((c.figure.start for c in listed), default=0)
        left = [c for c in self.units if c.figure.start < first and c not in counts and self._listed(c)]
        left = [c for c in left if c.value is not None]
        return [c for c in left if self._is_counted(c, counts) or (c.of == "persons" and self._goes_on(c, counts))]

    def _is_counted(self, counted: Counted, counts: Sequence[Counted]) -> bool:
        span = (counted.figure.start, counted.figure.end)
        if span in self.verdict.not_so and not self._is_linked(counted):
            return rests.is_rest(self.folded, counted, self.earlier, doubted=True)
        if totals.is_contrasted(self.folded, counted.figure):
            return False
        if have_elected(self.folded, counted.figure, self._reach(counted.figure), self.sentence.end):
            return False
        known = bool(self.earlier or self.before or counts)
        told = self._counts(counted, known=known) or self._goes_on(counted, counts) or self._is_sure(counted, counts)
        return told or rests.is_rest(self.folded, counted, self.earlier)

    def _is_sure(self, counted: Counted, counts: Sequence[Counted] = ()) -> bool:
        return trusted.is_sure(self.doc, self.sentence, counted, counts, units=self.units, verdict=self.verdict)

    def _counts(self, counted: Counted, *, known: bool) -> bool:
        if self.before and not self.all_cues:
            if counted.of in ("number", "persons", "subunits"):
                if any(0 <= counted.figure.start - p.end <= 12 for p in self.places) and counted.of == "number":
                    return True
            elif not context.is_denied(self.doc, counted, self.sentence):
                return True
        if hamlet_statements.introduces(self.doc, counted.figure, self.sentence) or _AMONG.search(
            self.folded, self.sentence.start, counted.figure.start
        ):
            return False
        return self._is_linked(counted) or (
            self.in_context and context.counts(self.doc, counted, self.sentence, self.places, known=known)
        )

    def _goes_on(self, counted: Counted, counts: Sequence[Counted]) -> bool:
        """A short clause beside a count of this sentence or, in a text about the model, of an earlier one."""
        if self.cues and light.is_subject_number(self.doc, counted, self.sentence):
            return True
        if (self.in_context or self.all_cues) and self._said(counted, counts):
            return True
        if not (counts or self.in_context):
            return False
        if counted.of == "persons":  # `61 bí thư kiêm trưởng thôn, trong đó xã A 9 người, xã B 5 người`
            told = [c.of for c in counts] + [d.count_of for d in (*self.earlier, *self.before)]
            return "persons" in told and context.stands_in_list(self.doc, counted, self.sentence, self.places)
        if counted.of == "number" and self._is_part(counted):  # `Xã có 11 xóm, đã làm 9`
            return light.is_light(light.clause_of(self.doc, self.sentence, counted.figure))
        if self.in_context and self.earlier and light.is_goal(self.doc, counted, self.sentence):
            return True
        return light.goes_on(self.doc, counted, self.sentence, counts, known=bool(counts or self.earlier))

    def _said(self, counted: Counted, counts: Sequence[Counted] = ()) -> str | None:
        known = bool(self.earlier or counts or any(c.figure.end <= counted.figure.start for c in self.units))
        return predicates.said_of(self.doc, counted, self.sentence, known=known)

    def _is_linked(self, counted: Counted) -> bool:
        if counted.of == "number" and not self._listed(counted) and not self._is_part(counted):
            return False
        if counting.links_left(self.folded, counted, self.all_cues, self.units, self.places):
            return True
        end = max((cue.end for cue in self.all_cues if cue.end <= counted.figure.start), default=None)
        return end is not None and counting.links_right(self.folded, counted, end, self.places)

    def _is_part(self, counted: Counted) -> bool:
        """`có 538 xóm, trong đó 327 …`: the noun of a bare number is that of its total."""
        wholes = [c for c in self.units if c.figure.end <= counted.figure.start and c.of == "hamlet_units"][-1:]
        return any(totals.is_total_of(self.folded, counted.figure, c.figure) for c in wholes)

    def _listed(self, counted: Counted) -> bool:
        return any(0 <= counted.figure.start - place.end <= 12 for place in self.places)

    def _drafts(self, counts: list[Counted], units: list[Counted]) -> list[Draft]:
        main = [c for c in counts if c.of != "subunits" and not self._is_behind(c, counts)]
        drafts, taken = list[Draft](), set[int]()
        for counted in main:
            if counted.figure.start in taken:
                continue
            draft = self._draft(counted)
            others = [c for c in units if c not in main]
            taken.update(assembling.give_total(self.folded, draft, counted, others, main))
            drafts.append(draft)
        for counted in (c for c in counts if c.of == "subunits"):
            later = next((d for d in drafts if d.start > counted.figure.start), None)
            if later is not None:
                later.n_subunits, later.subunit = int(counted.value or 0), self._noun(counted.figure)
                later.figures.append(counted.figure)
        return drafts

    def _is_behind(self, counted: Counted, counts: list[Counted]) -> bool:
        """`94 thôn trong tổng số 120 thôn`, `10 xóm thì 6 xóm`: one number is only the total of the other."""
        return any(
            totals.is_only_total(self.folded, c.figure, counted.figure)
            or (c.figure.start < counted.figure.start and totals.is_total_of(self.folded, c.figure, counted.figure))
            for c in counts
            if c.of != "subunits"
        )

    def _draft(self, counted: Counted) -> Draft:
        figure, sentence, head = counted.figure, self.sentence, head_of(self.before)
        place = where(self.doc, figure, sentence, self._fallback(figure))
        status = status_of(
            self.folded, sentence.start, (figure.start, figure.end), self._reach(figure), negated=self.negated
        )
        denominator = figure.attrs.get("denominator")
        said = self._said(counted) if self.in_context or self.all_cues else None
        if said in ("target", "not_adopted", "abandoned"):
            status = said
        if status == "achieved" and settling.is_stage(self.doc, sentence, figure):
            status = "target"
        dated = when(self.doc, figure, sentence, self._inherited(status), last=self._last())
        status, dated = settling.in_time(self.doc, sentence, figure, status, dated)
        draft = Draft(
            start=figure.start,
            evidence=(sentence.start, sentence.end),
            where=place,
            when=dated,
            unit=self._noun(figure) or (head.unit if head else None),
            count_of=counted.of if counted.of != "number" else "hamlet_units",
            base=counted.base,
            status=status,
            comparator=counted.comparator,
            figures=[figure],
        )
        if counted.of == "percent":
            draft.percent, draft.unit = counted.value, None
            draft.decimals = decimals(self.folded[figure.start : figure.end])
            draft.count_of = {"secretaries": "persons", "heads": "persons"}.get(counted.base or "", counted.base)
            draft.subset = assembling.subset_of(self.folded, sentence.start, figure.start)
        else:
            draft.count = int(counted.value or 0)
            draft.total = int(denominator) if denominator else None
            draft.incremental = status == "target" and settling.is_step(self.folded, figure, sentence.start)
        return draft

    def _fallback(self, figure: Mention) -> Where:
        """Return the unit of the list's head, else the one that the article has counted in."""
        head = head_of(self.before)
        return head.where if head is not None else told_of(self.doc, figure, self.earlier) or NOWHERE

    def _reach(self, figure: Mention) -> int:
        """Return where the words about a figure end: at the next one (`4 bản còn lại bố trí hai người` goes on)."""
        behind = (m.end if m.normal == "2 người" else m.start for m in self.figures if m.start >= figure.end)
        return min(behind, default=self.sentence.end)

    def _inherited(self, status: str) -> When:
        head = head_of(self.before, status)
        lead = self.folded[self.sentence.start : self.sentence.start + 12]
        goes_on = lead.startswith(("trong đó", "cụ thể", "theo đó", "riêng", "gồm", "bao gồm"))
        if lead.startswith("riêng") and self.before and not self.before[-1].when.value:
            return NEVER  # not right after the sentence with the date (guideline T1)
        return head.when if head and goes_on else NEVER

    def _last(self) -> When:
        return next((d.when for d in reversed(self.earlier) if d.when.value), NEVER)

    def _noun(self, figure: Mention) -> str | None:
        unit = figure.attrs.get("unit")
        printed = noun(view_of(self.doc).text[figure.start : figure.end])
        return printed or (str(unit) if unit and unit != "%" else None)

    def _is_share(self, share: Counted) -> bool:
        if self.in_context and shares.is_told(self.doc, share, self.sentence, known=bool(self.earlier)):
            return True
        if share.base and counting.links_left(self.folded, share, self.all_cues, self.units, self.places):
            return True
        known = bool(self.before) or any(cue.end <= share.figure.start for cue in self.all_cues)
        return known and shares.is_reached(self.folded, share, self.sentence)
