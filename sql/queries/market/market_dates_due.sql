-- market_dates_due: a market whose dates end before they should, locked
-- hot
-- :before  timestamptz
-- row: id uuid, zone text, schedule jsonb, country text, region text, latitude float?, longitude float?
SELECT m.id, m.zone, m.schedule, m.country, m.region, m.latitude, m.longitude
FROM market m WHERE m.dates_until < :before ORDER BY m.dates_until LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
