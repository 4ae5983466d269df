-- blob_one: what is known of a blob
-- :sha256 bytea
-- row: size bigint, scan text, place text
SELECT b.size, b.scan, b.place FROM blob b WHERE b.sha256 = :sha256;
