-- market_alike_wait: what a person's entry may be the same as waits for the moderators, unless that was decided before
-- :market uuid
-- row: pairs bigint
SELECT count(f.merge) AS pairs
FROM market m CROSS JOIN LATERAL market_doubles(m.id, (now() AT TIME ZONE m.zone)::date) d
     CROSS JOIN LATERAL market_merge_found(NULL, m.id, d.other, d.likeness) f
WHERE m.id = :market AND d.likeness >= 0.45;
