"""Names of people told one after the other in scripts without blanks: "刘翔、李娜、刘国梁", "장동건, 김승우, 공형진"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

_ROW = re.compile(
    r"[\u4e00-\u9fff]{2,12}(?:、[\u4e00-\u9fff]{2,12}){2,}|[가-힣]{2,8}(?:[,·] ?[가-힣]{2,8}){2,}"
)
_PARTS = re.compile(r"[\u4e00-\u9fff가-힣]+")
_MOST = 0.6
"""Share of the inner parts of a row that are names from end to end where it is a row of people."""


def names_in_rows(text: str, surnames: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where names may stand in rows most parts of which are a surname and one or two signs.

    The first name of a row ends its part, the last one begins it: other words are written onto them.
    """
    for row in _ROW.finditer(text):
        parts = [found.span() for found in _PARTS.finditer(text, row.start(), row.end())]
        inner = parts[1:-1]
        if sum(_is_name(text[start:stop], surnames) for start, stop in inner) < _MOST * len(inner):
            continue
        for number, (start, stop) in enumerate(parts):
            for length in (2, 3, 4):
                if length > stop - start:
                    continue
                first, last = number == 0, number == len(parts) - 1
                place = (start, start + length) if last else (stop - length, stop)
                if (first or last or place == (start, stop)) and _is_name(text[slice(*place)], surnames):
                    yield place


def _is_name(part: str, surnames: Collection[str]) -> bool:
    if part[:2] in surnames and len(part) > 2:
        return len(part) <= 4
    return part[:1] in surnames and 2 <= len(part) <= 3
