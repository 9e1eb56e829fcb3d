"""The one place that joins the store, the carrier and the rules."""
