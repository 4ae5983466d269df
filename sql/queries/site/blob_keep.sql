-- blob_keep: takes the row of a blob, new or known, and holds it until the transaction ends, so that no sweep comes between
-- :sha256 bytea
-- :size   bigint
-- row: scan text

-- Who takes it puts its file on the disk, whatever else there is of it.
INSERT INTO blob (sha256, size) VALUES (:sha256, :size)
ON CONFLICT (sha256) DO UPDATE SET touched_at = now(), place = CASE blob.place WHEN 'remote' THEN 'both' ELSE blob.place END,
    placed_at = CASE blob.place WHEN 'remote' THEN now() ELSE blob.placed_at END
RETURNING scan;
