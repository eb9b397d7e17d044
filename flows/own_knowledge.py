"""The knowledge for these settings, with the test sentences of the user's own files run before anything relies on it."""

from __future__ import annotations

from pathlib import Path

from config.knowledge_base import Knowledge, KnowledgeError, load_knowledge
from extractors.entities import build_matcher
from extractors.entities.proof import check_examples


def proved_knowledge(folder: Path | None) -> Knowledge:
    """Packaged knowledge with the files of ``folder`` on top; raises KnowledgeError when one of its sentences is read otherwise.

    The sentences of the packaged files are proved by the tests of the project.
    """
    knowledge = load_knowledge(folder)
    if folder is None:
        return knowledge
    own = [entity for entity in knowledge.entities.values() if (folder / entity.origin).is_file()]
    problems = check_examples(build_matcher(knowledge), own)
    if problems:
        raise KnowledgeError(list(problems))
    return knowledge
