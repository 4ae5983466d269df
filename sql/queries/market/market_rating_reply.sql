-- market_rating_reply: what the organiser answers; empty takes it back
-- :id    uuid
-- :reply text
-- :by    uuid
UPDATE market_rating SET reply = :reply, replied_at = CASE WHEN :reply::text <> '' THEN now() END, replied_by = CASE WHEN :reply::text <> '' THEN :by::uuid END
WHERE id = :id;
