"""Past campaigns, and new ones begun from them."""
