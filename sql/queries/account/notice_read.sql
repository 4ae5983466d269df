-- notice_read: a person has seen one notice
-- :account uuid
-- :id      uuid
UPDATE notice SET read_at = coalesce(read_at, now()) WHERE id = :id AND account_id = :account;
