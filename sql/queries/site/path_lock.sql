-- path_lock: waits until no other transaction that came with a precondition changes what stands at a path; held until this one ends
-- :lock   bigint   a hash of the path
-- row: locked bool
SELECT pg_advisory_xact_lock(:lock) IS NOT NULL AS locked;
