"""Attempts: decided, reserved, placed, settled, and what follows for the contact."""
