"""What the world is: settings, sources, knowledge, and the loaders that refuse unknown keys."""
