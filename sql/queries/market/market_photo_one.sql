-- market_photo_one: photos as their reader sees them, in the order of their ids; those that the reader may not see are left out
-- hot
-- :ids       uuid[]
-- :viewer    uuid?
-- :moderator bool
-- row: id uuid, market uuid, market_slug text, market_title text, rating uuid? none: the organiser's own, image uuid, state text held or rendering or ready or hidden or withheld (with its rating),
--      shown bool everybody sees it, name text the word in its addresses; empty while it has none, width int, height int, colour text, caption text,
--      position int, cover bool it was chosen to stand for the market, unchecked bool nobody looked for faces yet, boxes jsonb what is obscured; for its uploader and moderators,
--      mine bool, organises bool, needs_reason bool a moderator showed it again so that hiding it needs a reason, hidden_why text, verdict text why a moderator keeps it hidden,
--      author_name text?, author_slug text?, created_at timestamptz
SELECT p.id, p.market_id AS market, m.slug AS market_slug, m.title AS market_title, p.rating_id AS rating, p.image_id AS image,
       CASE WHEN p.withheld AND i.state = 'hidden' THEN 'withheld' ELSE i.state END AS state,
       i.state = 'ready' AND coalesce(r.state, 'shown') = 'shown' AND m.reachable AS shown,
       CASE WHEN i.state = 'ready' THEN coalesce(i.name, '') ELSE '' END AS name, i.width, i.height, i.colour, p.caption, p.position, p.cover,
       i.detector = 'failed' AND NOT i.checked AS unchecked, CASE WHEN p.account_id = :viewer::uuid OR :moderator THEN i.boxes ELSE '[]' END AS boxes,
       coalesce(p.account_id = :viewer::uuid, false) AS mine, coalesce(m.account_id = :viewer::uuid OR o.account_id = :viewer::uuid, false) AS organises,
       p.restored_at IS NOT NULL AS needs_reason, i.hidden_reason AS hidden_why, p.verdict, a.name AS author_name, a.slug AS author_slug, p.created_at
FROM unnest(:ids::uuid[]) WITH ORDINALITY AS asked (id, place)
JOIN market_photo p ON p.id = asked.id
JOIN market m ON m.id = p.market_id
JOIN image i ON i.id = p.image_id AND i.state <> 'gone'
LEFT JOIN market_organiser o ON o.id = m.organiser_id
LEFT JOIN market_rating r ON r.id = p.rating_id
LEFT JOIN account a ON a.id = p.account_id
WHERE (i.state = 'ready' AND coalesce(r.state, 'shown') = 'shown' AND m.reachable) OR p.account_id = :viewer OR :moderator
ORDER BY asked.place;
