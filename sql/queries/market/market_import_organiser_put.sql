-- market_import_organiser_put: a new organiser that a source named
-- :id      uuid
-- :slug    text
-- :name    text
-- :website text
-- :email   text
-- :phone   text
INSERT INTO market_organiser (id, slug, name, website, email, phone) VALUES (:id, :slug, :name, :website, :email, :phone);
