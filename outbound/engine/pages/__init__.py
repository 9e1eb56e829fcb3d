"""What the pages show, read for them from the store and the files."""
