"""Parts of steps that a worker on another machine can do."""
