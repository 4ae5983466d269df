-- market_photo_tell: tells who added a photo what became of it
-- :id    uuid
-- :photo uuid
-- :kind  text
-- :link  text
INSERT INTO notice (id, account_id, kind, subject, link, room, subject_id)
SELECT :id, p.account_id, :kind, m.title, :link, 'market', m.id
FROM market_photo p JOIN market m ON m.id = p.market_id
WHERE p.id = :photo AND p.account_id IS NOT NULL;
