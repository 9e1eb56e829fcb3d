"""Processes that want to lead, on clocks that jump."""
