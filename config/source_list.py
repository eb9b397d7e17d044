"""Where Podium looks: the list of sources, one TOML table each, read so that one mistake never hides the rest."""

import difflib
import re
import reprlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

SourceKind = Literal["feed", "sitemap", "section", "urls"]
SOURCE_KINDS: tuple[str, ...] = get_args(SourceKind)


@dataclass(frozen=True, slots=True)
class Source:
    """One place to look for articles; keywords keep only entries whose title or summary contains one of them.

    verified is the day somebody last saw the address answer, None for "unverified"; line is the table's, from 1.
    """

    source_id: str
    outlet: str
    kind: SourceKind
    url: str
    language: str
    country: str
    tags: tuple[str, ...]
    enabled: bool
    keywords: tuple[str, ...]
    seen_at: str
    verified: date | None
    file: str
    line: int | None


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """Something a person must correct: where it stands, what is wrong, and how to put it right."""

    file: str
    line: int | None
    table: str | None
    key: str | None
    what: str
    remedy: str

    def __str__(self) -> str:
        where = [self.file]
        where += [f"line {self.line}"] if self.line is not None else []
        where += [f"[{self.table}]"] if self.table is not None else []
        where += [f"key {self.key!r}"] if self.key is not None else []
        end = "" if self.remedy.endswith("?") else "."
        return f"{', '.join(where)}: {self.what}. {self.remedy}{end}"


@dataclass(frozen=True, slots=True)
class SourceList:
    """Every good source in file order, enabled or not, and everything that kept others out."""

    sources: tuple[Source, ...]
    problems: tuple[SourceProblem, ...]


_REMEDIES: Mapping[str, str] = {
    "outlet": 'Write the outlet\'s name as people know it, such as outlet = "HORIZONT"',
    "kind": "Use one of " + ", ".join(f'"{kind}"' for kind in SOURCE_KINDS),
    "url": 'Give the full public address, such as url = "https://outlet.example/feed.xml"',
    "language": 'Use the two-letter ISO 639-1 code in small letters, such as "de"',
    "country": 'Use the two-letter ISO 3166-1 code in capitals, such as "DE" (the United Kingdom is "GB")',
    "tags": 'Use a list of short words in small letters and hyphens, such as tags = ["trade-press"]',
    "enabled": "Use true or false, without quotation marks",
    "keywords": 'Use a list of words in quotation marks, such as keywords = ["olympi"], or leave the key out',
    "seen_at": 'Say in quotation marks where the address was found, such as seen_at = "https://outlet.example/rss"',
    "verified": 'Use a date without quotation marks, such as verified = 2026-11-22, or "unverified"',
}
SOURCE_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_TABLE_HEADER = re.compile(r"\s*\[(?!\[)[^\]\n]*\]\s*(#.*)?")
# Line breaks other than \n count too: an outlet's name ends up in one line of a table or a log.
_NOT_PRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def _refuse(message: str) -> PydanticCustomError:
    return PydanticCustomError("source", "{message}", {"message": message})


def _printable(text: str) -> str:
    if _NOT_PRINTABLE.search(text):
        raise _refuse("contains a line break or another character that cannot be shown")
    if not text.strip():
        raise _refuse("is empty")
    return text.strip()


def _known_language(code: str) -> str:
    if code not in iso_codes()["languages"]:
        raise _refuse(f"unknown language {code!r}")
    return code


def _known_country(code: str) -> str:
    if code not in iso_codes()["countries"]:
        raise _refuse(f"unknown country {code!r}")
    return code


def _public_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise _refuse(f"{url!r} is not an address ({error})") from None
    if parts.scheme not in ("http", "https"):
        raise _refuse(f"{url!r} is not an http or https address")
    if parts.username is not None or parts.password is not None:
        raise _refuse("the address carries a user name or password")
    if not host:
        raise _refuse(f"{url!r} names no host")
    if re.search(r"\s", url) or _NOT_PRINTABLE.search(url):
        raise _refuse(f"{url!r} contains a space or a line break")
    return url


_Text = Annotated[str, AfterValidator(_printable)]
_Tag = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    outlet: _Text
    kind: SourceKind
    url: Annotated[str, AfterValidator(_public_url)]
    language: Annotated[str, AfterValidator(_known_language)]
    country: Annotated[str, AfterValidator(_known_country)]
    tags: list[_Tag] = []
    enabled: bool = True
    keywords: list[_Text] = []
    seen_at: Annotated[str, AfterValidator(lambda text: _printable(text) if text else text)] = ""
    verified: date | Literal["unverified"] = "unverified"


@cache
def iso_codes() -> Mapping[str, frozenset[str]]:
    """The two-letter codes that exist: "languages" (ISO 639-1) and "countries" (ISO 3166-1 alpha-2)."""
    text = resources.files("config").joinpath("iso_codes.toml").read_text(encoding="utf-8")
    return {name: frozenset(codes) for name, codes in tomllib.loads(text).items()}


def default_sources_dir() -> Traversable:
    """The folder of the source list that comes with Podium."""
    return resources.files("config").joinpath("sources")


def load_sources(folder: Path | Traversable, *more: Path | Traversable) -> SourceList:
    """Read every *.toml of the folders, by file name; of two sources with one id or address the first counts."""
    good: list[Source] = []
    problems: list[SourceProblem] = []
    for each in (folder, *more):
        if not each.is_dir():
            what = "no such folder of sources"
            remedy = "Create it or correct the path; each *.toml file in it holds one table per source"
            problems.append(SourceProblem(str(each), None, None, None, what, remedy))
            continue
        files = [file for file in each.iterdir() if file.name.endswith(".toml") and file.is_file()]
        for file in sorted(files, key=lambda file: file.name):
            if file.name.startswith("."):
                continue
            for read in _read_file(file):
                outcome = read if isinstance(read, SourceProblem) else clash(read, good) or read
                if isinstance(outcome, Source):
                    good.append(outcome)
                else:
                    problems.append(outcome)
    return SourceList(tuple(good), tuple(problems))


def clash(source: Source, others: list[Source] | tuple[Source, ...]) -> SourceProblem | None:
    """The problem that keeps source from standing beside others: the same id or the same address."""
    for other in others:
        place = f"{other.file}" + (f" line {other.line}" if other.line is not None else "")
        if other.source_id == source.source_id:
            what = f"the id {source.source_id!r} is already taken in {place}"
            remedy = "Give one of the two tables another name; the first one counts until then"
            return SourceProblem(source.file, source.line, source.source_id, None, what, remedy)
        if same_address(other.url) == same_address(source.url):
            what = f"the address {source.url} is already read by [{other.source_id}] in {place}"
            remedy = "Remove one of the two tables; the first one counts until then"
            return SourceProblem(source.file, source.line, source.source_id, "url", what, remedy)
    return None


def same_address(url: str) -> str:
    """A key equal for addresses that bring the same bytes: without scheme, fragment, default port, host in small."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.hostname}{port}{parts.path or '/'}{query}"


def parse_sources(text: str, file: str) -> Iterator[Source | SourceProblem]:
    """Each table of one TOML text as a Source, or the problems that keep it from being one; file is for messages."""
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        what = f"the file cannot be read: {error or 'nested too deeply'}"
        line = re.search(r"line (\d+)", str(error))
        remedy = (
            "Correct this place (TOML); until then none of the file's sources is read, the other files are"
        )
        yield SourceProblem(file, int(line[1]) if line else None, None, None, what, remedy)
        return
    lines = _table_lines(text)
    for name, table in document.items():
        if isinstance(table, dict):
            yield from _read_table(name, table, file, lines.get(name))
        else:
            remedy = "Put every key under a line with the source's id in brackets, such as [horizont]"
            what = "this key, or list of tables, stands outside any source"
            yield SourceProblem(file, None, None, name, what, remedy)


def bad_source_id(name: str, file: str, line: int | None) -> SourceProblem:
    """The problem of a table whose name is no source's id."""
    what = "this name cannot be a source's id"
    remedy = "Use 1 to 80 small letters, digits, hyphens and underscores, such as [outlet-sport]"
    return SourceProblem(file, line, name, None, what, remedy)


def _read_file(file: Path | Traversable) -> Iterator[Source | SourceProblem]:
    try:
        # Editors on Windows put a byte order mark first, which TOML does not know.
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"the file is not UTF-8 text (byte {error.start})"
        yield SourceProblem(str(file), None, None, None, what, "Save it again with the encoding UTF-8")
    except OSError as error:
        what = f"the file cannot be opened: {error.strerror or error}"
        yield SourceProblem(str(file), None, None, None, what, "Check the file and its permissions")
    else:
        yield from parse_sources(text, str(file))


def _read_table(
    name: str, table: dict[str, Any], file: str, line: int | None
) -> Iterator[Source | SourceProblem]:
    if not SOURCE_ID.fullmatch(name):
        yield bad_source_id(name, file, line)
        return
    try:
        row = _Table.model_validate(table)
    except ValidationError as error:
        seen: set[str] = set()
        for detail in error.errors(include_url=False):
            key = str(detail["loc"][0])
            if key not in seen:
                yield SourceProblem(file, line, name, key, *_explain(key, detail["type"], detail))
            seen.add(key)
        return
    yield Source(
        source_id=name,
        outlet=row.outlet,
        kind=row.kind,
        url=row.url,
        language=row.language,
        country=row.country,
        tags=tuple(row.tags),
        enabled=row.enabled,
        keywords=tuple(row.keywords),
        seen_at=row.seen_at,
        verified=row.verified if isinstance(row.verified, date) else None,
        file=file,
        line=line,
    )


def _explain(key: str, kind: str, detail: Mapping[str, Any]) -> tuple[str, str]:
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(key, _Table.model_fields, n=1)
        known = ", ".join(_Table.model_fields)
        return (
            "unknown key",
            f"Did you mean {near[0]!r}?" if near else f"Remove it; the known keys are {known}",
        )
    if kind == "missing":
        return "this key is missing", f"Add it. {_REMEDIES[key]}"
    what = detail["msg"] if kind == "source" else f"{reprlib.repr(detail['input'])} cannot stand here"
    return what, _REMEDIES[key]


def _table_lines(text: str) -> dict[str, int]:
    """The line, from 1, of each top table's header, as tomllib itself tells none."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if _TABLE_HEADER.fullmatch(line.rstrip("\r")):
            try:
                names = tomllib.loads(line.rstrip("\r"))
            except tomllib.TOMLDecodeError:
                continue
            lines.setdefault(next(iter(names)), number)
    return lines
