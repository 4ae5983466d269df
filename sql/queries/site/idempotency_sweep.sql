-- idempotency_sweep: forgets the replies that are past their time
-- :seconds bigint   how long replies are kept
DELETE FROM idempotency WHERE created_at <= now() - :seconds * interval '1 second';
