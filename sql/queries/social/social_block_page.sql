-- social_block_page: whom a person blocks, latest first
-- hot
-- :account uuid
-- :before  uuid?   cursor
-- :limit   bigint
-- row: id uuid of the block, name text, slug text, created_at timestamptz
SELECT b.id, a.name, a.slug, b.created_at
FROM social_block b JOIN account a ON a.id = b.blocked_id
WHERE b.account_id = :account AND b.id < coalesce(:before::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
ORDER BY b.id DESC
LIMIT :limit;
