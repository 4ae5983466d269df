-- market_rating_burst: ratings of a market that came within a short time and that no moderator has looked at, counted in the ways that give a burst away
-- hot
-- :market  uuid
-- :seconds bigint  the time
-- :fresh   bigint  seconds for which an account is new
-- :visitor bytea   the digest of the address that the latest one came from
-- row: every bigint people, fresh bigint of these with new accounts, same bigint from that address, lowest bigint with one star in all four, highest bigint with five in all
SELECT count(DISTINCT r.account_id) AS every, count(DISTINCT r.account_id) FILTER (WHERE a.created_at > r.said_at - make_interval(secs => :fresh::bigint)) AS fresh,
       count(DISTINCT r.account_id) FILTER (WHERE r.visitor = :visitor) AS same, count(*) FILTER (WHERE r.total = 4) AS lowest, count(*) FILTER (WHERE r.total = 20) AS highest
FROM market_rating r JOIN account a ON a.id = r.account_id
WHERE r.market_id = :market AND r.said_at > now() - make_interval(secs => :seconds::bigint) AND r.state <> 'hidden' AND NOT r.vouched;
