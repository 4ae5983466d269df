-- image_one: a picture, whatever its state
-- hot
-- :id uuid
-- row: id uuid, account uuid?, state text, detector text, checked bool, width int, height int, size bigint, colour text, preview text,
--      faces jsonb, boxes jsonb, manner text, edition int, name text?, original bool, hidden_by uuid?, hidden_at timestamptz?, hidden_reason text,
--      created_at timestamptz, published_at timestamptz?
SELECT id, account_id AS account, state, detector, checked, width, height, size, colour, preview, faces, boxes, manner, edition, name, original,
    hidden_by, hidden_at, hidden_reason, created_at, published_at
FROM image WHERE id = :id
