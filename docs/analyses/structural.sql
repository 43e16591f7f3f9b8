-- Which barriers are told structurally, and by whom? Run in the workspace: duckdb < docs/analyses/structural.sql
-- Counts final codes on reviewed fragments: a description of what was read, no estimate for what was not.
SELECT barrier.code AS barrier,
       transcript.meta_role AS role,
       count(*) AS fragments,
       count(*) FILTER (view.code = 'structural') AS told_structurally,
       round(count(*) FILTER (view.code = 'structural') / count(*), 2) AS share
FROM 'data/results/codes.parquet' AS barrier
JOIN 'data/results/transcripts.parquet' AS transcript ON transcript.interview = barrier.interview
LEFT JOIN 'data/results/codes.parquet' AS view
       ON view.fragment = barrier.fragment AND view.dimension = 'activation' AND view.final
WHERE barrier.dimension = 'barrier' AND barrier.final
GROUP BY ALL
ORDER BY barrier, role;
