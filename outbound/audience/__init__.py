"""Whom a campaign reaches: the base, and the selection of a wave's list from it."""
