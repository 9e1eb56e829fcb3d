"""Questions asked of the store that are more than a line."""
