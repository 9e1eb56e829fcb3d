"""What is wrong with a script, and where."""

from outbound.errors import InputError


class ScriptError(InputError):
    """A script cannot be used: `file` is relative to scripts/, line and column count from 1.

    `column` is 0 where only the line is known, `line` 0 where it is the file as a whole.
    """

    def __init__(
        self, message: str, file: str, line: int = 0, column: int = 0, hint: str = ""
    ) -> None:
        place = ":".join([f"scripts/{file}", *(str(n) for n in (line, column) if n)])
        super().__init__(message, where=place, hint=hint)
        self.file = file
        self.line = line
        self.column = column
