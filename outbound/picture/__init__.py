"""Pictures as SVG text: shapes, bars, a waterfall, cells; whatever they show comes as plain values."""
