-- market_next_refresh: gives markets whose next date is over their next one; none is left where nothing is affected
-- hot
-- :limit bigint
UPDATE market m SET next_starts = n.starts, next_ends = n.ends, next_day = n.day
FROM (SELECT o.id FROM market o WHERE o.next_ends <= now() ORDER BY o.next_ends LIMIT :limit FOR NO KEY UPDATE SKIP LOCKED) o
     CROSS JOIN LATERAL market_next_date(o.id) n
WHERE m.id = o.id;
