"""Tables for analysts: a row per fragment, quotes, and codes by columns, as files of spreadsheets and statistics."""
