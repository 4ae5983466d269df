-- account_person: what the viewer may see of a person; of a closed profile the name and no more
-- hot
-- :slug      text
-- :viewer    uuid?
-- :moderator bool
-- row: id uuid, name text, slug text, about text Markdown, created_at timestamptz?, builds bigint? public ones, open bool,
--      followers bigint 0 of a closed one, following bool the viewer follows them, requested bool the viewer waits to be let follow,
--      blocked bool the viewer blocks them, blocks_me bool, mine bool
SELECT a.id, a.name, a.slug, CASE WHEN o.open THEN a.about ELSE '' END AS about, CASE WHEN o.open THEN a.created_at END AS created_at,
       CASE WHEN o.open THEN (SELECT count(*) FROM schematic s WHERE s.account_id = a.id AND s.listed) END AS builds, o.open,
       (SELECT count(*) FROM social_follow f WHERE o.open AND f.kind = 'person' AND f.target = a.id::text AND f.accepted) AS followers,
       coalesce(mine.accepted, false) AS following, coalesce(NOT mine.accepted, false) AS requested,
       blocks(:viewer, a.id) AS blocked, blocks(a.id, :viewer) AS blocks_me, a.id IS NOT DISTINCT FROM :viewer AS mine
FROM account a
CROSS JOIN LATERAL (SELECT :moderator OR profile_open(a.id, :viewer) AS open) o
LEFT JOIN social_follow mine ON mine.account_id = :viewer::uuid AND mine.kind = 'person' AND mine.target = a.id::text
WHERE a.slug = :slug AND a.suspended_at IS NULL;
