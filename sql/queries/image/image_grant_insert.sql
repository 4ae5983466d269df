-- image_grant_insert: leave to hand one picture to the pool; nothing where the person has as many unattached pictures as they may
-- :id      uuid
-- :account uuid
-- :most    bigint
INSERT INTO image_grant (id, account_id)
SELECT :id, :account
WHERE (SELECT count(*) FROM image_grant WHERE account_id = :account AND created_at > now() - interval '1 day') < :most
