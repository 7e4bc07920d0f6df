"""What the tests of reading share: an article as text and as page, a file of bytes, and the one thing read from it."""

from __future__ import annotations

from pathlib import Path

from tinbai.pages.read import read
from tinbai.records import Article, Failure
from tinbai.settings import Settings

TEXT = (
    "Xóm Gò Mít thắp sáng đường quê\n\nÔng Lục Văn Tếnh, Bí thư Chi bộ kiêm Trưởng xóm, kể rằng mọi việc bắt đầu "
    "từ một buổi họp muộn.\n\nĐến rằm tháng hai, cột đèn cuối cùng được dựng lên.\n"
)
PAGE = "<h1>Chuyện xóm</h1><article>" + "<p>Xóm Gò vừa làm xong con đường bê tông dài 2 km.</p>" * 6 + "</article>"


def one(path: Path, **options: Settings) -> Article | Failure:
    (item,) = read(path, **options)
    return item


def written(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path
