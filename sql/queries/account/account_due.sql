-- account_due: an account whose time is over, locked
-- row: id uuid
SELECT c.account_id AS id FROM account_closing c WHERE c.erase_at <= now() ORDER BY c.erase_at LIMIT 1 FOR UPDATE SKIP LOCKED;
