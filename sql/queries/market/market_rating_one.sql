-- market_rating_one: ratings as their reader sees them, in the order of their ids; those that the reader may not see are left out
-- hot
-- :ids       uuid[]
-- :viewer    uuid?
-- :moderator bool
-- row: id uuid, market uuid, market_slug text, market_title text, date text its key: when it starts by the schedule and the market's own clock,
--      author_name text, author_slug text, selection int 1 to 5, prices int, setting int, access int,
--      total int 4 to 20, stars int 1 to 5 the same rounded, words text, reply text the organiser's, replied_at timestamptz?, replied_by text?, state text shown or waiting or hidden,
--      reason text why it is hidden, created_at timestamptz, said_at timestamptz of the last change, edited bool, mine bool, may_reply bool, photos bigint that the reader may see
SELECT r.id, r.market_id AS market, m.slug AS market_slug, m.title AS market_title, to_char(r.key, 'YYYY-MM-DD"T"HH24:MI:SS') AS date,
       a.name AS author_name, a.slug AS author_slug,
       r.selection, r.prices, r.setting, r.access, coalesce(r.total, 0) AS total, (coalesce(r.total, 0) + 2) / 4 AS stars, r.words, r.reply, r.replied_at, b.name AS replied_by, r.state,
       r.reason, r.created_at, r.said_at, r.edited, coalesce(r.account_id = :viewer::uuid, false) AS mine,
       coalesce(m.account_id = :viewer::uuid OR o.account_id = :viewer::uuid, false) AS may_reply,
       (SELECT count(*) FROM market_photo p JOIN image i ON i.id = p.image_id
        WHERE p.rating_id = r.id AND (i.state = 'ready' OR (i.state <> 'gone' AND (r.account_id = :viewer::uuid OR :moderator)))) AS photos
FROM unnest(:ids::uuid[]) WITH ORDINALITY AS asked (id, place)
JOIN market_rating r ON r.id = asked.id
JOIN market m ON m.id = r.market_id
JOIN account a ON a.id = r.account_id
LEFT JOIN market_organiser o ON o.id = m.organiser_id
LEFT JOIN account b ON b.id = r.replied_by
WHERE (r.state = 'shown' AND m.reachable) OR r.account_id = :viewer OR :moderator
ORDER BY asked.place;
