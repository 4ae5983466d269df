-- market_news_take: takes a market's news away, and gives back what of it is still news, soonest first; dates that a changed rule dropped are one
-- :market uuid
-- row: kind text market.cancelled market.moved market.back market.dropped, day text as it was known, now_day text? where it is now
WITH taken AS (
    DELETE FROM market_news n WHERE n.market_id = :market RETURNING n.key, n.day, n.starts, n.status
), said AS (
    SELECT CASE WHEN d.key IS NULL THEN 'market.dropped' WHEN d.status = 'cancelled' THEN 'market.cancelled'
                WHEN d.status = 'moved' OR d.starts <> t.starts THEN 'market.moved' ELSE 'market.back' END AS kind, t.day, d.day AS now_day, t.starts
    FROM taken t LEFT JOIN market_date d ON d.market_id = :market AND d.key = t.key
    WHERE t.starts > now() AND (d.key IS NULL AND t.status <> 'cancelled' OR (d.starts, d.status) IS DISTINCT FROM (t.starts, t.status))
      AND (d.key IS NOT NULL OR NOT EXISTS (SELECT FROM market_date o WHERE o.market_id = :market AND o.starts = t.starts))
), first AS (
    SELECT s.*, row_number() OVER (PARTITION BY s.kind ORDER BY s.starts) AS place FROM said s
)
SELECT f.kind, to_char(f.day, 'YYYY-MM-DD') AS day, to_char(f.now_day, 'YYYY-MM-DD') AS now_day
FROM first f WHERE f.place <= CASE WHEN f.kind = 'market.dropped' THEN 1 ELSE 5 END ORDER BY f.starts, f.kind LIMIT 10;
