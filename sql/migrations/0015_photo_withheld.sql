-- A photo whose rating waits or is hidden has no address either: its picture is hidden with the rating, and shown with it again.
ALTER TABLE market_photo ADD COLUMN withheld bool NOT NULL DEFAULT false; -- hidden for its rating's sake alone
