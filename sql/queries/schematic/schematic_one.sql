-- schematic_one: one build, found by id or by slug, for whom may see it
-- hot
-- :id        uuid?
-- :slug      text?   when there is no id
-- :viewer    uuid?   who asks, when signed in
-- :moderator bool
-- :link      uuid?   a link that they hold
-- row: id uuid, slug text, title text, description text, tags text[], visibility text, status text, sha256 text, size bigint,
--      format text, format_version int?, data_version int?, width bigint, height bigint, length bigint, blocks bigint,
--      regions int, warnings text[], downloads bigint, author_name text, author_slug text, file_name text,
--      created_at timestamptz, updated_at timestamptz, mine bool, may_edit bool,
--      licence text? an SPDX identifier,
--      game int? data version of the Minecraft that it is for,
--      game_name text? its release: filled in by the program,
--      mods text[] name spaces of mods that it needs,
--      hash text? the same for the same build in any format,
--      version int number of the version that is shown,
--      version_name text as its author calls it,
--      versions bigint how many this viewer may see,
--      likes bigint, comments bigint, review text,
--      review_reason text? for its owner and for moderators,
--      analysis text? waiting or done or too_large or failed: of pictures and preview,
--      thumb text? path of its picture,
--      top text? path of its picture from above,
--      sections text? path of what the preview reads,
--      same_title text? an older listed build with the same contents,
--      same_link text? and its path
SELECT s.id, s.slug, s.title, s.description, s.tags, s.visibility, s.status, encode(s.sha256, 'hex') AS sha256, s.size,
       s.format, s.format_version, s.data_version, s.width, s.height, s.length, s.blocks,
       s.regions, s.warnings, s.downloads, a.name AS author_name, a.slug AS author_slug, s.file_name,
       s.created_at, s.updated_at, s.account_id IS NOT DISTINCT FROM :viewer::uuid AS mine,
       s.account_id IS NOT DISTINCT FROM :viewer OR :moderator AS may_edit,
       s.licence, s.game, NULL::text AS game_name, s.mods, encode(s.hash, 'hex') AS hash, s.version, coalesce(v.name, '') AS version_name,
       (SELECT count(*) FROM schematic_version w WHERE w.schematic_id = s.id
          AND (schematic_version_open(w.status, w.review, s.review) OR s.account_id = :viewer OR :moderator)) AS versions,
       s.likes, s.comments, s.review,
       CASE WHEN s.account_id = :viewer OR :moderator THEN s.review_reason END AS review_reason,
       f.analysis,
       '/schematics/' || s.slug || '/thumb.webp?v=' || left(encode(f.thumb, 'hex'), 16) AS thumb,
       '/schematics/' || s.slug || '/top.webp?v=' || left(encode(f.top, 'hex'), 16) AS top,
       '/schematics/' || s.slug || '/sections?v=' || left(encode(f.sections, 'hex'), 16) AS sections,
       o.title AS same_title, '/schematics/' || o.slug AS same_link
FROM schematic s JOIN account a ON a.id = s.account_id
     LEFT JOIN schematic_version v ON v.schematic_id = s.id AND v.number = s.version
     LEFT JOIN schematic_file f ON f.sha256 = s.sha256
     LEFT JOIN LATERAL (
         SELECT c.title, c.slug FROM schematic c WHERE c.hash = s.hash AND c.listed AND c.id < s.id ORDER BY c.id LIMIT 1
     ) o ON true
WHERE s.id = coalesce(:id::uuid, (SELECT t.id FROM schematic t WHERE t.slug = :slug))
  -- Whoever knows the address sees what is public or unlisted and clean; a link opens more of that; its owner and moderators see all.
  AND (s.reachable OR s.account_id = :viewer OR :moderator OR schematic_link_opens(:link, s.id, :viewer));
