-- social_like_delete: takes a like back; when it was given
-- :room    text
-- :subject uuid
-- :account uuid
-- row: created_at timestamptz
DELETE FROM social_like WHERE room = :room AND subject_id = :subject AND account_id = :account RETURNING created_at;
