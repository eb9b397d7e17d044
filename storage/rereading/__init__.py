"""Reading everything again: staged beside what is current, reported, then accepted or discarded."""
