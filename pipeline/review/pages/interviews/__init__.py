"""The list of interviews."""
