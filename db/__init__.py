"""The store: what happens to people, in SQLModel tables."""
