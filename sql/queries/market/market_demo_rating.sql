-- market_demo_rating: what a demo visitor says of the last date of a market; of one that had none, nothing
-- :id        uuid
-- :market    uuid
-- :account   uuid
-- :back      int    which date: 0 is the last that is over, 1 the one before
-- :selection int
-- :prices    int
-- :setting   int
-- :access    int
-- :words     text
INSERT INTO market_rating (id, market_id, key, account_id, selection, prices, setting, access, words, created_at, said_at)
SELECT :id, d.market_id, d.key, :account, :selection, :prices, :setting, :access, :words, d.ends + interval '3 hours', d.ends + interval '3 hours'
FROM market_date d WHERE d.market_id = :market AND d.ends < now() - interval '4 hours' AND d.status <> 'cancelled'
ORDER BY d.starts DESC OFFSET :back::int LIMIT 1
ON CONFLICT (market_id, key, account_id) DO NOTHING;
