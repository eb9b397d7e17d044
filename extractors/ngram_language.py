"""langdetect's decision worked out in fewer steps: its n-grams, random draws and sums, hence its answers."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from itertools import chain, islice

from langdetect.detector_factory import DetectorFactory
from langdetect.utils.ngram import NGram

_plain = lru_cache(maxsize=1 << 14)(NGram.normalize)
_BLANKS = re.compile(" +")
_REMEMBERED = 1 << 15
_BLOCK = 5
"""Draws between two looks at whether the shares have settled."""


class NgramLanguage:
    """Languages by the n-grams of a factory's profiles; ``DetectorFactory.create`` and its Detector give the same."""

    def __init__(self, factory: DetectorFactory) -> None:
        self._factory = factory
        self._endings = _Endings(factory.word_lang_prob_map)

    def likeliest(
        self, text: str, priors: Mapping[str, float], *, whole: bool = True
    ) -> tuple[str, float] | None:
        """The likeliest language with its probability; None where no n-gram is known or no language is likely.

        Without ``whole`` the trials end once no further one can change the language: the probability is that so far.
        """
        detector = self._factory.create()
        detector.set_prior_map(priors)
        text = detector.MAIL_RE.sub(" ", detector.URL_RE.sub(" ", text))
        detector.text = NGram.normalize_vi(text)
        if not text.isascii():
            detector.cleaning_text()
        found = self._known_ngrams(detector.text)
        if not found:
            return None
        draw = random.Random(detector.seed)
        bits, n = len(found).bit_length(), len(found)
        # What random.choice does, without its calls.
        drawn = map(found.__getitem__, filter(n.__gt__, iter(partial(draw.getrandbits, bits), None)))
        trials, threshold, limit = detector.n_trial, detector.CONV_THRESHOLD, detector.ITERATION_LIMIT
        sums = [0.0] * len(detector.langlist)
        done = 0
        for done in range(1, trials + 1):
            weight = (detector.alpha + draw.gauss(0.0, 1.0) * detector.ALPHA_WIDTH) / detector.BASE_FREQ
            shares = [s * (weight + c) for s, c in zip(detector.prior_map, next(drawn), strict=True)]
            at, settled = 0, False
            while not settled:
                if at:
                    shares = [
                        s * (weight + a) * (weight + b) * (weight + c) * (weight + d) * (weight + e)
                        for s, a, b, c, d, e in zip(shares, *islice(drawn, _BLOCK), strict=True)
                    ]
                total = sum(shares)
                shares = [share / total for share in shares]
                settled = max(shares) > threshold or at >= limit
                at += _BLOCK
            sums = [before + share / trials for before, share in zip(sums, shares, strict=True)]
            if not whole:
                second, first = sorted(sums)[-2:]
                if first - second > (trials - done) / trials:
                    break
        best = max(range(len(sums)), key=sums.__getitem__)
        likely = sums[best] * trials / done if done < trials else sums[best]
        return (detector.langlist[best], likely) if likely > detector.PROB_THRESHOLD else None

    def _known_ngrams(self, text: str) -> list[Sequence[float]]:
        """Chances of the n-grams in the order langdetect takes them."""
        plain = "".join(map(_plain, text))
        spaced = _BLANKS.sub(" ", f" {plain}")
        # The first letter has a blank before it, and nothing before that.
        threes = map("".join, zip(" " + spaced, spaced, spaced[1:], strict=False))
        return list(chain.from_iterable(map(self._endings.__getitem__, threes)))


class _Endings(dict[str, tuple[Sequence[float], ...]]):
    """A run of three characters -> chances of the n-grams that end with the last of them, remembered."""

    def __init__(self, chances: Mapping[str, Sequence[float]]) -> None:
        super().__init__()
        self._chances = chances

    def __missing__(self, three: str) -> tuple[Sequence[float], ...]:
        found = self._look_up(three)
        if len(self) < _REMEMBERED:
            self[three] = found
        return found

    def _look_up(self, three: str) -> tuple[Sequence[float], ...]:
        if three[1].isupper() and three[2].isupper():
            return ()
        ngrams = [three[1:]] if three[2] == " " else [three[2], three[1:]]
        # None reaches back over a blank.
        if three[1] != " ":
            ngrams.append(three)
        return tuple(self._chances[ngram] for ngram in ngrams if ngram in self._chances)
