"""A campaign's scripts as one listener hears them."""
