"""Errors that the API answers with a status of their own."""


class ApiError(Exception):
    """An error that a client can do something about."""

    status = 500

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BadRequest(ApiError):
    status = 400


class NotFound(ApiError):
    status = 404


class MethodNotAllowed(ApiError):
    status = 405


class TooLarge(ApiError):
    status = 413
