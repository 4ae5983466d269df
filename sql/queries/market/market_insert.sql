-- market_insert: a market that a person enters, bare of all that market_update says; with its case where moderators look first
-- :id          uuid
-- :account     uuid
-- :slug        text
-- :title       text
-- :zone        text
-- :currency    text
-- :review      text    none, first or all: whose markets wait for a moderator
-- :review_case uuid    id of that case, should there be one
WITH head AS (
    INSERT INTO market (id, account_id, slug, title, zone, currency, review)
    SELECT :id, :account, :slug, :title, :zone, :currency,
           CASE WHEN :review::text = 'all' OR (:review = 'first' AND NOT EXISTS (
               SELECT FROM market o WHERE o.account_id = :account AND o.review = 'approved')) THEN 'waiting' ELSE 'approved' END
    RETURNING id, account_id, review
)
INSERT INTO review_case (id, room, subject_id, account_id) SELECT :review_case, 'market', h.id, h.account_id FROM head h WHERE h.review = 'waiting';
