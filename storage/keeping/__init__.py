"""Keeping the store in order: backups, exports, retention, the right to be forgotten."""
