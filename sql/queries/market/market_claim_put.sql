-- market_claim_put: a claim that waits for its proof, of at most MOST other markets a person and day; one that waits already is the same claim anew
-- :id      uuid
-- :market  uuid
-- :account uuid
-- :way     text
-- :place   text
-- :seconds bigint
-- :most    bigint
-- row: id uuid, expires_at timestamptz
INSERT INTO market_claim AS c (id, market_id, account_id, way, place, expires_at)
SELECT :id, :market, :account, :way, :place, now() + make_interval(secs => :seconds::bigint)
WHERE (SELECT count(*) FROM market_claim o WHERE o.account_id = :account AND o.market_id <> :market AND o.created_at > now() - interval '1 day') < :most
ON CONFLICT (market_id, account_id, way) WHERE state = 'waiting' DO UPDATE
SET id = CASE WHEN c.place = EXCLUDED.place THEN c.id ELSE EXCLUDED.id END, -- what was sent to another place proves nothing here
    place = EXCLUDED.place, expires_at = EXCLUDED.expires_at, why = ''
RETURNING c.id, c.expires_at;
