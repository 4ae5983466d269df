-- image_grant_one: whether a picture of this person was handed in, or may be, and was not used yet
-- hot
-- :id      uuid
-- :account uuid
-- row: created_at timestamptz
SELECT created_at FROM image_grant WHERE id = :id AND account_id = :account
