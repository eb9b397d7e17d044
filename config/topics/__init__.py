"""Topic vocabulary: one TOML file a topic, refused when a key is unknown."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class TopicProblem(Exception):
    """A topic file that cannot be used; the message names file, key and remedy."""


class Programme(BaseModel):
    """Which rights and kinds of entity make a sponsor of the topic."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    programmes: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    holder_kinds: tuple[str, ...] = ()
    """Kinds of organisation whose mention speaks of the Games: those who grant and hold the rights."""


class Topic(BaseModel):
    """What makes an article belong to the topic; words by language (ISO 639-1)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    title: str
    threshold: float = Field(gt=0, lt=1)
    programme: Programme
    games_words: Mapping[str, tuple[str, ...]]
    weak_games_words: Mapping[str, tuple[str, ...]] = {}
    """Words that may mean the Games or other games; they count for little."""
    campaign_words: Mapping[str, tuple[str, ...]]
    rights_words: Mapping[str, tuple[str, ...]]


def topic_names() -> list[str]:
    """Names of the topics there are."""
    return sorted(
        item.name.removesuffix(".toml")
        for item in resources.files("config.topics").iterdir()
        if item.name.endswith(".toml")
    )


def load_topic(name: str) -> Topic:
    """Load config/topics/<name>.toml; raises TopicProblem."""
    if name not in topic_names():
        raise TopicProblem(
            f"no topic {name!r}; there are: {', '.join(topic_names())} (files in config/topics)"
        )
    file = f"config/topics/{name}.toml"
    try:
        values = tomllib.loads(
            resources.files("config.topics").joinpath(f"{name}.toml").read_text(encoding="utf-8")
        )
        return Topic.model_validate({"name": name, **values})
    except tomllib.TOMLDecodeError as error:
        raise TopicProblem(f"{file}: not valid TOML: {error}; correct that line") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        raise TopicProblem(f"{file}: {key}: {first['msg']}; see docs/how-to/add-a-topic.md") from error
