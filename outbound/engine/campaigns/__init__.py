"""Campaigns: content and signatures, launch, pause, resume, stop, and their end."""
