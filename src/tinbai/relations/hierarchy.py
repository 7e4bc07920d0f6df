"""Component `tinbai_hierarchy`: the distinct places of an article with their parents (codebook 4.3, 5.3)."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from tinbai import papers
from tinbai.entities.mention import get, put, register_extensions, view_of
from tinbai.records import Article
from tinbai.relations.article_date import ArticleDate, article_date
from tinbai.relations.place_chain import Places
from tinbai.relations.place_gone import marked_gone, order_of
from tinbai.relations.place_records import place_records
from tinbai.relations.place_retype import retyped
from tinbai.relations.scope import Scope
from tinbai.text.view import TextView

UNREAD = "published_unreadable"  # flag of an article whose `published` is no ISO 8601 and counts for nothing
_TWO_LEVEL_WORDS = re.compile(r"chính quyền (?:địa phương )?(?:2|hai) cấp|sau (?:khi )?(?:sáp nhập|hợp nhất) tỉnh")


class HierarchyComponent:
    """Fills `doc._.scope` (a `Scope`) and `doc._.places` (records).

    Needs the layers `place`, `date`, `document`, `org` and the text view; takes
    date and newspaper from `doc._.article` where the caller set it.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        register_extensions()
        for extension in ("article", "scope"):
            if not Doc.has_extension(extension):
                Doc.set_extension(extension, default=None)
        if not Doc.has_extension("places"):
            Doc.set_extension("places", default=())

    def __call__(self, doc: Doc) -> Doc:
        """Resolve the places of `doc`; an article without a date that can be read gets its inferred date."""
        view = view_of(doc)
        article: Article | None = doc._.article
        found = article_date(view, get(doc, "date"), article)
        dated = found.basis == "published"
        if article is not None and not dated:
            doc._.article = article.model_copy(update=_undated(article, found))
        put(doc, "place", retyped(get(doc, "place"), view, found.value or "..", sure=not found.is_lower_bound))
        places = Places.of(view, get(doc, "place"))
        two_level = _two_level(view, places, found, dated=dated)
        if two_level:
            put(doc, "place", marked_gone(get(doc, "place"), places))
            places = Places.of(view, get(doc, "place"))
        scope = Scope(places, found, two_level)
        scope.home_province, scope.home_basis = _home(doc, article, scope)
        doc._.scope = scope
        doc._.places = place_records(scope)
        return doc


def _undated(article: Article, found: ArticleDate) -> dict[str, object]:
    """Return what changes of an article without a date that can be read."""
    update: dict[str, object] = {}
    if found.value:
        update |= {"published_inferred": found.value, "published_basis": found.basis}
    if article.published and UNREAD not in article.flags:
        update["flags"] = (*article.flags, UNREAD)
    return update


def _two_level(view: TextView, places: Places, found: ArticleDate, *, dated: bool) -> bool:
    """Decide the regime: by the printed date, else by units and words that only one order has (codebook 5.2)."""
    order = None if dated else order_of(places)
    if order is not None:
        return order == "two_level"
    if found.two_level is not None:
        return found.two_level
    districts = [m for m in places.mentions if m.type == "DISTRICT"]
    gone = [m for m in districts if places.is_former(m)]
    if gone and len(gone) == len(districts):
        return True
    return not districts and any(
        _TWO_LEVEL_WORDS.search(view.folded[s.start : s.end]) is not None for s in view.sentences
    )


def _home(doc: Doc, article: Article | None, scope: Scope) -> tuple[str | None, str]:
    """Return step 7: the province of the newspaper, else of the Tỉnh ủy that issued a document."""
    source = papers.province_of(article.source, article.url) if article else None
    if source:
        return source, "newspaper"
    issuers = [m.normal or "" for m in get(doc, "org")]
    issuers += [str(m.attrs.get("issuer") or "") for m in get(doc, "document")]
    named = {match[1] for text in issuers if (match := re.search(r"Tỉnh ủy ([A-ZĐ]\S*(?: [A-ZĐ]\S*)*)", text))}
    if len(named) == 1:
        return f"tỉnh {named.pop()}", "issuer"
    return None, "newspaper"


@Language.factory("tinbai_hierarchy", assigns=["doc._.places", "doc._.scope"])
def make_hierarchy(nlp: Language, name: str) -> HierarchyComponent:
    """Return the component that spaCy builds under `name`."""
    return HierarchyComponent(nlp, name)
