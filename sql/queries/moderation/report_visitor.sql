-- report_visitor: how many open reports a visitor has made
-- hot
-- :visitor bytea
-- row: open bigint
SELECT count(*) AS open FROM report r WHERE r.visitor = :visitor AND r.resolution IS NULL;
