-- account_files: the files that go with a person: of the blob store by digest, of the image pool by id or name, half an upload by id
-- :account uuid
-- row: kind text blob or held or drawn or partial, digest bytea?, id uuid?, name text?
SELECT f.kind, f.digest, f.id, f.name FROM account_files(:account) f;
