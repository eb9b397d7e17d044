"""The reference corpus as articles, read once a process."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from config.reference_corpus import ReferenceCorpus, ReferenceDocument, load_reference_corpus
from extractors.identity import text_hash
from extractors.paragraphs import paragraphs_of_text
from extractors.records import Article
from extractors.urls import article_id_for


@lru_cache(maxsize=2)
def corpus_for(reference_dir: Path | None) -> ReferenceCorpus:
    """The reference corpus of a folder, read once."""
    return load_reference_corpus(reference_dir)


def reference_article(document: ReferenceDocument) -> Article:
    """A reference document as an Article; outlet, URL and day are not in the texts and stay unknown."""
    url = f"podium:{document.document_id}"
    text = unicodedata.normalize("NFC", document.text)
    return Article(
        article_id=article_id_for(url),
        source_id=document.document_id,
        url=url,
        fetched_url=url,
        outlet=None,
        site_name=None,
        title=document.title,
        authors=(),
        description=None,
        image_url=None,
        language=document.language,
        language_origin="reference",
        published_at=None,
        published_origin=None,
        datings=(),
        text=text,
        paragraphs=paragraphs_of_text(text),
        text_sha256=text_hash(text),
        is_reference=True,
        reference_kind=document.kind,
    )
