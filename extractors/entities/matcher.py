"""The matcher of one knowledge base: a lexicon and cue words per language, built on first use and kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from config.knowledge_base import Knowledge
from extractors.entities.lexicon import Lexicon, Scan, Shared, build_lexicon
from extractors.entities.words import FinderWords, finder_words
from extractors.records import Article


def _no_forms(_language: str) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Matcher:
    """Finds the names of one Knowledge; build it once with ``build_matcher`` and share it."""

    knowledge: Knowledge
    others: Callable[[str], Sequence[str]] = _no_forms
    """Forms of another vocabulary, by language, that one pass over a text finds with the names."""
    lexicons: dict[str, Lexicon] = field(default_factory=dict)
    """Kept per language; filling it twice at the same time gives the same lexicon twice and harms nothing."""

    word_lists: dict[str, FinderWords] = field(default_factory=dict)
    shared: Shared = field(default_factory=Shared)

    def words(self, language: str) -> FinderWords:
        """Compiled cue words for the language."""
        words = self.word_lists.get(language)
        if words is None:
            genitive, weights = self.lexicon(language).genitive, self.knowledge.weights
            words = finder_words(self.knowledge.cues, language, genitive, weights)
            self.word_lists[language] = words
        return words

    def lexicon(self, language: str) -> Lexicon:
        """Lexicon for an ISO 639-1 code; ``und`` and unknown codes get the forms of every language."""
        lexicon = self.lexicons.get(language)
        if lexicon is None:
            lexicon = build_lexicon(self.knowledge, language, self.shared, self.others(language))
            self.lexicons[language] = lexicon
        return lexicon

    def scan(self, article: Article) -> Scan:
        """One pass over the text of an article."""
        return self.lexicon(article.language).scan(article.text)


def build_matcher(knowledge: Knowledge, others: Callable[[str], Sequence[str]] = _no_forms) -> Matcher:
    """Matcher over all aliases of ``knowledge``; automata are built per language when first asked for.

    ``others`` gives the spelling-folded forms of another vocabulary for a language: they are found in the same pass.
    """
    return Matcher(knowledge, others)
