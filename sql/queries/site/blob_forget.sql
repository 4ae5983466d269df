-- blob_forget: drops the row of an unused blob unless it was touched meanwhile; a row that speaks of it is a conflict
-- :sha256  bytea
-- :seconds bigint
-- row: place text
DELETE FROM blob WHERE sha256 = :sha256 AND touched_at < now() - make_interval(secs => :seconds::bigint)
RETURNING place;
