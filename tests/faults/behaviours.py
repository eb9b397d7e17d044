"""Every behaviour, by name."""

from __future__ import annotations

from . import content, deceit, languages, redirects, transport, walls, wire

BEHAVIOURS = (
    *transport.BEHAVIOURS,
    *wire.BEHAVIOURS,
    *redirects.BEHAVIOURS,
    *content.BEHAVIOURS,
    *deceit.BEHAVIOURS,
    *walls.BEHAVIOURS,
    *languages.BEHAVIOURS,
)
