"""Waves: when they come, whom they list, what is released, and the plan of all that."""
