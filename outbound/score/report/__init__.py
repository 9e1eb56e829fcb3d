"""The report: one self-contained HTML file for a director's two minutes."""
