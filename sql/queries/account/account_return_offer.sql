-- account_return_offer: makes the link good that brings a closed account back, for whoever just proved to be its person
-- :account uuid
-- :id      uuid    of the link
-- :seconds bigint  how long
UPDATE account_closing SET return_id = :id, return_until = now() + make_interval(secs => :seconds::bigint) WHERE account_id = :account;
