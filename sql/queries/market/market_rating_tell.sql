-- market_rating_tell: tells the author of a rating what somebody did with it; nothing is told by whom they block, nor to oneself
-- :id     uuid
-- :rating uuid
-- :actor  uuid
-- :kind   text
-- :link   text
INSERT INTO notice (id, account_id, kind, subject, link, actor_id, room, subject_id)
SELECT :id, r.account_id, :kind, m.title, :link, :actor, 'market', m.id
FROM market_rating r JOIN market m ON m.id = r.market_id
WHERE r.id = :rating AND r.account_id <> :actor::uuid AND NOT blocks(r.account_id, :actor);
