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


def upgrade() -> None:
    """Make it, where the database can; elsewhere searching reads the fragments themselves."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(statement)
