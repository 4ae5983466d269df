-- blob_places: how many blobs are where
-- row: disk bigint, sending bigint, remote bigint whole in the S3 store, why text? what keeps them from being moved
SELECT count(*) FILTER (WHERE b.place = 'disk') AS disk, count(*) FILTER (WHERE b.place = 'sending') AS sending,
       count(*) FILTER (WHERE b.place IN ('both', 'remote')) AS remote,
       (SELECT max(j.why) FROM job j WHERE j.kind = 'offload' AND j.state IN ('waiting', 'aside') AND j.why <> '') AS why
FROM blob b;
