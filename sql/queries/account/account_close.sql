-- account_close: takes an account out of sight, to be erased after a while
-- :id      uuid
-- :seconds bigint  until then
-- row: outcome text closed or why nothing was done
SELECT account_close(:id, :seconds) AS outcome;
