"""Version 0005: an index of the words of fragments, to search in; accents make no difference."""

from alembic import op

revision = "0005"
down_revision = "0004"

# The text stays in `fragments`; the index follows it.
SQLITE = (
    "CREATE VIRTUAL TABLE fragment_words USING fts5("
    "text, content='fragments', content_rowid='number', tokenize='unicode61 remove_diacritics 2')",
    "INSERT INTO fragment_words(fragment_words) VALUES ('rebuild')",
    "CREATE TRIGGER fragments_words_come AFTER INSERT ON fragments BEGIN "
    "INSERT INTO fragment_words(rowid, text) VALUES (new.number, new.text); END",
    "CREATE TRIGGER fragments_words_go AFTER DELETE ON fragments BEGIN "
    "INSERT INTO fragment_words(fragment_words, rowid, text) VALUES ('delete', old.number, old.text); END",
    "CREATE TRIGGER fragments_words_change AFTER UPDATE OF text ON fragments BEGIN "
    "INSERT INTO fragment_words(fragment_words, rowid, text) VALUES ('delete', old.number, old.text); "
    "INSERT INTO fragment_words(rowid, text) VALUES (new.number, new.text); END",
)

# What `searching` looks for: the same runs of letters and digits that SQLite's index has, without accents and capitals.
# Letters are told by Unicode's rules, not by those of the server's language, which may know ASCII alone.
POSTGRESQL = (
    r"""CREATE FUNCTION drempel_words(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT array_to_tsvector(coalesce(array_agg(left(word, 200)), '{}'))
    FROM regexp_split_to_table(
      lower(regexp_replace(normalize(said, NFKD), '[\u0300-\u036f]', '', 'g') COLLATE "und-x-icu"),
      '\W+' COLLATE "und-x-icu"
    ) AS word
    WHERE word <> '' $$""",
    "CREATE INDEX fragments_by_words ON fragments USING gin (drempel_words(text))",
)

INDEXES = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def upgrade() -> None:
    """Make it."""
    for statement in INDEXES[op.get_bind().dialect.name]:
        op.execute(statement)
