-- upload_insert: a file on its way, of which nothing is here yet
-- :id        uuid
-- :account   uuid
-- :file_name text
-- :length    bigint
-- :seconds   bigint  how long it may lie there untouched
INSERT INTO upload (id, account_id, file_name, length, expires_at)
VALUES (:id, :account, :file_name, :length, now() + make_interval(secs => :seconds::bigint));
