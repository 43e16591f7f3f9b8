#!/usr/bin/env bash
# DuckDB answers max() over a Parquet file with a category that no row has, if the column has one empty cell.
#
# A pandas categorical column is written to Parquet as a dictionary, whose statistics pyarrow takes from the whole
# dictionary once a cell is empty. DuckDB answers max() from those statistics and does not read the rows.
#
# The same query with a condition that is always true reads the rows and is right. pandas and a count of the rows show
# no such value. Write plain strings, or `remove_unused_categories()` before writing.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check duckdb==2.0.0 pandas==3.1.1 pyarrow==26.0.1

cat > "$folder/expected" <<'EXPECTED'
full pandas: transport
full as it is transport
full random() >= 0 transport
empty pandas: transport
empty as it is unused
empty random() >= 0 transport
EXPECTED
cd "$folder"
"$folder/venv/bin/python" - > "$folder/output" <<'PYTHON'
import duckdb
import pandas as pd

categories = ["housing", "transport", "unused"]
for name, values in (("full", ["housing", "transport", "housing"]), ("empty", ["housing", "transport", None])):
    pd.DataFrame({"code": pd.Categorical(values, categories=categories)}).to_parquet(f"{name}.parquet")
    print(name, "pandas:", max(pd.read_parquet(f"{name}.parquet")["code"].dropna()))
    for query in (f"max(code) from '{name}.parquet'", f"max(code) from '{name}.parquet' where random() >= 0"):
        print(name, query.partition(" where ")[2] or "as it is", duckdb.sql(f"select {query}").fetchall()[0][0])
PYTHON

echo "duckdb==2.0.0 pandas==3.1.1 pyarrow==26.0.1"
cat "$folder/output"
diff -u "$folder/expected" "$folder/output" || { echo "The output has changed."; exit 1; }
echo "The finding holds."
