-- image_grant_use: uses up the leave under which a picture came; nothing where it was used before
-- :id      uuid
-- :account uuid
DELETE FROM image_grant WHERE id = :id AND account_id = :account
