-- moderation_take: locks a subject, its open case and whom a decision is told, in the one order that all keep to
-- :viewer  uuid
-- :room    text
-- :subject uuid
-- row: taken bool
SELECT review_take(:viewer, :room, :subject) IS NOT NULL AS taken;
