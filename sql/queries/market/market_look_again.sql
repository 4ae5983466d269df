-- market_look_again: has a change looked at where it weighs and who made it is not trusted yet
-- :market uuid
-- :was    jsonb    the row before
-- :person uuid
-- :rule   text     none, first or all: whose markets wait for a moderator
-- row: noted bool
SELECT market_revise_note(:market, :was, :person, :rule) IS NOT NULL AS noted;
