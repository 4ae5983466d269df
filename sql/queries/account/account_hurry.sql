-- account_hurry: ends the time that a closed account has left
-- :id uuid
UPDATE account_closing SET erase_at = now() WHERE account_id = :id;
