"""Propose which sentences are the interviewer's, in a transcript that does not tell who speaks."""
