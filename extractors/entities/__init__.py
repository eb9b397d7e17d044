"""Who is named in an article: known entities by the knowledge base, unknown people and agencies by pattern."""

from extractors.entities.finder import find_mentions
from extractors.entities.matcher import Matcher, build_matcher

__all__ = ["Matcher", "build_matcher", "find_mentions"]
