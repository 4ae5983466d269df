-- market_revert: puts a market back to what moderators knew of it; not done: nothing that weighs was changed
-- :market uuid
-- row: done bool, dated bool its dates are to be made anew
SELECT u.done, u.dated FROM market_revision_undo(:market) u;
