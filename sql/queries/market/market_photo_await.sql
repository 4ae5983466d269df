-- market_photo_await: puts a photo that a visitor hid before the moderators, where it is not there already
-- :id uuid
-- row: done bool
SELECT review_await('photo', p.id, p.account_id) IS NOT NULL AS done FROM market_photo p WHERE p.id = :id;
