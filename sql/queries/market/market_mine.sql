-- market_mine: everything that a person holds, newest first
-- hot
-- :account uuid
-- :before  uuid?   cursor
-- :limit   bigint
-- row: id uuid, slug text, title text, town text, status text, visibility text, review text, favourites bigint, ratings bigint, created_at timestamptz,
--      next_day text? of its next date by its own clock
SELECT m.id, m.slug, m.title, m.town, m.status, m.visibility, m.review, m.favourites, m.ratings, m.created_at,
       (SELECT to_char(d.day, 'YYYY-MM-DD') FROM market_date d
        WHERE d.market_id = m.id AND d.ends > now() AND d.status <> 'cancelled' ORDER BY d.starts LIMIT 1) AS next_day
FROM market m
WHERE m.account_id = :account AND m.merged_into IS NULL AND m.id < coalesce(:before::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
ORDER BY m.id DESC LIMIT :limit;
