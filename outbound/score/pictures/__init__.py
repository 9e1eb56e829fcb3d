"""Pictures as SVG text: the same function draws for a page, the report file and print."""
