"""What can go wrong with a store that a person can mend; every message names the thing and the remedy."""

from __future__ import annotations


class StorageProblem(Exception):
    """A store that cannot be used as asked; the message names file and remedy."""


class StoreBusy(StorageProblem):
    """Another Podium process writes to the store."""


class StoreTooNew(StorageProblem):
    """The database was written by a newer Podium."""


class StoreDamaged(StorageProblem):
    """A file of the store is incomplete or altered."""


class StoreNotWritable(StorageProblem):
    """The folder is read-only or the disk is full."""


class NothingPublished(StorageProblem):
    """No run has published a database yet."""
