-- moderation_version: the version of a build that a decision is about, as moderators look at it
-- hot
-- :subject uuid
-- row: number int, name text, changes text Markdown, status text, fresh bool a build that is shown has it as a new one, file_name text, size bigint,
--      format text, width bigint, height bigint, length bigint, blocks bigint, thumb text? path of its picture, link text path of its file,
--      manifest jsonb? app/schematic/manifest.h
SELECT v.number, v.name, v.changes, CASE WHEN v.number = s.version THEN s.status ELSE v.status END AS status,
       s.review = 'approved' AND v.number <> s.version AS fresh, v.file_name, v.size, v.format, v.width, v.height, v.length, v.blocks,
       '/schematics/' || s.slug || '/thumb.webp?version=' || v.number || '&v=' || left(encode(f.thumb, 'hex'), 16) AS thumb,
       '/schematics/' || s.slug || '/download?version=' || v.number AS link, f.manifest
FROM schematic s JOIN schematic_version v ON v.schematic_id = s.id AND v.number = review_version(s.id)
LEFT JOIN schematic_file f ON f.sha256 = v.sha256
WHERE s.id = :subject;
