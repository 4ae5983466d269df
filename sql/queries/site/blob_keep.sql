-- blob_keep: takes the row of a blob, new or known, and holds it until the transaction ends, so that no sweep comes between
-- :sha256 bytea
-- :size   bigint
-- row: scan text
INSERT INTO blob (sha256, size) VALUES (:sha256, :size)
ON CONFLICT (sha256) DO UPDATE SET touched_at = now()
RETURNING scan;
