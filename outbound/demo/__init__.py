"""A whole campaign day, compressed, on the same code as a real one."""
