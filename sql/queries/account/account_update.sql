-- account_update: what people change of their profile; null leaves as it is
-- :id      uuid
-- :name    text?
-- :about   text?
-- :profile text?   public, followers, private
-- :language text?  empty: none
UPDATE account SET name = coalesce(:name, name), about = coalesce(:about, about), profile = coalesce(:profile, profile),
    language = CASE WHEN :language::text IS NULL THEN language ELSE nullif(:language, '') END, updated_at = now()
WHERE id = :id;
