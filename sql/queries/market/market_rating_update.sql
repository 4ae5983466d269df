-- market_rating_update: changes what somebody said; what is absent stays
-- :id        uuid
-- :selection int?
-- :prices    int?
-- :setting   int?
-- :access    int?
-- :words     text?
UPDATE market_rating r SET selection = coalesce(:selection::int, r.selection), prices = coalesce(:prices::int, r.prices),
    setting = coalesce(:setting::int, r.setting), access = coalesce(:access::int, r.access), words = coalesce(:words::text, r.words),
    said_at = now(), edited = true
WHERE r.id = :id;
