-- market_rating_hold: the ratings that make a burst wait for a moderator
-- :market  uuid
-- :seconds bigint
-- :fresh   bigint  seconds for which an account is new
-- :visitor bytea
-- :kind    text    which of the counts of market_rating_burst gave it away
-- row: id uuid, account uuid, title text of the market
UPDATE market_rating r SET state = 'waiting'
FROM account a
WHERE a.id = r.account_id AND r.market_id = :market AND r.said_at > now() - make_interval(secs => :seconds::bigint)
  AND r.state = 'shown' AND NOT r.vouched
  AND CASE :kind::text WHEN 'fresh' THEN a.created_at > r.said_at - make_interval(secs => :fresh::bigint) WHEN 'same' THEN r.visitor = :visitor
                 WHEN 'lowest' THEN r.total = 4 WHEN 'highest' THEN r.total = 20 ELSE true END
RETURNING r.id, r.account_id AS account, (SELECT m.title FROM market m WHERE m.id = r.market_id) AS title;
