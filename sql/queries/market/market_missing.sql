-- market_missing: what a reading should have told of and did not, and how many it should have
-- :source uuid
-- :since  text
-- :until  text?
-- :seen   text[]
-- row: external text, missing int how often in a row with this, expected bigint
WITH expected AS (SELECT * FROM market_expected(:source, :since::text::timestamp, :until::text::timestamp)), total AS (SELECT count(*) AS n FROM expected)
SELECT e.external_id AS external, e.missing + 1 AS missing, t.n AS expected
FROM expected e, total t WHERE e.external_id <> ALL (:seen::text[]) ORDER BY e.external_id;
