"""Knows what a wrong call of the command line is. It does not print."""


class UsageError(Exception):
    """The command line asks for something that cannot be; nothing was done.

    Its message is one sentence without a full stop, which the door prints before it exits with 2.
    """
