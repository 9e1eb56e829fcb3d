"""Campaigns that all want the same people, and the slow definition of every cap."""
