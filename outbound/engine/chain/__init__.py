"""The audit's writer: one link for each transaction that decides something, in that transaction."""
