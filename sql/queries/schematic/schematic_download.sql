-- schematic_download: what a download needs to know, for whom may see the build; counts it once a person and window
-- hot
-- :id        uuid?
-- :slug      text?   when there is no id
-- :viewer    uuid?
-- :moderator bool
-- :who       bytea   digest of the person or address
-- :window    bigint  seconds
-- :count     bool    false: only look, as HEAD does
-- row: title text, file_name text, format text, sha256 bytea, visibility text, status text, counted bool
WITH build AS (
    SELECT s.id, s.title, s.file_name, s.format, s.sha256, s.visibility, s.status
    FROM schematic s
    WHERE s.id = coalesce(:id::uuid, (SELECT t.id FROM schematic t WHERE t.slug = :slug))
      AND (s.reachable OR s.account_id = :viewer OR :moderator)
), first AS (
    INSERT INTO schematic_download (schematic_id, who, window_start)
    SELECT b.id, :who, to_timestamp(floor(extract(epoch FROM now()) / :window::bigint) * :window) FROM build b
    WHERE b.status = 'clean' AND :count
    ON CONFLICT DO NOTHING
    RETURNING schematic_id
), counted AS (
    UPDATE schematic s SET downloads = s.downloads + 1 FROM first f WHERE s.id = f.schematic_id RETURNING s.id
)
SELECT b.title, b.file_name, b.format, b.sha256, b.visibility, b.status, EXISTS (SELECT FROM counted) AS counted
FROM build b;
