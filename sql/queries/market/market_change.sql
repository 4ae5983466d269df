-- market_change: the market that is about to be changed, locked, for whom may see it; whether they may is may_edit
-- :id        uuid?
-- :slug      text?   when there is no id
-- :viewer    uuid
-- :moderator bool
-- row: id uuid, slug text, title text, account uuid?, mine bool, may_edit bool, zone text, currency text, country text, latitude float?, longitude float?,
--      schedule jsonb, was jsonb the whole row
SELECT m.id, m.slug, m.title, m.account_id AS account, h.mine, h.mine OR :moderator AS may_edit, m.zone, m.currency, m.country, m.latitude, m.longitude,
       m.schedule, to_jsonb(m) - 'at' - 'search' AS was
FROM market m
LEFT JOIN market_organiser o ON o.id = m.organiser_id
CROSS JOIN LATERAL (SELECT coalesce(m.account_id = :viewer OR o.account_id = :viewer, false) AS mine) h
WHERE m.id = coalesce(:id::uuid, (SELECT t.id FROM market t WHERE t.slug = :slug)) AND m.merged_into IS NULL
  AND (m.reachable OR h.mine OR :moderator)
FOR UPDATE OF m;
