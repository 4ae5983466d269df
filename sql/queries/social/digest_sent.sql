-- digest_sent: a digest is on its way; what it left out, because it was too much or may not be seen, is not told by a later one
-- :account uuid
WITH told AS (UPDATE notice SET mailed_at = now() WHERE account_id = :account AND mailed_at IS NULL AND read_at IS NULL)
UPDATE account SET digest_at = now() WHERE id = :account;
