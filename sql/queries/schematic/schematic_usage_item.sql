-- schematic_usage_item: what takes a person's room, largest first
-- hot
-- :account uuid
-- :limit   bigint
-- row: kind text build or upload, id uuid, slug text?, title text of a build or name of a file on its way, size bigint in all,
--      versions bigint, version_bytes bigint, pictures bigint, picture_bytes bigint,
--      received bigint? of a file on its way: how much is here,
--      expires_at timestamptz? of a file on its way: when it is forgotten
WITH builds AS (
    SELECT s.id, s.slug, s.title, v.count AS versions, v.bytes AS version_bytes, p.count AS pictures, p.bytes AS picture_bytes
    FROM schematic s
    CROSS JOIN LATERAL (SELECT count(*) AS count, coalesce(sum(w.size), 0)::bigint AS bytes
                        FROM schematic_version w WHERE w.schematic_id = s.id) v
    CROSS JOIN LATERAL (SELECT count(*) AS count, coalesce(sum(r.size), 0)::bigint AS bytes
                        FROM schematic_picture r WHERE r.schematic_id = s.id) p
    WHERE s.account_id = :account
), items AS (
    SELECT 'build' AS kind, b.id, b.slug, b.title, b.version_bytes + b.picture_bytes AS size, b.versions, b.version_bytes,
           b.pictures, b.picture_bytes, NULL::bigint AS received, NULL::timestamptz AS expires_at
    FROM builds b
    UNION ALL
    SELECT 'upload', u.id, NULL, u.file_name, u.length, 0, 0, 0, 0, u.received, u.expires_at
    FROM upload u WHERE u.account_id = :account AND u.expires_at > now()
)
SELECT i.kind, i.id, i.slug, i.title, i.size, i.versions, i.version_bytes, i.pictures, i.picture_bytes, i.received, i.expires_at
FROM items i
ORDER BY i.size DESC, i.id
LIMIT :limit;
