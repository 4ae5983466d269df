-- market_organiser_sweep: organisers made by name only older than a week, that no market has, nor would have again if something were taken back or decided
-- :limit bigint
DELETE FROM market_organiser d WHERE d.id IN (
    SELECT o.id FROM market_organiser o
    WHERE o.claimed_at IS NULL AND o.description = '' AND o.website = '' AND o.email = '' AND o.phone = '' AND o.updated_at < now() - interval '7 days'
      AND NOT EXISTS (SELECT FROM market m WHERE m.organiser_id = o.id)
      AND o.id::text NOT IN (SELECT e FROM market_change c CROSS JOIN LATERAL (VALUES (c.before ->> 'organiser_id'), (c.after ->> 'organiser_id')) v (e) WHERE e IS NOT NULL)
      AND o.id::text NOT IN (SELECT g.filled ->> 'organiser_id' FROM market_merge g WHERE g.filled ->> 'organiser_id' IS NOT NULL)
      AND o.id::text NOT IN (SELECT c.theirs #>> '{}' FROM market_conflict c WHERE c.field = 'organiser_id' AND c.theirs <> 'null')
    ORDER BY o.id LIMIT :limit FOR UPDATE OF o SKIP LOCKED
);
