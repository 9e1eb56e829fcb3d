"""A small centre, its people and the carrier, whose office dies as it is told to."""
