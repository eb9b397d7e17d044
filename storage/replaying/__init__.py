"""What a run recorded, and whether a replay wrote the same rows."""
