"""What the carrier tells us: stored first, then applied."""
