"""Captured pages: kept as WARC files with an index in the database."""
