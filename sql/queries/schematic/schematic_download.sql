-- schematic_download: what a download needs to know, for whom may see the build; counts it once a person and window
-- hot
-- :id        uuid?
-- :slug      text?   when there is no id
-- :viewer    uuid?
-- :moderator bool
-- :link      uuid?   a link that they hold
-- :version   int?    absent: the one that the build shows; others than its owner and moderators get clean ones only
-- :who       bytea   digest of the person or address
-- :window    bigint  seconds
-- :count     bool    false: only look, as HEAD does
-- row: title text, file_name text, format text, sha256 bytea, visibility text, status text, counted bool
WITH build AS (
    SELECT s.id, s.title, coalesce(v.file_name, s.file_name) AS file_name, coalesce(v.format, s.format) AS format,
           coalesce(v.sha256, s.sha256) AS sha256, s.visibility,
           CASE WHEN v.number IS NULL OR v.number = s.version THEN s.status ELSE v.status END AS status,
           coalesce(v.number, s.version) AS number
    FROM schematic s LEFT JOIN schematic_version v ON v.schematic_id = s.id AND v.number = :version::int
    WHERE s.id = coalesce(:id::uuid, (SELECT t.id FROM schematic t WHERE t.slug = :slug))
      AND (s.reachable OR s.account_id = :viewer OR :moderator OR schematic_link_opens(:link, s.id, :viewer))
      AND (:version IS NULL OR v.status = 'clean' OR (v.number IS NOT NULL AND (s.account_id = :viewer OR :moderator)))
), first AS (
    INSERT INTO schematic_download (schematic_id, who, window_start)
    SELECT b.id, :who, to_timestamp(floor(extract(epoch FROM now()) / :window::bigint) * :window) FROM build b
    WHERE b.status = 'clean' AND :count
    ON CONFLICT DO NOTHING
    RETURNING schematic_id
), counted AS (
    UPDATE schematic s SET downloads = s.downloads + 1 FROM first f WHERE s.id = f.schematic_id RETURNING s.id
), of_version AS (
    UPDATE schematic_version v SET downloads = v.downloads + 1 FROM first f, build b
    WHERE v.schematic_id = f.schematic_id AND v.number = b.number
)
SELECT b.title, b.file_name, b.format, b.sha256, b.visibility, b.status, EXISTS (SELECT FROM counted) AS counted
FROM build b;
