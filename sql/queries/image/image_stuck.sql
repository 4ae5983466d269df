-- image_stuck: puts again the jobs of pictures that wait for one which is not there
-- row: id uuid
SELECT i.id FROM image i
WHERE i.state = 'rendering' AND NOT EXISTS (SELECT FROM job j WHERE j.kind = 'image.render' AND j.unique_key = i.id::text AND j.state <> 'aside')
  AND i.created_at > now() - interval '7 days'
LIMIT 256
