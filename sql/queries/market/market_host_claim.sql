-- market_host_claim: takes the one connection to a site; none: somebody has it, or it is too early
-- :origin   text
-- :holder   uuid
-- :lease_ms bigint
-- row: delay_ms bigint, failures int, robots bytea?, robots_says text?, robots_age_ms bigint
INSERT INTO market_host AS h (origin, holder, locked_until)
VALUES (:origin, :holder, clock_timestamp() + make_interval(secs => :lease_ms::bigint / 1000.0))
ON CONFLICT (origin) DO UPDATE SET holder = EXCLUDED.holder, locked_until = EXCLUDED.locked_until
WHERE h.locked_until <= clock_timestamp() AND h.next_at <= clock_timestamp()
RETURNING h.delay_ms, h.failures, h.robots, h.robots_says,
          least(extract(epoch FROM clock_timestamp() - greatest(h.robots_at, clock_timestamp() - interval '1 year')) * 1000, 1e15)::bigint AS robots_age_ms;
