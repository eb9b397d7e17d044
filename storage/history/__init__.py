"""What changed in an article, and what was known when."""
