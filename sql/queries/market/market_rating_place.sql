-- market_rating_place: a market as whoever reads or writes ratings of it sees it
-- hot
-- :id        uuid?
-- :slug      text
-- :viewer    uuid?
-- :moderator bool
-- row: id uuid, slug text, title text, path text, owner uuid?, organises bool the viewer has entered or claimed the market or is its organiser,
--      reachable bool, ratings bigint, stars bigint, score float 1 to 5; 0: not rated yet
SELECT m.id, m.slug, m.title, '/markets/' || m.slug AS path, m.account_id AS owner,
       coalesce(m.account_id = :viewer::uuid OR o.account_id = :viewer::uuid, false) AS organises, m.reachable, m.ratings, m.stars, m.score
FROM market m LEFT JOIN market_organiser o ON o.id = m.organiser_id
WHERE (m.id = :id::uuid OR m.slug = :slug) AND (m.reachable OR m.account_id = :viewer OR o.account_id = :viewer OR :moderator);
