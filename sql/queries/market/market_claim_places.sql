-- market_claim_places: by what a market's claim can be proved; its organiser's own contacts stand in where it has none
-- hot
-- :id      uuid?
-- :slug    text?
-- :viewer  uuid
-- row: market uuid, slug text, title text, email text, website text, mine bool, claimed bool by somebody who proved it
SELECT m.id AS market, m.slug, m.title, coalesce(nullif(m.email, ''), o.email, '') AS email, coalesce(nullif(m.website, ''), o.website, '') AS website,
       coalesce(m.account_id = :viewer OR o.account_id = :viewer, false) AS mine,
       EXISTS (SELECT FROM market_claim c WHERE c.market_id = m.id AND c.state = 'proved' AND c.account_id = m.account_id) AS claimed
FROM market m LEFT JOIN market_organiser o ON o.id = m.organiser_id
WHERE m.id = coalesce(:id::uuid, (SELECT t.id FROM market t WHERE t.slug = :slug)) AND m.reachable;
