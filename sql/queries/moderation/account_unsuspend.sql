-- account_unsuspend: lets a person in again; none where they are not kept out
-- :id uuid
UPDATE account SET suspended_at = NULL, suspended_until = NULL, suspended_reason = '' WHERE id = :id AND suspended_at IS NOT NULL AND closed_at IS NULL;
