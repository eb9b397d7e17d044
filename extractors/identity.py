"""What makes a text the same text: NFC, one kind of white space, and its hash."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_BLANKS = re.compile(r"[^\S\n]+")


def normalise(text: str) -> str:
    """NFC text with Unix line ends and no NUL, other control characters or half characters; idempotent."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def one_line(text: str) -> str:
    """Text with every run of white space as one space."""
    return " ".join(text.split())


def text_hash(text: str) -> str:
    """SHA-256 over the words alone, so that cosmetic changes of white space are no new version."""
    return hashlib.sha256(one_line(unicodedata.normalize("NFC", text)).encode()).hexdigest()


def squeeze(text: str) -> str:
    """Runs of blanks within a line as one space; line ends kept."""
    return _BLANKS.sub(" ", text).strip()
