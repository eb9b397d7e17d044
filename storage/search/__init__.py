"""Full-text search: how words are cut, folded and stemmed, and how the index is kept."""
