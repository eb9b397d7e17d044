"""The bundled sample press: a fictional press landscape in files."""
