-- session_known_address: whether an account was signed in to from an address lately
-- hot
-- :email       text
-- :address_key text
-- row: known bool
SELECT EXISTS (SELECT FROM session s JOIN account a ON a.id = s.account_id
               WHERE lower(a.email) = lower(:email) AND s.address_key = :address_key) AS known;
