-- account_update: what people change of their profile; null leaves as it is
-- :id    uuid
-- :name  text?
-- :about text?
UPDATE account SET name = coalesce(:name, name), about = coalesce(:about, about), updated_at = now() WHERE id = :id;
