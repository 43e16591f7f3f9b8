"""The pages of the desk, a folder each: routes, queries, what the template gets."""
