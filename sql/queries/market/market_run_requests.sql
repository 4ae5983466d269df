-- market_run_requests: counts requests of a run
-- :id       uuid
-- :requests bigint
UPDATE market_run SET requests = requests + :requests::bigint WHERE id = :id;
