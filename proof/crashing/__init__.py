"""An office on a database that crashes, and what must be left of its work."""
