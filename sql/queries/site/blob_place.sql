-- blob_place: where its bytes are from now on, unless that changed meanwhile
-- :sha256 bytea
-- :was    text
-- :place  text
UPDATE blob SET place = :place, placed_at = now() WHERE sha256 = :sha256 AND place = :was AND scan = 'clean';
