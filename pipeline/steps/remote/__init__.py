"""Work that a worker on another machine does for a step."""
