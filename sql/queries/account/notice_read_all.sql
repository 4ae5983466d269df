-- notice_read_all: a person has seen all notices
-- :account uuid
UPDATE notice SET read_at = now() WHERE account_id = :account AND read_at IS NULL;
