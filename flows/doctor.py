"""What `podium doctor` looks at: each check is one function that returns findings."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from config.settings import LoadedSettings, Settings

PACKAGES = ("prefect", "duckdb", "trafilatura", "feedparser", "langdetect", "aiohttp", "lxml")
MIN_FREE_BYTES = 500_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One result; ``grade`` is ok, warning or problem, ``detail`` holds the remedy where one is needed."""

    subject: str
    grade: str
    detail: str


def _environment(settings: Settings) -> Iterator[Finding]:
    good = (3, 11) <= sys.version_info[:2] < (3, 14)
    yield Finding(
        "python", "ok" if good else "problem", f"{sys.version.split()[0]} (3.11 to 3.13 are supported)"
    )
    for name in PACKAGES:
        try:
            yield Finding(name, "ok", version(name))
        except PackageNotFoundError:
            yield Finding(name, "problem", "not installed; run make run, or pip install -r requirements.lock")


def _data_folder(settings: Settings) -> Iterator[Finding]:
    folder = settings.data_dir.absolute()
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if not os.access(existing, os.W_OK):
        yield Finding(
            "data folder",
            "problem",
            f"{existing} cannot be written; set PODIUM_DATA_DIR to a folder of yours",
        )
        return
    free = shutil.disk_usage(existing).free
    grade = "ok" if free > MIN_FREE_BYTES else "warning"
    yield Finding("data folder", grade, f"{folder}, {free / 1e9:.1f} GB free")


def _store(settings: Settings) -> Iterator[Finding]:
    from storage import examine_store

    for subject, grade, detail in examine_store(settings.data_dir):
        yield Finding(subject, grade, detail)


def _reference(settings: Settings) -> Iterator[Finding]:
    from flows.corpus import corpus_for
    from flows.reference import KINDS

    corpus = corpus_for(settings.reference_dir)
    used = ", ".join(f"{document.document_id}: {KINDS[document.kind]}" for document in corpus.documents)
    yield Finding("reference corpus", "ok" if len(corpus.documents) == 2 else "problem", used)
    for problem in corpus.problems:
        yield Finding("reference corpus", "warning", problem)


def _knowledge(settings: Settings) -> Iterator[Finding]:
    from config.knowledge_base import KnowledgeError
    from config.topics import TopicProblem, load_topic
    from flows.own_knowledge import proved_knowledge

    try:
        knowledge = proved_knowledge(settings.knowledge_dir)
        yield Finding("knowledge", "ok", f"{len(knowledge.entities)} entities, version {knowledge.version}")
    except KnowledgeError as error:
        for problem in error.problems:
            yield Finding("knowledge", "problem", str(problem))
    try:
        yield Finding("topic", "ok", load_topic(settings.topic).title)
    except TopicProblem as problem:
        yield Finding("topic", "problem", str(problem))


def _sources(settings: Settings) -> Iterator[Finding]:
    from config.source_list import default_sources_dir, load_sources

    listing = load_sources(settings.sources_dir or default_sources_dir())
    enabled = sum(source.enabled for source in listing.sources)
    yield Finding("sources", "ok" if enabled else "problem", f"{enabled} enabled of {len(listing.sources)}")
    for problem in listing.problems:
        yield Finding("sources", "warning", str(problem))
    if settings.user_agent_contact is None:
        yield Finding(
            "user agent",
            "warning",
            "no contact set: set PODIUM_USER_AGENT_CONTACT to a mail or web address before fetching from the web",
        )


def _network(settings: Settings) -> Iterator[Finding]:
    host = "example.org"
    try:
        socket.getaddrinfo(host, 443)
    except OSError as error:
        yield Finding(
            "network", "warning", f"{host} cannot be resolved ({error}); the sample press works without"
        )
    else:
        yield Finding("network", "ok", f"{host} resolves")


CHECKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    _environment,
    _data_folder,
    _store,
    _reference,
    _knowledge,
    _sources,
)


def examine(loaded: LoadedSettings, *, network: bool) -> list[Finding]:
    """All findings, in the order of the checks."""
    checks = (*CHECKS, _network) if network else CHECKS
    return [finding for check in checks for finding in check(loaded.settings)]
