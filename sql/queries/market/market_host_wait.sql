-- market_host_wait: how long until it is worth asking for a site again: whoever has it may be done at any moment
-- :origin text
-- row: wait_ms bigint
SELECT greatest(ceil(extract(epoch FROM h.next_at - clock_timestamp()) * 1000),
                CASE WHEN h.locked_until > clock_timestamp() THEN 200 ELSE 1 END)::bigint AS wait_ms
FROM (SELECT greatest(g.next_at, clock_timestamp()) AS next_at, g.locked_until FROM market_host g WHERE g.origin = :origin) h;
