-- schematic_change: the build that is about to be changed, locked, for whom may see it; whether they may is may_edit
-- :id        uuid?
-- :slug      text?   when there is no id
-- :viewer    uuid
-- :moderator bool
-- row: id uuid, account uuid whose it is, updated_at timestamptz, mine bool, may_edit bool, game int?
SELECT s.id, s.account_id AS account, s.updated_at, s.account_id = :viewer AS mine, s.account_id = :viewer OR :moderator AS may_edit, s.game
FROM schematic s
WHERE s.id = coalesce(:id::uuid, (SELECT t.id FROM schematic t WHERE t.slug = :slug))
  AND (s.reachable OR s.account_id = :viewer OR :moderator)
FOR UPDATE;
