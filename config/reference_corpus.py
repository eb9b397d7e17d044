"""The two reference documents: originals where their bytes are proven, our own stand-ins everywhere else."""

import hashlib
import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

DocumentKind = Literal["original", "stand_in"]
# Which gold reading fits the text: gold.json of this package, truth.json beside the originals, or none at hand.
GoldKind = Literal["embedded", "beside_original", "none"]

_Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


@dataclass(frozen=True, slots=True)
class ReferenceDocument:
    """One reference text exactly as its file has it (UTF-8 decoded, not normalised); sha256 is that of its bytes."""

    document_id: str
    text: str
    language: str
    title: str
    kind: DocumentKind
    sha256: str
    gold_kind: GoldKind


@dataclass(frozen=True, slots=True)
class ReferenceCorpus:
    """Every document of the manifest, in its order, and what the user should know about how they were found."""

    documents: tuple[ReferenceDocument, ...]
    problems: tuple[str, ...]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _StandIn(_Strict):
    file: str
    sha256: _Sha256
    title: str


class _Original(_Strict):
    file: str
    sha256: _Sha256
    title_span: tuple[int, int]


class _Document(_Strict):
    id: str
    language: str
    notes: str
    stand_in: _StandIn
    original: _Original


class _Gold(_Strict):
    stand_in: str
    original: str


class Manifest(_Strict):
    """config/reference/manifest.toml."""

    gold: _Gold
    documents: tuple[_Document, ...]


def load_reference_corpus(reference_dir: Path | None) -> ReferenceCorpus:
    """Both documents, each from reference_dir when it holds the original byte for byte, else the stand-in."""
    manifest = load_manifest()
    problems: list[str] = []
    if reference_dir is not None and not os.path.isdir(reference_dir):
        problems.append(
            f"reference_dir {reference_dir} is not a folder that can be read; the stand-ins are used. "
            "Correct PODIUM_REFERENCE_DIR (or reference_dir in the settings), or remove it."
        )
        reference_dir = None
    documents: list[ReferenceDocument] = []
    for entry in manifest.documents:
        found: ReferenceDocument | str | None = None
        if reference_dir is not None:
            found = _read_original(entry, reference_dir, manifest.gold.original)
        if isinstance(found, str):
            problems.append(found)
        if isinstance(found, ReferenceDocument):
            documents.append(found)
        else:
            documents.append(_read_stand_in(entry, problems))
    return ReferenceCorpus(tuple(documents), tuple(problems))


def load_manifest() -> Manifest:
    """The manifest of this package; raises ValueError naming file and key when it is not as it should be."""
    source = _folder() / "manifest.toml"
    try:
        return Manifest.model_validate(tomllib.loads(source.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise ValueError(f"{source}: {error}") from error


def load_embedded_gold() -> Mapping[str, Any]:
    """The gold reading of the stand-ins: offsets are code points into the stand-in's text, end exclusive."""
    gold: dict[str, Any] = json.loads((_folder() / load_manifest().gold.stand_in).read_text(encoding="utf-8"))
    return gold


def _folder() -> Traversable:
    return resources.files("config") / "reference"


def _read_original(entry: _Document, reference_dir: Path, gold_file: str) -> ReferenceDocument | str:
    """The original, or the message that says why the stand-in takes its place."""
    expected = entry.original.sha256
    path = reference_dir / entry.original.file
    if not os.path.lexists(path):
        return (
            f"{path} is missing; the stand-in for {entry.id} is used. Put the original there "
            f"(SHA-256 {expected}), or unset PODIUM_REFERENCE_DIR."
        )
    if not os.path.isfile(path):
        # Never opened: a named pipe in its place would hold up the run for ever.
        return (
            f"{path} is not a regular file; the stand-in for {entry.id} is used. Put the original file there."
        )
    try:
        with path.open("rb") as file:
            # Digest by stream first: only a file that is the original is ever read into memory whole.
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            data = file.read() if digest == expected else b""
    except OSError as error:
        return (
            f"{path} cannot be read ({error.strerror or error}); the stand-in for {entry.id} is used. "
            "Make the file readable for this user, or unset PODIUM_REFERENCE_DIR."
        )
    if digest != expected:
        return (
            f"{path} is left out: its SHA-256 is {digest}, expected {expected}; the stand-in for {entry.id} is used. "
            "Put the original there unchanged (no re-encoding, no converted line ends, no added final newline), "
            "or remove the file."
        )
    text = data.decode("utf-8")
    start, stop = entry.original.title_span
    has_gold = os.path.isfile(reference_dir / gold_file)
    return ReferenceDocument(
        document_id=entry.id,
        text=text,
        language=entry.language,
        title=text[start:stop],
        kind="original",
        sha256=digest,
        gold_kind="beside_original" if has_gold else "none",
    )


def _read_stand_in(entry: _Document, problems: list[str]) -> ReferenceDocument:
    source = _folder() / entry.stand_in.file
    data = source.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    intact = digest == entry.stand_in.sha256
    if not intact:
        problems.append(
            f"{source} was changed: its SHA-256 is {digest}, expected {entry.stand_in.sha256}; it is used all the "
            "same, without its gold reading. Restore it from the repository or install Podium again."
        )
    return ReferenceDocument(
        document_id=entry.id,
        text=data.decode("utf-8"),
        language=entry.language,
        title=entry.stand_in.title,
        kind="stand_in",
        sha256=digest,
        gold_kind="embedded" if intact else "none",
    )
