"""Every behaviour, by name."""

from __future__ import annotations

from . import content, redirects, transport, walls

BEHAVIOURS = (*transport.BEHAVIOURS, *redirects.BEHAVIOURS, *content.BEHAVIOURS, *walls.BEHAVIOURS)
