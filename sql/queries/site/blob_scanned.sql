-- blob_scanned: the scanner's verdict
-- :sha256 bytea
-- :scan   text
-- :detail text   the signature's or the limit's name
UPDATE blob SET scan = :scan, scan_detail = :detail, scanned_at = now() WHERE sha256 = :sha256;
