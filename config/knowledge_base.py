"""Loads config/knowledge/**/*.toml, and optionally the user's own folder above it, into one frozen Knowledge."""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from config.cue_words import CueError, CueWords, load_cue_words
from config.games_calendar import Games, load_games
from config.knowledge_schema import Entity, Problem, read_entity
from config.weights import Weights, WeightsError, load_weights

PACKAGED_FOLDER = Path(__file__).parent / "knowledge"
# These folders hold other formats with loaders of their own.
_OTHER_FORMATS = frozenset({"cues", "games", "markets", "weights"})


class KnowledgeError(ValueError):
    """The knowledge files hold mistakes; ``problems`` lists them all, each with file, line and remedy."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[KnowledgeError], tuple[list[Problem]]]:
        """Comes whole out of a reading process."""
        return type(self), (list(self.problems),)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All entities by id, the Games in order of opening, shared cue words and weights, and a version (12 hex of SHA-256)."""

    entities: Mapping[str, Entity]
    games: tuple[Games, ...]
    cues: CueWords
    weights: Mapping[str, Weights]
    version: str


def load_knowledge(folder: Path | None = None) -> Knowledge:
    """Load the packaged knowledge; files of ``folder`` come on top, an entity with a known id replaces it.

    Raises KnowledgeError with every mistake found.
    """
    folders = [PACKAGED_FOLDER]
    if folder is not None and folder.resolve() != PACKAGED_FOLDER.resolve():
        if not folder.is_dir():
            raise KnowledgeError(
                [
                    Problem(
                        str(folder),
                        0,
                        "",
                        "",
                        "no such folder",
                        "create it or correct the setting knowledge_dir",
                    )
                ]
            )
        folders.append(folder)
    problems: list[Problem] = _unread_folders(folders[1:])
    entities: dict[str, Entity] = {}
    for layer in folders:
        entities.update(_load_layer(layer, problems))
    try:
        cues = load_cue_words(folders[0] / "cues")
        weights = load_weights(folders[0] / "weights")
    except (CueError, WeightsError) as error:
        what = "cues" if isinstance(error, CueError) else "weights"
        raise KnowledgeError([*problems, Problem(what, 1, "", "", str(error), "correct the file")]) from error
    problems += _check_references(entities, cues)
    problems += _check_shared_aliases(entities)
    games, found = load_games(entities.values(), [layer / "games" for layer in folders])
    problems += found
    if problems:
        raise KnowledgeError(problems)
    return Knowledge(MappingProxyType(entities), games, cues, weights, _version(folders))


def _unread_folders(own: list[Path]) -> list[Problem]:
    """Folders of the user that hold what only the packaged files may hold."""
    what = "cue words, market words and weights are read from the packaged knowledge only"
    remedy = "put entities into files of their own and change words in config/knowledge of a checkout"
    return [
        Problem(f"{layer.name}/{name}", 0, "", "", what, remedy)
        for layer in own
        for name in ("cues", "markets", "weights")
        if (layer / name).is_dir()
    ]


def _entity_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*.toml")):
        if path.relative_to(folder).parts[0] not in _OTHER_FORMATS:
            yield path


def _load_layer(folder: Path, problems: list[Problem]) -> dict[str, Entity]:
    entities: dict[str, Entity] = {}
    for path in _entity_files(folder):
        origin = path.relative_to(folder).as_posix()
        try:
            text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
            document = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            problems.append(
                Problem(origin, _toml_line(error), "", "", f"unreadable: {error}", "correct the TOML")
            )
            continue
        lines = text.splitlines()
        problems += [
            Problem(
                origin,
                _line(lines, rf"\[*{re.escape(key)}\b"),
                "",
                key,
                "unknown key",
                "only [[entity]] may stand here",
            )
            for key in document
            if key != "entity"
        ]
        tables = document.get("entity", [])
        if not isinstance(tables, list):
            problems.append(Problem(origin, 1, "", "entity", "not a list of tables", "write [[entity]]"))
            continue
        blocks = _blocks(lines)
        for number, table in enumerate(tables):
            block = blocks[number] if number < len(blocks) else range(len(lines))
            entity, found = read_entity(table, origin, partial(_line_in, lines, block))
            problems += found
            if entity is None:
                continue
            if entity.id in entities:
                other = entities[entity.id]
                what = f"id already used by {other.name!r} in {other.origin}:{other.line}"
                problems.append(
                    Problem(origin, entity.line, entity.id, "id", what, "give one of them another id")
                )
                continue
            entities[entity.id] = entity
    return entities


def _toml_line(error: Exception) -> int:
    found = re.search(r"at line (\d+)", str(error))
    return int(found.group(1)) if found else 1


def _line(lines: list[str], pattern: str) -> int:
    return next((number for number, line in enumerate(lines, 1) if re.match(rf"\s*{pattern}", line)), 1)


_ENTITY_HEAD = re.compile(r"\s*\[\[\s*entity\s*\]\]")


def _blocks(lines: list[str]) -> list[range]:
    """Line indexes of every [[entity]] table, in order."""
    starts = [index for index, line in enumerate(lines) if "[[" in line and _ENTITY_HEAD.match(line)]
    return [range(start, stop) for start, stop in pairwise([*starts, len(lines)])]


def _line_in(lines: list[str], block: range, key: str) -> int:
    """Number of the line that sets ``key`` inside ``block``, else of the block's first line."""
    if key == "id":
        return next((index + 1 for index in block if lines[index].startswith("id")), block.start + 1)
    assignment = re.compile(rf"\s*(\"?{re.escape(key)}\"?\s*=|\[+entity\.{re.escape(key)}\]+)")
    return next((index + 1 for index in block if assignment.match(lines[index])), block.start + 1)


def _check_references(entities: Mapping[str, Entity], cues: CueWords) -> list[Problem]:
    """Parents, rights holders and context groups must exist; parents must not run in a circle."""
    problems = []
    groups = cues.get("context", {}).get("groups", {})
    for entity in entities.values():

        def wrong(key: str, what: str, remedy: str, entity: Entity = entity) -> None:
            problems.append(Problem(entity.origin, entity.line, entity.id, key, what, remedy))

        if entity.parent is not None and entity.parent not in entities:
            wrong("parent", f"no entity {entity.parent!r}", "name the id of an existing entity")
        seen, parent = {entity.id}, entity.parent
        while parent is not None and parent in entities:
            if parent in seen:
                wrong("parent", "parents run in a circle", "remove one of the parents")
                break
            seen.add(parent)
            parent = entities[parent].parent
        for right in entity.rights:
            if right.holder not in entities:
                wrong(
                    "rights.holder", f"no entity {right.holder!r}", "name the id of an existing organisation"
                )
        for rule in entity.context:
            for word in (*rule.accept, *rule.reject):
                if word.startswith("@") and word[1:] not in groups:
                    wrong(
                        "context",
                        f"no word group {word!r}",
                        f"use one of: {', '.join('@' + g for g in groups)}",
                    )
    return problems


def _check_shared_aliases(entities: Mapping[str, Entity]) -> list[Problem]:
    """An alias of two entities is decided by context, so at most one of them may go without a rule."""
    owners: dict[str, dict[str, set[str]]] = {}
    for entity in entities.values():
        for alias in entity.aliases:
            owners.setdefault(alias, {}).setdefault(entity.id, set()).add("*")
        for language, aliases in entity.aliases_by_language.items():
            for alias in aliases:
                owners.setdefault(alias, {}).setdefault(entity.id, set()).add(language)
    problems = []
    for alias, holders in owners.items():
        free = [entity_id for entity_id in holders if entities[entity_id].rule_for(alias) is None]
        for index, entity_id in enumerate(free):
            for other_id in free[:index]:
                ours, theirs = holders[entity_id], holders[other_id]
                if "*" in ours or "*" in theirs or ours & theirs:
                    entity, other = entities[entity_id], entities[other_id]
                    what = (
                        f"alias {alias!r} of {entity.name!r} also belongs to {other.name!r} "
                        f"({other.origin}:{other.line}) and neither has a context rule for it"
                    )
                    remedy = "add [[entity.context]] with accept words to one of them, or drop the alias"
                    problems.append(Problem(entity.origin, entity.line, entity.id, "aliases", what, remedy))
    return problems


def _version(folders: list[Path]) -> str:
    digest = hashlib.sha256()
    for layer in folders:
        for path in sorted(layer.rglob("*.toml")):
            digest.update(path.relative_to(layer).as_posix().encode())
            digest.update(b"\0")
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
