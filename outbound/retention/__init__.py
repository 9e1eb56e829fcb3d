"""What may be offered to whom."""
