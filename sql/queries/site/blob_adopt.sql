-- blob_adopt: gives files without a row one that looks long untouched, so that the sweep takes them as it takes others
-- :digests bytea[]
-- :sizes   bigint[]
INSERT INTO blob (sha256, size, touched_at)
SELECT f.sha256, f.size, 'epoch' FROM unnest(:digests::bytea[], :sizes::bigint[]) AS f (sha256, size)
ON CONFLICT DO NOTHING;
