"""Talking a script through as the customer, and replaying what was recorded."""
