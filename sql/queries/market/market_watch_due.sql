-- market_watch_due: a watched place nobody was told of since BEFORE, locked, with what is new there until UNTIL
-- hot
-- :before timestamptz
-- :until  timestamptz
-- row: id uuid, account uuid, title text, latitude float, longitude float, radius int, markets bigint, newest text?
SELECT w.id, w.account_id AS account, w.title, w.latitude, w.longitude, w.radius, n.markets, n.newest
FROM (SELECT d.* FROM market_watch d WHERE d.told_at < :before ORDER BY d.told_at LIMIT 1 FOR UPDATE SKIP LOCKED) w
     CROSS JOIN LATERAL (
         SELECT count(*) AS markets, max(m.title) AS newest FROM market m
         WHERE m.listed AND m.at <@ cube_enlarge(earth_point(w.latitude, w.longitude), w.radius * 1000, 3)
           AND m.at <-> earth_point(w.latitude, w.longitude) <= w.radius * 1000
           AND m.created_at >= w.told_at AND m.created_at < :until AND m.account_id IS DISTINCT FROM w.account_id
     ) n;
