"""The pages and endpoints of the service centre."""
