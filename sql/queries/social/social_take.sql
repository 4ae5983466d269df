-- social_take: locks whom and what a change is about, in the one order that all keep to
-- :viewer uuid
-- :room   text
-- :id     uuid
-- :parent uuid?   the comment that is answered
-- row: taken bool
SELECT social_take(:viewer, :room, :id, :parent) IS NOT NULL AS taken;
