-- schematic_saved_search_update: changes what is not null; whoever asks to be told, or asks for something else, is told of what comes from now on
-- :id      uuid
-- :account uuid
-- :title   text?
-- :query   text?
-- :filter  jsonb?
-- :notify  bool?
UPDATE schematic_saved_search s
SET title = coalesce(:title, s.title), query = coalesce(:query, s.query), filter = coalesce(:filter, s.filter),
    notify = coalesce(:notify, s.notify),
    told_at = CASE WHEN :query IS NOT NULL OR (:notify AND NOT s.notify) THEN now() ELSE s.told_at END
WHERE s.id = :id AND s.account_id = :account;
