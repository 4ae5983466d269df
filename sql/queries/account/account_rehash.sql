-- account_rehash: the same password hashed anew, unless it was changed meanwhile
-- :id  uuid
-- :old text
-- :new text
UPDATE account SET password_hash = :new WHERE id = :id AND password_hash = :old;
