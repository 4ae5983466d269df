-- schematic_conversion_one: a file in another format, if it was asked for before
-- hot
-- :sha256 bytea  of the original
-- :target text
-- row: made bytea? absent while it is being made or when it cannot be, size bigint, losses jsonb, why text it cannot be made,
--      stale bool it was to be made and never was, place text? where its bytes are (table blob)
SELECT c.made, c.size, c.losses, c.why, c.made IS NULL AND c.why = '' AND c.created_at < now() - interval '1 hour' AS stale, b.place
FROM schematic_conversion c LEFT JOIN blob b ON b.sha256 = c.made WHERE c.sha256 = :sha256 AND c.target = :target;
