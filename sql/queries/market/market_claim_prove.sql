-- market_claim_prove: the market is the claimant's, and its organiser where it is proved as well; who held it before is told
-- :id     uuid
-- :notice uuid

-- The organiser, where nobody else proved to be it, and the mailbox or host is its own, or it has no market that is not the claimant's: with it go all its
-- markets, and anybody's market may have come by its name.
WITH proved AS (
    UPDATE market_claim c SET state = 'proved', proved_at = now(), why = '' WHERE c.id = :id RETURNING c.market_id, c.account_id, c.way, c.place
), before AS (
    SELECT m.id, m.account_id, m.organiser_id, m.title, m.slug, p.account_id AS claimant, p.way, p.place FROM market m JOIN proved p ON p.market_id = m.id
), told AS (
    INSERT INTO notice (id, account_id, kind, subject, link, room, subject_id)
    SELECT :notice, b.account_id, 'market.claimed', b.title, '/markets/' || b.slug, 'market', b.id FROM before b
    WHERE b.account_id IS NOT NULL AND b.account_id <> b.claimant
), organiser AS (
    UPDATE market_organiser o SET account_id = b.claimant, claimed_at = now() FROM before b
    WHERE o.id = b.organiser_id AND (o.claimed_at IS NULL OR o.account_id IS NULL)
      AND (lower(b.place) = CASE b.way WHEN 'mail' THEN lower(o.email) ELSE lower(substring(o.website FROM '^https?://([^/?#:]+)')) END
           OR NOT EXISTS (SELECT FROM market a WHERE a.organiser_id = o.id AND a.id <> b.id AND a.account_id IS DISTINCT FROM b.claimant AND a.merged_into IS NULL))
)
UPDATE market m SET account_id = b.claimant FROM before b WHERE m.id = b.id;
