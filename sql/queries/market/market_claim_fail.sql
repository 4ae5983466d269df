-- market_claim_fail: the host was looked at and had no proof; the claim waits on
-- :id  uuid
-- :why text
UPDATE market_claim c SET why = :why, looked_at = now() WHERE c.id = :id;
