"""What the lexicon knows about a post id: level, group, and which side of the model it is (codebook 1.1)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from tinbai.lexicon import load

# The cell secretary of the unit, whatever the cell is called (1.1, 1.3: sub-committee, combined cell).
SECRETARY = frozenset({"bi_thu_chi_bo", "bi_thu_lien_chi", "bi_thu_dang_bo_bo_phan"})
COMBINED = "bi_thu_lien_chi"
OFFICE_CELL = "bi_thu_chi_bo_co_quan"
MASS_HAMLET = frozenset({"chi_hoi_truong", "bi_thu_chi_doan"})
# Posts of the commune that a cell secretary of a hamlet may hold without being sent there.
_NOT_SENT = frozenset({"dang_uy_vien_xa", "dai_bieu_hdnd"})
_UNIFIED = (
    ("commune", {"bi_thu_dang_uy_xa"}, {"chu_tich_ubnd_xa", "chu_tich_hdnd_xa"}),
    (
        "district",
        {"bi_thu_huyen_uy", "bi_thu_thi_uy", "bi_thu_quan_uy", "bi_thu_thanh_uy"},
        {"chu_tich_ubnd_huyen", "chu_tich_hdnd_huyen"},
    ),
    (
        "agency",
        {
            "truong_ban_to_chuc_huyen_uy",
            "truong_ban_khac_huyen_uy",
            "truong_ban_to_chuc_tinh_uy",
            "truong_ban_khac_tinh_uy",
        },
        {"truong_phong_huyen", "giam_doc_so", "truong_nganh_tinh", "chu_tich_mttq_huyen", "chu_tich_mttq_tinh"},
    ),
)


@cache
def _index() -> Mapping[str, Mapping[str, Any]]:
    return {post["id"]: post for post in load("posts")["post"]}


def level_of(post: str) -> str:
    """Return the level of a post: hamlet, commune, district, province, district_or_province, central, any, other.

    Example:
        >>> level_of("truong_khom"), level_of("no_such_post")
        ('hamlet', 'other')
    """
    return str(_index().get(post, {}).get("level", "other"))


def unit_of(post: str) -> str | None:
    """Return the hamlet word of a head title (`bản`, `khu phố`), None for committee titles and other posts.

    Example:
        >>> unit_of("truong_ban_hamlet"), unit_of("truong_ban_nhan_dan")
        ('bản', None)
    """
    unit = _index().get(post, {}).get("unit")
    return next((str(u["surface"]) for u in load("units")["unit"] if u["id"] == unit), None) if unit else None


def is_secretary(post: str) -> bool:
    """Say whether the post is (a) of the model: secretary of the cell of a hamlet-level unit."""
    return post in SECRETARY


def is_head(post: str) -> bool:
    """Say whether the post is (b) of the model: head of a hamlet-level unit."""
    return bool(_index().get(post, {}).get("group") == "head_titles")


def is_commune_official(post: str) -> bool:
    """Say whether the holder works for the commune, so that a cell post means being sent (1.3, seconded)."""
    return level_of(post) == "commune" and post not in _NOT_SENT


def is_deputy_id(post: str) -> bool:
    """Say whether the id itself names a deputy.

    Example:
        >>> is_deputy_id("pho_bi_thu_chi_bo"), is_deputy_id("truong_phong_huyen")
        (True, False)
    """
    return post.startswith("pho_")


def unification(posts: frozenset[str]) -> str | None:
    """Return the code of another unification that the posts of one person make (1.3).

    Example:
        >>> unification(frozenset({"bi_thu_dang_uy_xa", "chu_tich_ubnd_xa"}))
        'commune'
    """
    return next((code for code, party, state in _UNIFIED if posts & party and posts & state), None)
