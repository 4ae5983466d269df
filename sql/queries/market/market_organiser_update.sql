-- market_organiser_update: what is absent stays as it was
-- :id          uuid
-- :name        text?
-- :description text?
-- :website     text?
-- :email       text?
-- :phone       text?
UPDATE market_organiser o
SET name = coalesce(:name, o.name), description = coalesce(:description, o.description), website = coalesce(:website, o.website),
    email = coalesce(:email, o.email), phone = coalesce(:phone, o.phone), updated_at = clock_timestamp()
WHERE o.id = :id;
