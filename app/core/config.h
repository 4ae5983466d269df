/* Every setting is one row of the table in config_table.c: key, type, default, range, meaning. The same row loads
 * curio.conf ("key = value" lines, # comments) and the environment (CURIO_KEY), prints `curio config`, refuses unknown
 * keys and hides secrets. Later wins: default, file, environment. */
#ifndef CURIO_CORE_CONFIG_H
#define CURIO_CORE_CONFIG_H

#include "core/arena.h"
#include "core/buf.h"

/* Whose builds wait for a moderator before they are listed: nobody's, those of people none of whose builds was approved yet, all. */
enum review_rule { REVIEW_NONE, REVIEW_FIRST, REVIEW_ALL };
enum store_place { STORE_DISK, STORE_S3 };
enum room { ROOM_NONE, ROOM_SCHEMATIC, ROOM_MARKET, ROOM_COUNT };

struct config {
    /* the site */
    struct str site_name, site_tagline, site_url /* https://host[:port], no slash at the end */, site_logo, site_accent;
    struct str site_contact, language, languages;
    unsigned rooms; /* bit set: 1u << enum room */
    struct str cors_origins; /* space separated */
    /* state */
    struct str database_url, redis_socket, clamd_socket, image_dir, image_socket, blob_dir, spool_dir, static_dir, locale_dir, run_dir;
    int64_t store; /* an enum store_place: where downloads end up */
    struct str s3_endpoint, s3_public_endpoint /* as readers reach it; empty: the same */, s3_region, s3_bucket, s3_key, s3_secret;
    struct str image_face_cascades, image_face_model;
    int64_t image_faces, image_face_solid;
    int64_t s3_path_style /* the bucket stands in the path, not in the host */, s3_presign_seconds;
    struct str smtp_url, smtp_user, smtp_password, mail_from;
    /* pools (read by the one who starts them) */
    int64_t web_workers, auth_workers, job_workers, image_workers, image_requests, recycle_requests, request_memory;
    /* accounts */
    struct str token_secret; /* at least 32 bytes; keys are derived from it */
    int64_t bcrypt_cost, access_token_seconds, refresh_token_seconds, refresh_grace_seconds, password_reset_seconds;
    int64_t account_grace_seconds, account_export_seconds;
    /* limits: "requests/seconds" rows are two settings each */
    int64_t limit_read_count, limit_read_seconds, limit_write_count, limit_write_seconds, limit_upload_count,
        limit_upload_seconds, limit_auth_count, limit_auth_seconds, limit_login_count, limit_login_seconds;
    int64_t body_max, upload_max, upload_expires_seconds, upload_open_max, picture_max, image_unattached_max, storage_quota, idempotency_seconds,
        download_window_seconds, microcache_seconds;
    /* schematics */
    int64_t nbt_bytes_max, nbt_nodes_max, nbt_depth_max, schematic_blocks_max, schematic_axis_max;
    int64_t report_hide_count;
    int64_t convert_now_blocks, schematic_model_max, schematic_review; /* an enum review_rule */
    int64_t scan_timeout_seconds, scan_bytes_max;
    /* markets */
    struct str market_zone, market_currency, market_country, map_tiles, map_attribution; /* of a market that is entered without */
    int64_t market_news_seconds;
    int64_t market_review; /* an enum review_rule */
    int64_t rating_seconds, rating_prior_weight;
    int64_t burst_seconds, burst_new_seconds, burst_every_count, burst_fresh_count, burst_same_count, burst_lowest_count, burst_highest_count;
    /* markets from elsewhere */
    int64_t import_hour, import_delay_ms, import_timeout_seconds, import_private_addresses;
    /* listening */
    struct str listen_address, metrics_address, web_socket, auth_socket;
    int64_t listen_port, metrics_port;
    int64_t log_level;
};

enum config_result { CONFIG_OK, CONFIG_INVALID };

/* PATH NULL: no file. On CONFIG_INVALID *why names file, line, key and what was expected; all problems, a line each. */
enum config_result config_load(struct arena *, const char *path, char **environ, struct config *out, struct str *why)
    __attribute__((warn_unused_result));
/* "key = value   # meaning (default, range)" lines that config_load reads again; secrets show as "(hidden)". */
void config_print(const struct config *, struct buf *out);
bool config_room_on(const struct config *, enum room);
const char *room_name(enum room);

#endif
