"""The outbound command."""
