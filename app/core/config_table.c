#include "core/config_table.h"

#include "core/text.h"

#define TEXT(key, def, least, most, says) {#key, SETTING_TEXT, offsetof(struct config, key), def, least, most, says}
#define SECRET(key, def, least, most, says) {#key, SETTING_SECRET, offsetof(struct config, key), def, least, most, says}
#define NUMBER(key, def, least, most, says) {#key, SETTING_NUMBER, offsetof(struct config, key), def, least, most, says}
#define SECONDS(key, def, least, most, says) {#key, SETTING_SECONDS, offsetof(struct config, key), def, least, most, says}
#define BYTES(key, def, least, most, says) {#key, SETTING_BYTES, offsetof(struct config, key), def, least, most, says}
#define KIB INT64_C(1024)
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)
#define HOUR INT64_C(3600)
#define DAY (24 * HOUR)
#define PATH_MOST 4095
#define SOCKET_MOST 107 /* what sun_path holds */

const struct setting config_settings[] = {
    /* the site */
    TEXT(site_name, "Curio", 1, 60, "what the site is called"),
    TEXT(site_tagline, N_("A home for what you make"), 0, 120, "the line under its name; told in each language whose catalogue has it"),
    {"site_url", SETTING_URL, offsetof(struct config, site_url), "https://localhost:8443", 0, 200, "where people reach it"},
    TEXT(site_logo, "", 0, 200, "address on this site of a logo of your own, such as /static/logo.svg"),
    {"site_accent", SETTING_COLOUR, offsetof(struct config, site_accent), "", 0, 7,
     "accent colour as #rrggbb; empty: each room's own"},
    TEXT(site_contact, "", 0, 254, "address that people may write to"),
    TEXT(language, "en", 2, 16, "the site's own language: for those who ask for none that it speaks"),
    TEXT(languages, "", 0, 400, "languages that people may choose from, as in \"en da\"; empty: every one that locale_dir has a catalogue of"),
    {"rooms", SETTING_ROOMS, offsetof(struct config, rooms), "schematic", 0, 0, "rooms that are on"},
    TEXT(cors_origins, "", 0, 4000, "foreign origins whose scripts may call the API"),
    /* state */
    SECRET(database_url, "host=/run/postgresql dbname=curio", 1, 2000, "PostgreSQL, as libpq takes it"),
    TEXT(redis_socket, "/run/redis/redis-server.sock", 1, SOCKET_MOST, "Redis"),
    TEXT(clamd_socket, "/run/clamav/clamd.ctl", 1, SOCKET_MOST, "the virus scanner"),
    TEXT(image_dir, "/var/lib/curio/images", 1, PATH_MOST, "where the image pool keeps pictures and what it makes of them"),
    TEXT(blob_dir, "/var/lib/curio/blobs", 1, PATH_MOST, "where uploaded files live"),
    NUMBER(image_faces, "1", 0, 1, "1: faces are found and obscured before anybody sees a picture; 0: they are not"),
    NUMBER(image_face_solid, "0", 0, 1, "with what: 0: soft patches of noised averages; 1: one colour"),
    TEXT(image_face_model, "", 0, PATH_MOST, "YuNet as an ONNX file, which finds more faces; empty: OpenCV's cascades and dlib alone"),
    TEXT(image_face_cascades, "", 0, PATH_MOST, "folder of OpenCV's haarcascade_*.xml; empty: where Debian has them"),
    {"store", SETTING_STORE, offsetof(struct config, store), "disk", 0, 0, "where files that people download end up: in blob_dir, or in an S3-compatible store"},
    {"s3_endpoint", SETTING_ENDPOINT, offsetof(struct config, s3_endpoint), "", 0, 200, "where that store answers"},
    {"s3_public_endpoint", SETTING_ENDPOINT, offsetof(struct config, s3_public_endpoint), "", 0, 200, "where it answers to readers, where that is another address"},
    TEXT(s3_region, "us-east-1", 1, 64, "its region"),
    TEXT(s3_bucket, "", 0, 63, "the bucket"),
    SECRET(s3_key, "", 0, 128, "who signs in there"),
    SECRET(s3_secret, "", 0, 256, "and with what"),
    NUMBER(s3_path_style, "1", 0, 1, "1: the bucket's name is part of the path; 0: of the host's name, as AWS wants it"),
    SECONDS(s3_presign_seconds, "5m", 10, 7 * DAY, "how long an address there works that a reader was sent to"),
    TEXT(spool_dir, "/var/lib/curio/spool", 1, PATH_MOST, "where nginx puts what is being uploaded"),
    TEXT(static_dir, "/usr/share/curio/static", 1, PATH_MOST, "styles, scripts, icons"),
    TEXT(locale_dir, "/usr/share/locale", 1, PATH_MOST, "translations"),
    TEXT(run_dir, "/run/curio", 1, PATH_MOST, "metrics shared by the processes of a pool"),
    TEXT(smtp_url, "", 0, 200, "smtp://host[:port] or smtps://…; empty: no mail is sent"),
    TEXT(smtp_user, "", 0, 254, "who signs in there"),
    SECRET(smtp_password, "", 0, 254, "and with what"),
    TEXT(mail_from, "curio@localhost", 3, 254, "sender of the site's mail"),
    /* pools */
    NUMBER(web_workers, "4", 1, 256, "web processes"),
    NUMBER(auth_workers, "2", 1, 64, "web processes that hash passwords"),
    NUMBER(job_workers, "2", 1, 64, "background processes"),
    NUMBER(image_workers, "2", 1, 64, "processes that take and draw pictures, one at a time each"),
    NUMBER(image_requests, "200", 1, 1000000, "pictures after which such a process is replaced"),
    NUMBER(recycle_requests, "10000", 1, INT64_C(1000000000), "requests after which a web process is replaced"),
    BYTES(request_memory, "16M", MIB, GIB, "memory that one request may take"),
    /* accounts */
    SECRET(token_secret, NULL, 32, 1000, "keys are derived from it"),
    NUMBER(bcrypt_cost, "12", 10, 16, "each step doubles the time that a password takes"),
    SECONDS(access_token_seconds, "15m", 1, DAY, "life of an access token"),
    SECONDS(refresh_token_seconds, "7d", 1, 365 * DAY, "life of a refresh token and of a browser's session"),
    SECONDS(refresh_grace_seconds, "30", 0, 300, "how long a used refresh token answers its successor"),
    SECONDS(password_reset_seconds, "30m", 1, DAY, "life of a link for a forgotten password"),
    SECONDS(account_grace_seconds, "14d", 1, 90 * DAY, "how long a closed account can be brought back before it is erased"),
    SECONDS(account_export_seconds, "7d", 60, 30 * DAY, "how long the copy is kept that a person asked for of everything about them"),
    /* limits */
    NUMBER(limit_read_count, "600", 1, 1000000, "requests that read, a person or address"),
    SECONDS(limit_read_seconds, "1m", 1, DAY, "in this time"),
    NUMBER(limit_write_count, "60", 1, 1000000, "requests that change something"),
    SECONDS(limit_write_seconds, "1m", 1, DAY, "in this time"),
    NUMBER(limit_upload_count, "30", 1, 1000000, "uploads"),
    SECONDS(limit_upload_seconds, "1h", 1, 7 * DAY, "in this time"),
    NUMBER(limit_auth_count, "30", 1, 1000000, "requests to the auth pool, an address"),
    SECONDS(limit_auth_seconds, "5m", 1, DAY, "in this time"),
    NUMBER(limit_login_count, "10", 1, 1000000, "tries to sign in, an account and address"),
    SECONDS(limit_login_seconds, "15m", 1, DAY, "in this time"),
    BYTES(body_max, "1M", KIB, 64 * MIB, "largest body of a request that uploads nothing"),
    BYTES(upload_max, "64M", KIB, 16 * GIB, "largest upload"),
    SECONDS(upload_expires_seconds, "1d", 60, 30 * DAY, "how long a file that comes in pieces may lie untouched"),
    NUMBER(upload_open_max, "20", 1, 1000, "how many of them one person may have"),
    BYTES(picture_max, "12M", KIB, 128 * MIB, "largest picture that is added to something; no more than upload_max"),
    NUMBER(image_unattached_max, "60", 1, 100000, "pictures that one person may have handed in within a day and not used yet"),
    BYTES(storage_quota, "2G", 1, 1024 * GIB, "what one person's files may take"),
    SECONDS(idempotency_seconds, "1d", 1, 30 * DAY, "how long an Idempotency-Key is kept"),
    SECONDS(download_window_seconds, "1d", 1, 30 * DAY, "in which a person's downloads of one build count once"),
    SECONDS(microcache_seconds, "1", 0, 60, "how long nginx gives anonymous readers the same page"),
    /* schematics */
    BYTES(nbt_bytes_max, "2G", KIB, 16 * GIB, "inflated size of a build"),
    NUMBER(nbt_nodes_max, "50000000", 1, INT64_C(1000000000), "tags in a build"),
    NUMBER(nbt_depth_max, "512", 1, 512, "how deep its tags may nest"),
    NUMBER(schematic_blocks_max, "2147483648", 1, INT64_C(1) << 40, "volume of a build, air included"),
    NUMBER(schematic_axis_max, "65535", 1, 1000000, "its longest side"),
    NUMBER(schematic_model_max, "67108864", 1, INT64_C(1) << 31, "volume up to which pictures and the preview are made; two bytes each"),
    NUMBER(convert_now_blocks, "4194304", 0, INT64_C(1) << 31, "volume up to which a build is written in another format while its reader waits"),
    {"schematic_review", SETTING_REVIEW, offsetof(struct config, schematic_review), "none", 0, 0,
     "whose builds wait for a moderator: nobody's, a person's until one was approved, everybody's"},
    NUMBER(report_hide_count, "0", 0, 1000, "people who report a build until it waits for a moderator again; 0: never"),
    SECONDS(scan_timeout_seconds, "2m", 1, HOUR, "how long the virus scanner may take for a file"),
    BYTES(scan_bytes_max, "64M", KIB, 4 * GIB, "largest file that it is given; clamd's StreamMaxLength must allow it"),
    /* markets */
    TEXT(map_tiles, "", 0, 200, "where the map's tiles come from, as https://host/path, to which /z/x/y.png is added; empty: the map has none"),
    TEXT(map_attribution, "© OpenStreetMap contributors", 0, 200, "who must be named on them"),
    TEXT(market_zone, "Europe/Copenhagen", 1, 64, "time zone of a market that is entered without one"),
    TEXT(market_currency, "DKK", 3, 3, "currency of its prices"),
    TEXT(market_country, "DK", 0, 2, "country that its form starts with"),
    SECONDS(market_news_seconds, "2m", 0, DAY, "how long a changed date must stay so until those who marked the market are told"),
    {"market_review", SETTING_REVIEW, offsetof(struct config, market_review), "none", 0, 0,
     "whose markets wait for a moderator: nobody's, a person's until one was approved, everybody's"},
    SECONDS(rating_seconds, "60d", HOUR, 90 * DAY, "how long after it was held a market's date can be rated"),
    NUMBER(rating_prior_weight, "5", 1, 1000, "as how many ratings the site's mean counts in a market's score"),
    SECONDS(burst_seconds, "1d", 60, 30 * DAY, "ratings of one market within this time may be a burst that waits for a moderator"),
    NUMBER(burst_every_count, "30", 0, 1000000, "with so many of them; 0: never"),
    NUMBER(burst_fresh_count, "5", 0, 1000000, "with so many by new accounts"),
    SECONDS(burst_new_seconds, "7d", 60, 365 * DAY, "how long an account is new"),
    NUMBER(burst_same_count, "4", 0, 1000000, "with so many from one address"),
    NUMBER(burst_lowest_count, "6", 0, 1000000, "with so many that give one star in everything"),
    NUMBER(burst_highest_count, "8", 0, 1000000, "with so many that give five stars in everything"),
    /* markets from elsewhere */
    NUMBER(import_hour, "2", 0, 23, "the hour of the day after which sources are read"),
    NUMBER(import_delay_ms, "2000", 0, 600000, "milliseconds between two requests to one site, at least"),
    SECONDS(import_timeout_seconds, "1m", 1, 10 * 60, "how long one page may take"),
    NUMBER(import_private_addresses, "0", 0, 1, "1: sources may stand on this machine and in private networks"),
    /* listening */
    TEXT(listen_address, "127.0.0.1", 1, 64, "where nginx listens"),
    NUMBER(listen_port, "8443", 1, 65535, "and on which port"),
    TEXT(metrics_address, "127.0.0.1", 1, 64, "where metrics are served"),
    NUMBER(metrics_port, "9180", 1, 65535, "and on which port"),
    TEXT(web_socket, "/run/curio/web.sock", 1, SOCKET_MOST, "the web pool"),
    TEXT(auth_socket, "/run/curio/auth.sock", 1, SOCKET_MOST, "the pool that hashes passwords"),
    TEXT(image_socket, "/run/curio/image.sock", 1, SOCKET_MOST, "the pool that takes and draws pictures"),
    {"log_level", SETTING_LEVEL, offsetof(struct config, log_level), "info", 0, 0, "the least that is logged"},
};
const size_t config_setting_count = sizeof config_settings / sizeof *config_settings;
