-- market_organiser_insert: an organiser that a person enters
-- :id      uuid
-- :account uuid?
-- :slug    text
-- :name    text
-- :website text
-- :email   text
-- :phone   text
INSERT INTO market_organiser (id, account_id, slug, name, website, email, phone) VALUES (:id, :account, :slug, :name, :website, :email, :phone);
