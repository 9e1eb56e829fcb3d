"""The way to the telephone network."""
