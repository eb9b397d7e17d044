"""Names out of a byline: the words around them go, several names part."""

from __future__ import annotations

import re

from extractors.identity import normalise, one_line

MAX_NAME_CHARS = 60

# Function words of bylines, not names: "Von Jane Doe", "Por ...", "文・...".
_LEAD = re.compile(
    r"^\W*(?:(?:von|by|par|por|di|de|da|door|text|texte|texto|testo|autor|autorin|author|auteur|written by|redaktion|"
    r"texte et photos|words)\b\s*:?\s+|(?:文・?|取材・?文?[:：]?|記者[:：]|作者[:：]|记者[:：]?|글[:：]?)\s*)",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:\s*(?:기자|記者|记者)|[\s,;:|/·•–—-]+|[(（][^)）]*|[)）])+$")
_BETWEEN = re.compile(r"\s*(?:;|\||/|\s&\s|\s(?:und|and|et|y|e|en)\s)\s*")


def names_of_byline(*bylines: str) -> tuple[str, ...]:
    """Person or desk names in the order given; nothing that looks like an address or a sentence."""
    names: list[str] = []
    for byline in bylines:
        text = one_line(normalise(byline))
        for piece in _BETWEEN.split(text):
            name = _TAIL.sub("", _LEAD.sub("", piece)).strip()
            if (
                name
                and len(name) <= MAX_NAME_CHARS
                and "@" not in name
                and "://" not in name
                and name not in names
            ):
                names.append(name)
    return tuple(names)
