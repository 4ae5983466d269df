-- moderation_mark: what moderators make of a subject, on the subject itself
-- :room    text
-- :subject uuid
-- :becomes text   waiting, approved, rejected or taken_down
-- :reason  text
-- row: moved bool   it shows another version now
SELECT CASE WHEN :room::text = 'schematic' THEN review_mark(:room, :subject, :becomes, :reason)
            ELSE market_review_mark(:room, :subject, :becomes, :reason) IS NULL END AS moved;
