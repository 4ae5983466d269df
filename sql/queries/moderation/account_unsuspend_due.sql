-- account_unsuspend_due: suspensions that have had their time end
UPDATE account SET suspended_at = NULL, suspended_until = NULL, suspended_reason = '' WHERE suspended_at IS NOT NULL AND suspended_until <= now() AND closed_at IS NULL;
