"""Which language a text is in: script first, langdetect for long texts, the page's or feed's own word for short ones."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from langdetect.detector_factory import DetectorFactory

from extractors.ngram_language import NgramLanguage

SAMPLE_CHARS = 150
SAMPLES = 3
"""langdetect's cost grows with length: of a long text it sees its begin, middle and end, so that a quotation or a
notice in another language at the top does not decide (744 pages: two answers corrected, none worsened)."""
SHORT_CHARS = 200
"""Below this the text says less about its language than whoever published it."""
SURE = 0.90

_PROFILES = {"zh": ("zh-cn", "zh-tw")}
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")
_HAN = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Language:
    """An ISO 639-1 code (``und`` when nothing could tell), what decided, and how sure langdetect was."""

    code: str
    origin: str
    confidence: float


def _script(text: str) -> str | None:
    """Language told by the script alone: kana, Hangul or Han making up a good part of the letters."""
    letters = len(_LETTER.findall(text))
    if not letters:
        return None
    kana, hangul, han = (len(pattern.findall(text)) for pattern in (_KANA, _HANGUL, _HAN))
    if hangul / letters > 0.3:
        return "ko"
    if (kana + han) / letters > 0.3:
        # Chinese text may quote a kana word; Japanese text is at least a tenth kana.
        return "ja" if kana / (kana + han) > 0.1 else "zh"
    return None


def _sample(text: str) -> str:
    """``SAMPLES`` pieces of ``SAMPLE_CHARS`` code points, evenly spread; a shorter text as it is."""
    text = " ".join(text.split())
    if len(text) <= SAMPLES * SAMPLE_CHARS:
        return text
    step = (len(text) - SAMPLE_CHARS) // (SAMPLES - 1)
    return " ".join(text[at : at + SAMPLE_CHARS] for at in range(0, step * SAMPLES, step))


def _base(code: str | None) -> str | None:
    """``de-AT`` and ``zh_cn`` as their ISO 639-1 base."""
    if not code:
        return None
    base = re.split(r"[-_]", code.strip().lower(), maxsplit=1)[0]
    return base if re.fullmatch(r"[a-z]{2}", base) else None


class LanguageDetector:
    """langdetect with one factory built at start-up, only the wanted profiles, seed 0: same text, same answer.

    The module-level functions of langdetect build their factory lazily; under threads that race returns wrong
    languages silently. This class builds it once; afterwards it is only read.
    """

    def __init__(self, languages: Sequence[str]) -> None:
        wanted = [profile for code in languages for profile in _PROFILES.get(code, (code,))]
        folder = resources.files("langdetect") / "profiles"
        known = {item.name for item in folder.iterdir()}
        unknown = [name for name in wanted if name not in known]
        if unknown:
            raise ValueError(
                f"langdetect has no profile for {', '.join(unknown)}; known: {', '.join(sorted(known))}"
            )
        profiles = [(folder / name).read_text(encoding="utf-8") for name in wanted]
        self._factory = DetectorFactory()
        self._factory.load_json_profile(profiles)
        self._factory.set_seed(0)
        self._ngrams = NgramLanguage(self._factory)
        names = [json.loads(profile)["name"] for profile in profiles]
        self._priors = {name: 1.0 / len(names) for name in names}

    def _detect(self, text: str, favourite: str | None, *, whole: bool) -> tuple[str, float] | None:
        priors = dict(self._priors)
        for name in priors:
            if favourite and name.split("-")[0] == favourite:
                priors[name] *= 4
        found = self._ngrams.likeliest(text, priors, whole=whole)
        return (found[0].split("-")[0], found[1]) if found is not None else None

    def detect(
        self,
        text: str,
        *,
        page: str | None = None,
        feed: str | None = None,
        source: str | None = None,
        stated: str | None = None,
    ) -> Language:
        """The language of a text; ``stated`` (front matter, an argument) outranks everything else."""
        if code := _base(stated):
            return Language(code, "front_matter", 1.0)
        sample = _sample(text)
        if code := _script(sample):
            return Language(code, "script", 1.0)
        hints = [
            (code, origin)
            for raw, origin in ((page, "page"), (feed, "feed"), (source, "source"))
            if (code := _base(raw))
        ]
        favourite = hints[0][0] if hints else None
        # How sure it is decides for short texts only.
        found = self._detect(sample, favourite, whole=len(text) < SHORT_CHARS)
        if (
            len(text) < SHORT_CHARS
            and hints
            and (found is None or found[1] < SURE or len(text) < SHORT_CHARS // 2)
        ):
            return Language(hints[0][0], hints[0][1], 0.5)
        if found is not None:
            return Language(found[0], "text", found[1])
        if hints:
            return Language(hints[0][0], hints[0][1], 0.5)
        return Language("und", "text", 0.0)


@lru_cache(maxsize=4)
def detector_for(languages: tuple[str, ...]) -> LanguageDetector:
    """The detector of a set of languages, built once a process."""
    return LanguageDetector(languages)
