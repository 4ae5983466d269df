-- market_host_release: gives the connection back, and says when the next request may be made
-- :origin   text
-- :holder   uuid
-- :delay_ms bigint  between requests
-- :wait_ms  bigint  until the next one
-- :failures int
UPDATE market_host SET locked_until = '-infinity', delay_ms = :delay_ms, failures = :failures,
    next_at = clock_timestamp() + make_interval(secs => :wait_ms::bigint / 1000.0)
WHERE origin = :origin AND holder = :holder;
