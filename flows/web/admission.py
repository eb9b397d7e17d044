"""Whether an address may be asked at all: its form, where its host leads, and the rules of its origin."""

from __future__ import annotations

from extractors.rights import rights_of_host
from extractors.robots import UNREACHABLE
from extractors.urls import has_credentials, is_web_url, origin_of, without_credentials
from flows.web.addresses import is_public, leads_inside, literal_address
from flows.web.exchange import ExchangeFault
from flows.web.host_rules import Access, HostRulesBook
from flows.web.memory import HostMemory
from flows.web.policy import FetchPolicy, host_and_port
from flows.web.trail import Trail


class Admission:
    """The guard before every request and every hop of a redirect; refuses by raising ExchangeFault."""

    def __init__(self, policy: FetchPolicy, memory: HostMemory, rules: HostRulesBook) -> None:
        self._policy = policy
        self._memory = memory
        self._rules = rules

    async def check(self, trail: Trail) -> None:
        """Let ``trail.url`` through or raise; notes its host and the verdicts in ``trail``."""
        url = trail.url
        if not is_web_url(url):
            reason = "redirect_not_web" if trail.hops else "bad_url"
            raise ExchangeFault(reason, f"not an http(s) address: {without_credentials(url)[:200]}")
        if has_credentials(url):
            raise ExchangeFault(
                "credentials_in_url", f"{without_credentials(url)} was given with a user name"
            )
        host, port = trail.host = host_and_port(url)
        trail.state = self._memory.state(host, port, self._policy)
        if not trail.state.is_own:
            await self._check_host(host, port)
        if not trail.is_errand:
            origin = origin_of(url)
            self._check_rules(trail, self._rules.known(origin) or await self._rules.access(origin))

    async def _check_host(self, host: str, port: int) -> None:
        literal = literal_address(host)
        if literal is not None and not is_public(literal):
            raise ExchangeFault("address_not_public", f"{host} is not a public address")
        if not self._policy.user_agent_contact:
            if await leads_inside(host, port, self._policy):
                raise ExchangeFault("address_not_public", f"{host} leads to an address that is not public")
            raise ExchangeFault("no_contact", "the user agent has no contact address")

    def _check_rules(self, trail: Trail, access: Access) -> None:
        trail.access = access
        if access.record.robots == UNREACHABLE:
            trail.robots = "unreachable"
            cause = access.failure
            if cause is not None and (cause.status is None or cause.status < 400):
                raise ExchangeFault(cause.reason, f"at robots.txt: {cause.detail}")
            raise ExchangeFault("robots_unreachable", f"robots.txt: {access.record.detail}")
        if not access.allows(trail.url):
            trail.robots = "disallowed"
            raise ExchangeFault("robots_disallowed", f"by {origin_of(trail.url)}/robots.txt")
        trail.robots = "allowed"
        trail.rights = rights_of_host(trail.url, access.record.tdm_body)
        if trail.rights.reserved:
            raise ExchangeFault("rights_reserved", str(trail.rights.signal))
