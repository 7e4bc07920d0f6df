"""trafilatura (extra `pages`) for pages whose prose tinbai's own reader does not find.

Measured in `benchmarks/page_speed.py`, it leaks captions and related news into the text, so it comes last; and
since it takes lists of articles for articles, it is asked only about pages that are none.
"""

from __future__ import annotations

from tinbai.pages.legacy import visible
from tinbai.pages.zones import zones
from tinbai.records import Zone
from tinbai.text.normalize import nfc

_MIN_WORDS = 60
_MAX_LINKS_A_WORD = 0.05
_MOST_TAGS = 20_000  # trafilatura takes half a minute for a page of 200,000
_MOST_CHARS = 2_000_000


def by_trafilatura(page: str, title: str | None) -> tuple[str, tuple[Zone, ...]] | None:
    """Return text and zones of a page as trafilatura finds them; None if it is not installed or finds no article.

    Args:
        page: the whole page.
        title: the headline, put before the text if that does not begin with it.
    """
    if len(page) > _MOST_CHARS or page.count("<") > _MOST_TAGS:
        return None
    try:
        from trafilatura import extract
    except ImportError:  # not installed, or installed without what it needs itself
        return None
    if page.count("<a ") > _MAX_LINKS_A_WORD * len(visible(page).split()):
        return None
    text = nfc(extract(page, include_comments=False) or "").replace("\n", "\n\n")
    if len(text.split()) < _MIN_WORDS:
        return None
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    return text, zones(text, has_title=bool(title))
