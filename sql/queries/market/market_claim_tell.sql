-- market_claim_tell: tells the claimant that the proof was found
-- :id      uuid
-- :account uuid
-- :title   text
-- :slug    text
INSERT INTO notice (id, account_id, kind, subject, link) VALUES (:id, :account, 'market.yours', :title, '/markets/' || :slug || '/edit');
