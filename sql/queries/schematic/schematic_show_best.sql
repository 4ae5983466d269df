-- schematic_show_best: has a build show its newest clean version; says whether that is another one than before
-- :id uuid
-- row: moved bool
SELECT schematic_promote(:id) AS moved;
