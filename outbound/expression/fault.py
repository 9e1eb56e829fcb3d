"""What is wrong with an expression, and at which character."""


class ExpressionError(ValueError):
    """A text is no expression of the language, or one that does not fit its columns.

    `offset` counts the characters of the text before the fault; `code` is the kind of problem.
    """

    def __init__(
        self, message: str, offset: int, hint: str = "", *, code: str = "expression"
    ) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.hint = hint
        self.code = code
