"""The sample press as data: fictional outlets, what stands around an article, and the articles, read and checked."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from importlib.resources.abc import Traversable
from typing import Any, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError


class SampleError(ValueError):
    """A file of config/sample is not as it must be; the message names file, field and remedy."""


class Outlet(BaseModel):
    """One table of outlets.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: str
    host: str = Field(pattern=r"^[a-z0-9-]+\.example$")
    language: str
    country: str
    strapline: str
    discovery: Literal["rss", "atom", "sitemap"]
    feed_path: str = Field(pattern="^/")
    template: str
    behaviour: Literal["up", "down", "broken_feed"]
    menu: tuple[str, ...]
    encoding: str = "utf-8"
    feed_encoding: str = "utf-8"
    link_suffix: str = ""
    disallow: tuple[str, ...] = ()


class Phrases(BaseModel):
    """One table of phrases.toml: what stands around an article in one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    notice: str
    consent_title: str
    consent: str
    accept: str
    decline: str
    newsletter: str
    subscribe: str
    related: str
    latest: str
    share: str
    tags: str
    by: str
    updated: str
    credit: str
    legal: tuple[str, ...]
    paywall: str
    gone: str
    months: tuple[str, ...] = Field(min_length=12, max_length=12)
    date: str

    def say(self, moment: datetime) -> str:
        """The date and time as a reader of this language sees it."""
        month, time = self.months[moment.month - 1], f"{moment:%H:%M}"
        return self.date.format(day=moment.day, month=month, year=moment.year, time=time)


class SampleArticle(BaseModel):
    """One articles/<outlet>/<slug>.md: its front matter, and its paragraphs as written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: str
    path: str = Field(pattern="^/")
    title: str
    kicker: str
    author: str
    section: str
    published: AwareDatetime
    modified: AwareDatetime | None = None
    description: str
    caption: str
    credit: str
    tags: tuple[str, ...]
    campaign: str = ""
    access: Literal["free", "gallery", "paywall"] = "free"
    status: Literal[200, 410] = 200
    also_listed: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = Field(min_length=1)

    @property
    def changed(self) -> datetime:
        return self.modified or self.published


_Model = TypeVar("_Model", bound=BaseModel)


def _valid(model: type[_Model], values: Mapping[str, Any], where: str) -> _Model:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise SampleError(f"config/sample/{where}: {field}: {first['msg']}; correct this field") from error


def _toml(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SampleError(f"config/sample/{where}: {error}; correct this place (TOML)") from error


def load_outlets(folder: Traversable) -> tuple[Outlet, ...]:
    """The outlets of outlets.toml, in file order; raises SampleError."""
    tables = _toml(folder.joinpath("outlets.toml").read_text("utf-8"), "outlets.toml")["outlet"]
    return tuple(_valid(Outlet, table, "outlets.toml") for table in tables)


def load_phrases(folder: Traversable) -> dict[str, Phrases]:
    """The phrases by language code; raises SampleError."""
    tables = _toml(folder.joinpath("phrases.toml").read_text("utf-8"), "phrases.toml")
    return {language: _valid(Phrases, table, "phrases.toml") for language, table in tables.items()}


def load_articles(folder: Traversable, outlet: Outlet) -> tuple[SampleArticle, ...]:
    """The articles of one outlet, newest first; raises SampleError."""
    room = folder.joinpath("articles", outlet.id)
    found = [_read_article(file, outlet) for file in room.iterdir()] if room.is_dir() else []
    return tuple(sorted(found, key=lambda article: article.published, reverse=True))


def _read_article(file: Traversable, outlet: Outlet) -> SampleArticle:
    where = f"articles/{outlet.id}/{file.name}"
    parts = file.read_text("utf-8").split("+++\n", 2)
    if len(parts) != 3 or parts[0]:
        raise SampleError(f"config/sample/{where}: no front matter; begin and end it with a line +++")
    paragraphs = [" ".join(part.split("\n")) for part in parts[2].strip().split("\n\n")]
    front = {**_toml(parts[1], where), "slug": file.name.removesuffix(".md"), "paragraphs": paragraphs}
    return _valid(SampleArticle, front, where)
