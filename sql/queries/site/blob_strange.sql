-- blob_strange: which of these digests no row speaks of
-- :digests bytea[]
-- row: sha256 bytea
SELECT coalesce(f.sha256, '') AS sha256 FROM unnest(:digests::bytea[]) AS f (sha256) WHERE NOT EXISTS (SELECT FROM blob b WHERE b.sha256 = f.sha256);
