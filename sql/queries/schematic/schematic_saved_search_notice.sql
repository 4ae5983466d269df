-- schematic_saved_search_notice: tells a person how many new builds a saved search finds
-- :id      uuid
-- :account uuid
-- :title   text
-- :link    text
-- :builds  bigint
INSERT INTO notice (id, account_id, kind, subject, link, people) VALUES (:id, :account, 'schematic.found', :title, :link, :builds);
