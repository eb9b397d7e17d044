"""What one run is asked to do: which sources, under which limits, and whether the sample press is served."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from config.settings import Settings
from config.source_list import SourceList, default_sources_dir, load_sources
from flows.web.policy import FetchPolicy


@dataclass(frozen=True, slots=True)
class Plan:
    """Sources and limits of a run. ``host_map`` sends named hosts to an address of this machine."""

    source_list: SourceList
    source_list_name: str
    policy: FetchPolicy
    host_map: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    is_sample: bool = False


@contextmanager
def plan_for(settings: Settings, *, sources: Path | None, sample: bool) -> Iterator[Plan]:
    """The plan of a run; while it is open the sample press answers, if it is asked for."""
    if sample:
        from flows.web.sample_press import SamplePress

        with SamplePress() as press:
            host, port = press.address
            yield Plan(
                source_list=load_sources(resources.files("config").joinpath("sources_sample")),
                source_list_name="sample",
                policy=policy_of(settings, allow=tuple(press.hosts), sample=True),
                host_map={name: (host, port) for name in press.hosts},
                is_sample=True,
            )
        return
    folder = sources or settings.sources_dir
    yield Plan(
        source_list=load_sources(folder or default_sources_dir()),
        source_list_name=str(folder) if folder else "config/sources",
        policy=policy_of(settings),
    )


def policy_of(settings: Settings, *, allow: tuple[str, ...] = (), sample: bool = False) -> FetchPolicy:
    """The collector's limits as the settings say; the sample press needs no pause and no contact."""
    return FetchPolicy(
        user_agent_contact=settings.user_agent_contact or ("sample run" if sample else None),
        allow_hosts=settings.allow_hosts + allow,
        total_concurrency=settings.total_concurrency,
        per_host_concurrency=8 if sample else settings.per_host_concurrency,
        per_host_delay_seconds=0.0 if sample else settings.per_host_delay_seconds,
        connect_timeout_seconds=settings.connect_timeout_seconds,
        read_timeout_seconds=settings.read_timeout_seconds,
        total_timeout_seconds=settings.total_timeout_seconds,
        max_body_bytes=settings.max_body_bytes,
    )
