-- schematic_one: one build, found by id or by slug, for whom may see it
-- hot
-- :id        uuid?
-- :slug      text?   when there is no id
-- :viewer    uuid?   who asks, when signed in
-- :moderator bool
-- row: id uuid, slug text, title text, description text, tags text[], visibility text, status text, sha256 text, size bigint,
--      format text, format_version int?, data_version int?, width bigint, height bigint, length bigint, blocks bigint,
--      regions int, warnings text[], downloads bigint, author_name text, author_slug text, file_name text,
--      created_at timestamptz, updated_at timestamptz, mine bool, may_edit bool
SELECT s.id, s.slug, s.title, s.description, s.tags, s.visibility, s.status, encode(s.sha256, 'hex') AS sha256, s.size,
       s.format, s.format_version, s.data_version, s.width, s.height, s.length, s.blocks,
       s.regions, s.warnings, s.downloads, a.name AS author_name, a.slug AS author_slug, s.file_name,
       s.created_at, s.updated_at, s.account_id IS NOT DISTINCT FROM :viewer::uuid AS mine,
       s.account_id IS NOT DISTINCT FROM :viewer OR :moderator AS may_edit
FROM schematic s JOIN account a ON a.id = s.account_id
WHERE s.id = coalesce(:id::uuid, (SELECT t.id FROM schematic t WHERE t.slug = :slug))
  -- Whoever knows the address sees what is public or unlisted and clean; its owner and moderators see the rest as well.
  AND (s.reachable OR s.account_id = :viewer OR :moderator);
