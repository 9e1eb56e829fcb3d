"""The look of a printed sheet: type, headings, figures on top, tables, A4. Plans and reports share it."""

from pathlib import Path
from typing import Final

SHEET: Final = (Path(__file__).parent / "sheet.css").read_text(encoding="utf-8")
"""What a self-contained page needs besides the pictures' own CSS."""
