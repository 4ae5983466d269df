-- market_rating_state: shows or hides a rating as a moderator decided
-- :id     uuid
-- :state  text   shown or hidden
-- :reason text   as its author reads it
UPDATE market_rating SET state = :state, reason = :reason, vouched = vouched OR :state::text = 'shown' WHERE id = :id;
