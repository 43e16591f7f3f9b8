"""The database of the store: engine, connection, schema, migrations, integrity, backup."""
