"""What one run is asked to do: which sources, under which limits, and whether the sample press is served."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from config.settings import Settings
from config.source_list import SourceList, default_sources_dir, load_sources
from flows.web.policy import NO_HOSTS, FetchPolicy, HostMap


@dataclass(frozen=True, slots=True)
class Plan:
    """Sources and limits of a run."""

    source_list: SourceList
    source_list_name: str
    policy: FetchPolicy
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
                policy=policy_of(settings, host_map=dict.fromkeys(press.hosts, (host, port))),
                is_sample=True,
            )
        return
    folder = sources or settings.sources_dir
    yield Plan(
        source_list=load_sources(folder or default_sources_dir()),
        source_list_name=str(folder) if folder else "config/sources",
        policy=policy_of(settings),
    )


def policy_of(settings: Settings, *, host_map: HostMap = NO_HOSTS) -> FetchPolicy:
    """The collector's limits as the settings say; hosts of the map are our own."""
    return FetchPolicy(
        user_agent_contact=settings.user_agent_contact,
        allow_hosts=frozenset(settings.allow_hosts),
        host_map=host_map,
        total_concurrency=settings.total_concurrency,
        per_host_concurrency=settings.per_host_concurrency,
        per_host_delay_seconds=settings.per_host_delay_seconds,
        connect_timeout_seconds=settings.connect_timeout_seconds,
        read_timeout_seconds=settings.read_timeout_seconds,
        total_timeout_seconds=settings.total_timeout_seconds,
        max_body_bytes=settings.max_body_bytes,
    )
