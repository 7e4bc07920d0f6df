"""Which commune, district and province a place or an elided word means (codebook 4.3).

Seven steps, each with its basis: apposition, list_header, paragraph (or earlier_mention),
previous_paragraph, article_scope, gazetteer, newspaper. A parent that the
gazetteer excludes on the day is passed over; without one answer the resolver abstains.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc

from tinbai.entities.mention import Mention
from tinbai.gazetteer.dates import EARLIEST_STATE
from tinbai.relations import place_words as words
from tinbai.relations.article_date import ArticleDate
from tinbai.relations.gazetteer_link import Units, days_of_lookup
from tinbai.relations.place_chain import Places
from tinbai.relations.place_elided import elided_units
from tinbai.relations.place_gone import GONE, heirs_of_gone, parents_of_gone
from tinbai.relations.place_index import LEVELS, RANK
from tinbai.relations.place_parent import NAMESAKES, contest, parent_by_name, spoken_of, told_bare
from tinbai.relations.place_ref import Parents, Ref, empty, ref_of

CONTRADICTED = "the text states another parent"
_FIRST = 8  # mentions of a hamlet that may still say where it lies
_CLOSE = ("apposition", "list_header", "paragraph")
_WIDE = ("earlier_mention", "previous_paragraph", "article_scope")


@dataclass(slots=True)
class Scope:
    """Resolver of one article; kept as `doc._.scope`.

    Attributes:
        places: the place mentions with their chains.
        date: when the article appeared.
        two_level: True where there is no district level (codebook 5.2).
        home_province: province of the newspaper or of the issuing Tỉnh ủy, None if unknown.
    """

    places: Places
    date: ArticleDate
    two_level: bool
    home_province: str | None = None
    home_basis: str = "newspaper"
    units: Units = field(init=False)
    _memo: dict[tuple[str, str, int], Parents] = field(default_factory=dict, init=False)
    _scopes: dict[str, str | None] = field(default_factory=dict, init=False)
    _about: frozenset[str] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        days = days_of_lookup(self.date.value, two_level=self.two_level)
        self.units = Units(days, then=not self.date.is_lower_bound)

    @property
    def about(self) -> frozenset[str]:
        """The provinces that the article is about (`place_parent.spoken_of`)."""
        if self._about is None:
            self._about = spoken_of(self)
        return self._about

    def parents(self, place: Mention | Ref | str, at: int | None = None) -> Parents:
        """Return the parents of `place` with the basis of each.

        Args:
            place: a place mention, a `Ref`, or the normal form of a hamlet.
            at: offset from which the text is read; the mention's own start by default.
        """
        if isinstance(place, Mention):
            ref = Ref(place.normal or "", LEVELS[RANK[place.type]], place)
        else:
            ref = place if isinstance(place, Ref) else Ref(place, "hamlet")
        offset = at if at is not None else (ref.mention.start if ref.mention else 0)
        key = (ref.normal, ref.level, offset)
        if key not in self._memo:
            self._memo[key] = empty()  # a unit asked about inside its own chain has no parents there
            self._memo[key] = self._resolve(ref, offset)
        return self._memo[key]

    def unit_at(self, offset: int, level: str) -> tuple[str, str] | None:
        """Return (normal form, basis) of the unit that a bare `xã`, `huyện`, `tỉnh` or `bản` means at `offset`.

        None if the text leaves it open, or for `district` where the level no longer exists.
        """
        if level == "district" and self.two_level:
            return None
        kind = words.elided_type(self.places.view.folded, offset)
        return next(
            (found for found in elided_units(self, offset, level, kind) if words.fits_type(found[0], level, kind)), None
        )

    def former_path(self, mention: Mention) -> str | None:
        """Return the former units of a place: `xã Tân Hòa, huyện Buôn Đôn`."""
        stated = self.places.former_path(mention)
        if stated or not self.two_level:
            return stated
        gone = [m.normal for m in self.places.chain(mention) if m.type == "DISTRICT" and m.normal]
        return gone[0] if gone else None

    def units_of(self, mention: Mention | None) -> Units:
        """Return where to look a mention up: units that are gone since the reform of 2025 before it."""
        return GONE if mention is not None and self._is_gone(mention) else self.units

    def _is_gone(self, mention: Mention) -> bool:
        return self.two_level and (mention.type == "DISTRICT" or self.places.is_former(mention))

    def _resolve(self, ref: Ref, offset: int) -> Parents:
        if ref.mention is not None and self._is_gone(ref.mention):
            return parents_of_gone(self.places, ref.mention, self.topic("province") or self.home_province)
        result = empty()
        current = ref
        for level in LEVELS[LEVELS.index(ref.level) + 1 :]:
            if level == "district" and self.two_level:
                continue
            if self._is_contradicted(ref, level):
                result["basis"]["code"] = CONTRADICTED
                continue
            parent, basis = self._step(current, offset, level)
            if parent is None and basis:
                result["basis"].setdefault("code", basis)
            if parent is None or ("code" in result["basis"] and not self._joined(current, parent)):
                continue  # which of the namesakes is meant is open: then no parent of either
            result[level] = parent.normal  # type: ignore[literal-required]
            result["basis"][level] = basis
            current = parent
        return result

    def _is_contradicted(self, child: Ref, level: str) -> bool:
        """Say whether the text itself states a parent that the gazetteer excludes: then nothing is guessed instead.

        A comma alone may only list two units (`Đoàn của xã A, huyện B`): a bracket, `thuộc` or a chain states it.
        """
        if child.level != "commune" or self._trusted(child):
            return False
        stated = [
            parent
            for mention in self.places.namesakes("COMMUNE", child.normal)[:_FIRST]
            for parent in self.places.chain(mention)
            if LEVELS[RANK[parent.type]] == level and self.places.states(mention, parent)
        ]
        return bool(stated) and not any(self._possible(child, ref_of(parent), stated=True) for parent in stated)

    def _step(self, child: Ref, offset: int, level: str) -> tuple[Ref | None, str]:
        """Return the parent of `level` with its basis; without a parent why none is given, empty if none is known."""
        for ref, basis in self._offers(child, offset, level):
            stated = basis == "apposition"
            if not self._fits_chain(child, ref):
                continue
            doubt = None if self._joined(child, ref) else contest(self, child, ref, offset)
            if doubt == "open":
                return None, NAMESAKES
            if doubt == "home":
                continue
            if (stated and self._trusted(child)) or self._possible(child, ref, stated=stated):
                return ref, basis
        found, why = (None, None) if child.level == "hamlet" else parent_by_name(self, child, level, offset)
        if found is None and why is None and level == "province" and self.home_province:
            home = Ref(self.home_province, "province")
            if self._possible(child, home, stated=False):
                return home, self.home_basis
        return found, (why or "") if found is None else "gazetteer"

    def _joined(self, child: Ref, parent: Ref) -> bool:
        """Say whether `parent` stands in the chain of the very mention that is asked about."""
        chain = self.places.chain(child.mention) if child.mention is not None else ()
        return any(m.normal == parent.normal for m in chain)

    def _offers(self, child: Ref, offset: int, level: str) -> Iterator[tuple[Ref, str]]:
        """Yield the answers of steps 1 to 5 in their order."""
        own = self._appositions(child, level, only=child.mention)
        if len(own) == 1:
            yield own[0], "apposition"
        elif level == "commune" and (told := child.mention) is not None:
            heirs = heirs_of_gone(self, told)
            yield from heirs or ()
            if heirs is not None or told_bare(self, told):
                return
        if child.mention is not None and (header := self.places.header(child.mention, level)) is not None:
            yield ref_of(header), "list_header"
        others = self._appositions(child, level)
        numbered = child.level == "hamlet" and words.is_number_only(child.normal)
        if len(others) == 1 and not numbered:
            yield others[0], "apposition"
        if level == "commune" and not numbered:  # a hamlet told again lies where it lay
            yield from self._of_earlier(child, offset, _CLOSE)
        found = self.in_force(offset, level)
        if found is not None:
            yield found, "paragraph"
        elif level == "commune" and not numbered:  # … also where the paragraph names another district in passing
            yield from self._of_earlier(child, offset, _WIDE)
        if child.level == "hamlet" and level == "commune" and self.places.is_open(offset, level):
            return  # `miền núi A, B cũng có bản X`: one of those, but which?
        wider = list(self.wider(offset, level))
        if len(others) == 1:
            scoped = [basis for _, basis in wider].count("article_scope") and wider[0][1] == "article_scope"
            wider.insert(0 if scoped else 1, (others[0], "apposition"))
        if child.level == "hamlet" and words.is_of_town(child.normal):
            town = self.places.topic(level, town=True)
            wider += [] if town is None else [(Ref(town, level), "article_scope")]
        yield from (offer for offer in wider if not self._contradicted(offer[0], offset))

    def _of_earlier(self, child: Ref, offset: int, steps: tuple[str, ...]) -> Iterator[tuple[Ref, str]]:
        """Yield the commune that one of `steps` gave an earlier mention of the same hamlet."""
        for mention in self.places.namesakes(child.level.upper(), child.normal)[:_FIRST]:
            parents = self.parents(mention) if mention.start < offset else empty()
            if parents["commune"] and parents["basis"]["commune"] in steps:
                yield Ref(parents["commune"], "commune"), "earlier_mention"
                return

    def _contradicted(self, unit: Ref, offset: int) -> bool:
        """Say whether the paragraph has moved on to another parent than the one stated of `unit`."""
        for level in LEVELS[LEVELS.index(unit.level) + 1 :]:
            now = self.in_force(offset, level)
            stated = [ref.normal for ref in self._appositions(unit, level)]
            if now is not None and stated and now.normal not in stated:
                return True
        return False

    def _appositions(self, child: Ref, level: str, *, only: Mention | None = None) -> list[Ref]:
        """Return the distinct units of `level` that stand in the chain of `child`, everywhere or at one mention."""
        mentions = [only] if only is not None else self.places.namesakes(child.level.upper(), child.normal)
        found: dict[str, Ref] = {}
        for mention in mentions:
            for parent in self.places.chain(mention):
                if LEVELS[RANK[parent.type]] == level and parent.normal:
                    found.setdefault(parent.normal, ref_of(parent))
        return list(found.values())

    def in_force(self, offset: int, level: str) -> Ref | None:
        """Return step 3: the unit of `level` that the paragraph at `offset` is at."""
        unit = self.places.in_paragraph(offset, level)
        return None if unit is None else ref_of(unit)

    def wider(self, offset: int, level: str) -> Iterator[tuple[Ref, str]]:
        """Yield steps 4 and 5: the previous paragraph of the body, then title and lead.

        A paragraph that names the unit only in passing (`chăn ấm của thôn X, xã B`) does not outweigh title and lead.
        """
        before, topic = self.places.before(offset, level), self.topic(level)
        scope = [] if topic is None else [(Ref(topic, level), "article_scope")]
        if before is None:
            yield from scope
            return
        previous = [(ref_of(before[0]), "previous_paragraph")]
        yield from (*previous, *scope) if before[1] else (*scope, *previous)

    def topic(self, level: str) -> str | None:
        """Return step 5: the one unit of title and lead, else of the title, else of the whole article."""
        if level not in self._scopes:
            self._scopes[level] = self.places.topic(level)
        return self._scopes[level]

    def _trusted(self, child: Ref) -> bool:
        """Say whether what the text states outweighs the gazetteer: of hamlets, and before its first state."""
        return child.level == "hamlet" or (self.units.as_of or "") < EARLIEST_STATE

    def _fits_chain(self, child: Ref, parent: Ref) -> bool:
        """Say whether `parent` may lie in what the text states further above `child` (`bản X, huyện Y`)."""
        mentions = [child.mention] if child.mention is not None and self.places.chain(child.mention) else []
        if not mentions and child.level == "hamlet" and not words.is_number_only(child.normal):
            mentions += self.places.namesakes("HAMLET", child.normal)[:_FIRST]  # one name, one hamlet
        for above in {ref_of(m).normal: ref_of(m) for mention in mentions for m in self.places.chain(mention)}.values():
            if LEVELS.index(above.level) <= LEVELS.index(parent.level):
                continue
            stated = {ref.normal for ref in self._appositions(parent, above.level)}
            if stated and above.normal not in stated:
                return False
            between = LEVELS[LEVELS.index(parent.level) + 1 : LEVELS.index(above.level)]
            # Nor where its district cannot lie; of namesakes one is enough.
            for refs in ([parent], *(self._appositions(parent, level) for level in between)):
                lie = (self.units.possible((ref.normal, ref.level), (above.normal, above.level)) for ref in refs)
                if refs and not any(lie):
                    return False
        return True

    def _possible(self, child: Ref, parent: Ref, *, stated: bool) -> bool:
        if child.level == "hamlet":
            after = self.places.view.folded[child.mention.end :][:20] if child.mention is not None else ""
            if not words.fits_type(parent.normal, parent.level, words.bare_unit_after(after)):
                return False
            return self.two_level or not (words.is_of_town(child.normal) and parent.normal.startswith("xã "))
        return self.units.possible((child.normal, child.level), (parent.normal, parent.level), stated=stated)


def scope_of(doc: Doc) -> Scope:
    """Return the resolver of `doc`.

    Raises:
        ValueError: the component `tinbai_hierarchy` has not run on this Doc.
    """
    scope = doc._.scope if Doc.has_extension("scope") else None
    if scope is None:
        raise ValueError("doc has no place resolver: run the component 'tinbai_hierarchy' first (tinbai.load does)")
    return scope  # type: ignore[no-any-return]
