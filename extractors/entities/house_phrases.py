"""Names of houses in scripts without capitals, by the phrases that say who did the work: "制作を請け負ったのは「X」", "기획은 X가 맡았다"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_BARE = {
    "ja": r"[A-Za-z0-9ァ-ヺー々\u4e00-\u9fff][A-Za-z0-9ァ-ヺー々\u4e00-\u9fff・&+.'’/-]{0,23}?"
    r"(?:[ ](?:&[ ])?[A-Za-z0-9][A-Za-z0-9&+.'’-]*){0,4}?",
    "ko": r"[가-힣A-Za-z0-9][가-힣A-Za-z0-9&+.'’·-]{0,17}?(?:[ ](?:&[ ])?[A-Z가-힣][가-힣A-Za-z0-9&+.'’-]{0,11}?){0,2}?",
    "zh": r"[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff·&+.°'’/-]{0,13}?(?:[ ](?:&[ ])?[A-Za-z0-9][A-Za-z0-9&+.'’-]*){0,3}?",
}
_QUOTED = r"[「『“‘\"'《〈<](?P<quoted>[^\n「」『』“”‘’\"《》〈〉<>]{2,30})[」』”’\"'》〉>]"
# What stands alone between a topic and the end of its clause may hold hiragana, as long as nothing in it is grammar.
_NOUNS = r"(?P<bare>(?:(?![をがはでとに]|から|まで|した|する|ない|いる|れる|おり|ます|ませ|です|予定|未定)[^\s、。「」『』（）0-9０-９]){2,14}?)"
_SENTENCE = re.compile(r"[^\n。！？!?]+")
_DATE_OR_SUM = re.compile(r"^\d+(?:$|[年月日時号話本人社か所カ개년월일시명편곳차분기个家支月号点])")


class HousePhrases:
    """Compiled phrases of one language; ``{name}`` in a phrase is a quoted or a bare name,
    ``{quoted}`` only a quoted one, ``{clause}`` all of a clause that is a noun."""

    def __init__(self, language: str, phrases: Sequence[str], triggers: Sequence[str]) -> None:
        bare = _BARE.get(language, "")
        self._patterns = tuple(
            re.compile(
                phrase.replace("{clause}", f"(?:{_QUOTED}|{_NOUNS})")
                .replace("{name}", rf"(?:{_QUOTED}|(?P<bare>{bare}))")
                .replace("{quoted}", _QUOTED)
            )
            for phrase in phrases
            if bare
        )
        self._triggers = re.compile("|".join(map(re.escape, triggers)) or r"(?!)")

    def find(self, text: str) -> Iterator[tuple[int, int, bool, str]]:
        """Start and stop of every name, whether quote marks hold it together, and why it is one."""
        if not self._patterns or self._triggers.search(text) is None:
            return
        for sentence in _SENTENCE.finditer(text):
            low, high = sentence.span()
            if self._triggers.search(text, low, high) is None:
                continue
            for number, pattern in enumerate(self._patterns, 1):
                for match in pattern.finditer(text, low, min(len(text), high + 1)):
                    quoted = match.groupdict().get("quoted") is not None
                    start, stop = match.span("quoted" if quoted else "bare")
                    if quoted or not _DATE_OR_SUM.match(text[start:stop]):
                        yield start, stop, quoted, f'cue phrase {number}: "{match.group().strip()}"'
