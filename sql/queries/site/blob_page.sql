-- blob_page: blobs in the order of their digests, for who compares them with the files
-- hot
-- :after bytea   all of them are past this one
-- :limit bigint
-- row: sha256 bytea, size bigint, scan text, place text
SELECT b.sha256, b.size, b.scan, b.place FROM blob b WHERE b.sha256 > :after ORDER BY b.sha256 LIMIT :limit;
