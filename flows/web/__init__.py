"""The only sockets: fetching within limits, under the publishers' rules."""

from flows.web.batch import fetch_batch
from flows.web.memory import HostMemory
from flows.web.policy import FetchPolicy, NotReadError, needs_contact

__all__ = ["FetchPolicy", "HostMemory", "NotReadError", "fetch_batch", "needs_contact"]
