"""Reads REFI-QDA projects, the standard in which many programs exchange their projects."""
