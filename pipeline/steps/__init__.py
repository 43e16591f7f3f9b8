"""Steps: one module per verb, which takes a study and plain arguments and returns a `Report` of counts and ids.

Each step takes the study's lock, can be killed at any moment and run again, and does nothing twice.

Import a step from its own module: a verb loads only what it needs. `pipeline.steps.api` has all of them by name.
"""
