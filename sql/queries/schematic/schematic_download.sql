-- schematic_download: what a download needs to know, for whom may see the build; counts it once a person and address and window
-- hot
-- :id        uuid?
-- :slug      text?   when there is no id
-- :viewer    uuid?
-- :moderator bool
-- :link      uuid?   a link that they hold
-- :ticket    bool    the viewer is known by a signed address alone: then their account must be in good standing
-- :version   int?    absent: the one that the build shows; others than its owner and moderators get clean ones only
-- :who       bytea[] digests of the address and, where they are signed in, of the account: none of them may have counted in this window
-- :window    bigint  seconds
-- :count     bool    false: only look, as HEAD does
-- row: id uuid, slug text, title text, file_name text, format text, format_version int?, sha256 bytea, visibility text, status text,
--      number int, volume bigint, place text where its bytes are (table blob), mine bool, counted bool
WITH build AS (
    SELECT s.id, s.slug, s.title, coalesce(v.file_name, s.file_name) AS file_name, coalesce(v.format, s.format) AS format,
           CASE WHEN v.number IS NULL THEN s.format_version ELSE v.format_version END AS format_version,
           coalesce(v.sha256, s.sha256) AS sha256, s.visibility,
           CASE WHEN v.number IS NULL OR v.number = s.version THEN s.status ELSE v.status END AS status,
           coalesce(v.number, s.version) AS number,
           coalesce(v.width * v.height * v.length, s.width * s.height * s.length) AS volume,
           s.account_id IS NOT DISTINCT FROM :viewer::uuid AS mine
    FROM schematic s LEFT JOIN schematic_version v ON v.schematic_id = s.id AND v.number = :version::int
    WHERE s.id = coalesce(:id::uuid, (SELECT t.id FROM schematic t WHERE t.slug = :slug))
      AND (s.reachable OR s.account_id = :viewer OR :moderator OR schematic_link_opens(:link, s.id, :viewer))
      AND (:version IS NULL OR schematic_version_open(v.status, v.review, s.review) OR (v.number IS NOT NULL AND (s.account_id = :viewer OR :moderator)))
      AND (NOT :ticket OR EXISTS (SELECT FROM account a WHERE a.id = :viewer AND a.suspended_at IS NULL))
), first AS (
    INSERT INTO schematic_download (schematic_id, who, window_start)
    SELECT b.id, w.who, to_timestamp(floor(extract(epoch FROM now()) / :window::bigint) * :window)
    FROM build b, unnest(:who::bytea[]) AS w (who)
    WHERE b.status = 'clean' AND :count AND NOT b.mine
    ORDER BY w.who -- one order for all, so that nobody waits for each other
    ON CONFLICT DO NOTHING
    RETURNING schematic_id
), new AS (
    SELECT f.schematic_id FROM first f GROUP BY f.schematic_id HAVING count(*) = cardinality(:who)
), counted AS (
    UPDATE schematic s SET downloads = s.downloads + 1 FROM new n WHERE s.id = n.schematic_id RETURNING s.id
), of_version AS (
    UPDATE schematic_version v SET downloads = v.downloads + 1 FROM new n, build b
    WHERE v.schematic_id = n.schematic_id AND v.number = b.number
)
SELECT b.id, b.slug, b.title, b.file_name, b.format, b.format_version, b.sha256, b.visibility, b.status, b.number, b.volume,
       l.place, b.mine, EXISTS (SELECT FROM counted) AS counted
FROM build b JOIN blob l ON l.sha256 = b.sha256;
