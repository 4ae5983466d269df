-- blob_leaving: files that people download and that are to lie in the S3 store, in the order of their digests
-- :after bytea
-- :limit bigint
-- row: sha256 bytea, size bigint, place text, settled bool it is there since long enough that nobody was told to read it here

-- Originals that were drawn, and what was made of them in other formats. Pictures stay here: pages show nothing from elsewhere.
SELECT b.sha256, b.size, b.place, b.placed_at < now() - interval '5 minutes' AS settled
FROM blob b
WHERE b.place <> 'remote' AND b.scan = 'clean' AND b.sha256 > :after
  AND (EXISTS (SELECT FROM schematic_file f WHERE f.sha256 = b.sha256 AND f.analysis <> 'waiting')
       OR EXISTS (SELECT FROM schematic_conversion c WHERE c.made = b.sha256))
ORDER BY b.sha256
LIMIT :limit;
