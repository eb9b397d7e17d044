"""The labelled corpus as typed records, and the scorer that holds readings against it."""
