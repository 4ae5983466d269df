-- account_suspend: keeps a person out; what is theirs stays
-- :id     uuid
-- :until  timestamptz?   absent: for good
-- :reason text
UPDATE account SET suspended_at = coalesce(suspended_at, now()), suspended_until = :until, suspended_reason = :reason WHERE id = :id;
