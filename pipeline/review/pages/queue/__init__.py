"""The work queues of a coder."""
