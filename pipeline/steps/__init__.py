"""Steps that join the rooms, one module per verb: a study and plain arguments in, a `Report` of counts and ids out.

Each step takes the study's lock, can be killed anywhere and run again, and does nothing twice.

Import a step from its module: a verb loads what it needs and no more. `pipeline.steps.api` has all of them by name.
"""
