-- idempotency_lock: whether this transaction is the only one that works on the key; held until it ends
-- :lock   bigint   a hash of scope and key
-- row: locked bool
SELECT pg_try_advisory_xact_lock(:lock) AS locked;
