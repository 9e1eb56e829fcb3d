"""Outbound: the campaign engine of a telecom operator's outbound service centre."""
