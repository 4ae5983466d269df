-- account_warn: accounts whose end is near and whose people were not told yet; from here on they were
-- :seconds bigint  how near
-- row: email text, language text?, erase_at timestamptz
WITH near AS (
    UPDATE account_closing c SET warned_at = now()
    WHERE c.warned_at IS NULL AND c.erase_at <= now() + make_interval(secs => :seconds::bigint) AND c.erase_at > now()
    RETURNING c.account_id, c.erase_at)
SELECT a.email, a.language, n.erase_at FROM near n JOIN account a ON a.id = n.account_id;
