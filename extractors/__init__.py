"""Pure functions from bytes and text to frozen records: no clock, disk, network or database."""
