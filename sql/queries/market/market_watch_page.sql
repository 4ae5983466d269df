-- market_watch_page: the places that a person watches
-- hot
-- :account uuid
-- row: id uuid, title text, latitude float, longitude float, radius int, created_at timestamptz
SELECT w.id, w.title, w.latitude, w.longitude, w.radius, w.created_at FROM market_watch w WHERE w.account_id = :account ORDER BY w.id DESC LIMIT 100;
