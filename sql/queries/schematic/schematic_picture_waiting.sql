-- schematic_picture_waiting: a picture that is to be drawn anew
-- :id uuid
-- row: build uuid, account uuid, title text, slug text, sha256 bytea, scan text
SELECT u.schematic_id AS build, s.account_id AS account, s.title, s.slug, u.sha256, b.scan
FROM schematic_picture_upload u JOIN schematic s ON s.id = u.schematic_id JOIN blob b ON b.sha256 = u.sha256
WHERE u.id = :id;
