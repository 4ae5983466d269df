-- image_insert: a picture whose receipt was believed
-- :id       uuid
-- :account  uuid
-- :detector text
-- :width    int
-- :height   int
-- :size     bigint
-- :colour   text
-- :preview  text
-- :digest   bytea
-- :faces    jsonb
INSERT INTO image (id, account_id, detector, width, height, size, colour, preview, digest, faces, boxes)
VALUES (:id, :account, :detector, :width, :height, :size, :colour, :preview, :digest, :faces,
    coalesce((SELECT jsonb_agg(face - 'score') FROM jsonb_array_elements(:faces::jsonb) face), '[]'))
