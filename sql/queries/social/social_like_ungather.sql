-- social_like_ungather: takes a like out of the notice that counted it; a notice of nobody goes
-- :owner   uuid
-- :room    text
-- :subject uuid
-- :given   timestamptz   when the like was given
WITH counted AS (
    SELECT n.id, n.people FROM notice n
    WHERE n.room = :room AND n.subject_id = :subject AND n.account_id = :owner AND n.kind = 'social.like'
      AND n.read_at IS NULL AND n.mailed_at IS NULL AND n.created_at <= :given
    ORDER BY n.id DESC LIMIT 1
), gone AS (DELETE FROM notice n USING counted c WHERE n.id = c.id AND c.people <= 1)
UPDATE notice n SET people = n.people - 1 FROM counted c WHERE n.id = c.id AND c.people > 1;
