#include "cli/market_import.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/json_read.h"
#include "core/text.h"
#include "market/import/importer.h"
#include "market/read.h"
#include "market/shelf/source.h"
#include "queries/market.h"

enum { PATIENCE_MS = 10 * 60 * 1000, SECONDS = 24 * 3600, PROBLEMS_SHOWN = 20 };

struct asked {
    struct cli *cli;
    struct db *db;
    const char *kind; /* NULL: guessed */
    bool trial;
    struct wall today; /* s 0: today */
};

/* What is read, whether a source or a file that becomes one. */
struct target {
    struct str address, title, bytes, name;
};

static enum exit_code no_database(struct db *db)
{
    struct str why = first_line(str_of(db_error(db)));
    return complain(_("the database does not do it: %.*s"), STR_ARG(why));
}

static bool read_whole(struct arena *arena, const char *path, struct str *out)
{
    struct stat about;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool fine = file >= 0 && fstat(file, &about) == 0 && S_ISREG(about.st_mode) && about.st_size <= MARKET_READ_BYTES;
    if (fine) {
        char *bytes = arena_alloc(arena, (size_t)about.st_size + 1);
        size_t n = 0;
        for (ssize_t got = 1; got > 0 && n < (size_t)about.st_size; n += (size_t)got)
            if ((got = read(file, bytes + n, (size_t)about.st_size - n)) < 0)
                fine = false, got = 0;
        *out = (struct str){bytes, n};
    }
    if (file >= 0)
        (void)close(file);
    return fine;
}

/* A file is a source by its whole path. */
static bool target_file(struct asked *asked, const char *word, struct target *target)
{
    char path[PATH_MAX];
    struct arena *arena = asked->cli->arena;
    if (!realpath(word, path) || !read_whole(arena, path, &target->bytes))
        return false;
    struct str whole = arena_str(arena, str_of(path));
    size_t slash = whole.n;
    while (slash > 0 && whole.p[slash - 1] != '/')
        slash--;
    target->name = str_slice(whole, slash, whole.n);
    target->address = arena_printf(arena, "file:" STR_FMT, STR_ARG(whole));
    target->title = str_slice(target->name, 0, 120);
    return true;
}

static enum db_result add_source(struct asked *asked, const struct target *target, struct uuid *id)
{
    enum market_source_kind kind = target->bytes.p ? market_source_kind_guess(target->bytes, STR_NULL, target->name) : MARKET_PAGE;
    struct str none = STR("");
    *id = uuid_new();
    const struct market_source_add_in in = {.id = *id,
                                            .title = target->title,
                                            .kind = asked->kind ? str_of(asked->kind) : str_of(market_source_kind_name(kind)),
                                            .address = target->address,
                                            .enabled = !target->bytes.p,
                                            .settings = STR("{}"),
                                            .zone = none,
                                            .country = none,
                                            .currency = none,
                                            .region = none,
                                            .town = none,
                                            .market_kind = none,
                                            .credit = none,
                                            .credit_url = none,
                                            .pages = 50,
                                            .vanish_percent = 34,
                                            .vanish_after = 1,
                                            .due_at = source_next(&asked->cli->config, *id, timestamp_now())};
    return market_source_add(asked->db, asked->cli->arena, &in);
}

/* DB_NONE: there is neither such a source nor such a file. */
static enum db_result find_source(struct asked *asked, const char *word, struct target *target, struct uuid *id)
{
    struct str text = str_of(word);
    bool web = str_starts_with(text, STR("http://")) || str_starts_with(text, STR("https://"));
    *target = (struct target){.address = text, .title = str_slice(text, 0, 120)};
    if (uuid_parse(text, id))
        return DB_OK;
    if (!web && !target_file(asked, word, target))
        return DB_NONE;
    const struct market_source_find_in which = {target->address};
    struct market_source_find_row known;
    enum db_result result = market_source_find_one(asked->db, asked->cli->arena, &which, &known);
    *id = known.id;
    return result == DB_NONE ? add_source(asked, target, id) : result;
}

static struct str text_member(const struct json_value *object, const char *name)
{
    struct str text;
    return json_as_text(json_member(object, str_of(name)), &text) ? text : STR("");
}

static void print_problems(struct arena *arena, struct str json)
{
    struct json_value *problems;
    struct json_error error;
    if (json_parse(arena, json, 8, false, &problems, &error) != JSON_OK)
        return;
    for (size_t i = 0; i < json_length(problems) && i < PROBLEMS_SHOWN; i++) {
        const struct json_value *one = json_at(problems, i);
        struct str kind = text_member(one, "kind"), scope = text_member(one, "scope"), where = text_member(one, "where"), what = text_member(one, "what");
        printf("  " STR_FMT " (" STR_FMT ") " STR_FMT ": " STR_FMT "\n", STR_ARG(kind), STR_ARG(scope), STR_ARG(where), STR_ARG(what));
    }
}

static enum exit_code print_run(struct asked *asked, struct uuid run)
{
    const struct market_run_one_in which = {run};
    struct market_run_one_row row;
    char id[UUID_TEXT];
    if (market_run_one_one(asked->db, asked->cli->arena, &which, &row) != DB_OK)
        return no_database(asked->db);
    uuid_text(run, id);
    printf("%s " STR_FMT ": " STR_FMT "%s: ", id, STR_ARG(row.source), STR_ARG(row.state), row.trial ? " (dry run)" : "");
    printf("%lld read, %lld new, %lld changed, %lld unchanged, %lld vanished, %lld refused, %lld merged, %lld queued, %lld conflicts\n", (long long)row.read,
           (long long)row.created, (long long)row.changed, (long long)row.unchanged, (long long)row.vanished, (long long)row.refused, (long long)row.merged,
           (long long)row.queued, (long long)row.conflicts);
    print_problems(asked->cli->arena, row.problems);
    bool fine = str_eq(row.state, STR("ok")) || str_eq(row.state, STR("unchanged")) || str_eq(row.state, STR("partial"));
    return fine ? EXIT_DONE : EXIT_FAILED;
}

static enum exit_code run_one(struct asked *asked, const struct target *target, struct uuid source)
{
    struct importer importer = {.db = asked->db,
                                .config = &asked->cli->config,
                                .source = source,
                                .cause = "command",
                                .trial = asked->trial,
                                .today = asked->today,
                                .patience_ms = PATIENCE_MS,
                                .seconds = SECONDS,
                                .bytes = target->bytes,
                                .name = target->name};
    switch (importer_run(&importer)) {
    case IMPORTER_DONE:
        if (db_in_transaction(asked->db) && db_commit(asked->db) != DB_OK)
            return no_database(asked->db);
        return print_run(asked, importer.run);
    case IMPORTER_WAIT: return complain(_("the site asks to be left alone for %lld minutes"), (long long)(importer.wait_ms / 60000 + 1));
    case IMPORTER_BUSY: return complain(_("another run of this source is under way"));
    case IMPORTER_NONE: return complain(_("there is no such source"));
    case IMPORTER_DATABASE: break;
    }
    return no_database(asked->db);
}

static enum exit_code read_word(struct asked *asked, const char *word)
{
    struct target target;
    struct uuid source;
    switch (find_source(asked, word, &target, &source)) {
    case DB_OK: return run_one(asked, &target, source);
    case DB_NONE: return complain(_("%s is neither a source's id nor an address nor a file"), word);
    case DB_CONFLICT: return complain(_("%s can't be a source: is the kind one of page, json-ld, microdata, h-event, ics, geojson, list?"), word);
    case DB_FAIL: break;
    }
    return no_database(asked->db);
}

enum exit_code market_import_sources(struct cli *cli)
{
    struct asked asked = {.cli = cli};
    size_t words = 0;
    for (size_t i = 0; i < cli->count; i++) {
        struct str word = str_of(cli->arguments[i]);
        if (str_eq(word, STR("--dry-run")))
            asked.trial = true;
        else if (str_eq(word, STR("--kind")) && i + 1 < cli->count)
            asked.kind = cli->arguments[++i];
        else if (str_eq(word, STR("--today")) && i + 1 < cli->count && wall_parse(str_of(cli->arguments[i + 1]), &asked.today))
            i++;
        else if (str_starts_with(word, STR("--")))
            return complain(_("usage: curio market import SOURCE|FILE… [--kind KIND] [--dry-run] [--today DAY]")), EXIT_USAGE;
        else
            cli->arguments[words++] = cli->arguments[i];
    }
    enum exit_code code = EXIT_DONE;
    asked.db = db_open(cli->config.database_url.p);
    for (size_t i = 0; i < words; i++) {
        enum exit_code one = read_word(&asked, cli->arguments[i]);
        code = one == EXIT_DONE ? code : one;
        fflush(stdout);
    }
    db_close(asked.db);
    return words > 0 ? code : EXIT_USAGE;
}

enum exit_code market_import_list(struct cli *cli)
{
    struct db *db = db_open(cli->config.database_url.p);
    const struct market_source_list_in which = {.limit = 10000};
    struct rows rows;
    enum exit_code code = EXIT_DONE;
    char id[UUID_TEXT], when[TIMESTAMP_TEXT];
    if (market_source_list(db, cli->arena, &which, &rows) != DB_OK)
        code = no_database(db);
    const struct market_source_list_row *sources = rows.at;
    for (size_t i = 0; code == EXIT_DONE && i < rows.count; i++) {
        const struct market_source_list_row *source = &sources[i];
        struct str state = source->state.p ? source->state : STR("never read"), ended = STR("-");
        if (source->ended_at.set)
            ended = timestamp_rfc3339(source->ended_at.v, when);
        uuid_text(source->id, id);
        printf("%s  %-8.*s %-17.*s %-24.*s %5lld markets  " STR_FMT "%s\n", id, STR_ARG(source->kind), STR_ARG(state), STR_ARG(ended),
               (long long)source->markets, STR_ARG(source->address), source->enabled ? "" : "  (not read by itself)");
    }
    db_close(db);
    return code;
}

enum exit_code market_import_undo(struct cli *cli)
{
    struct uuid run;
    size_t markets;
    if (!uuid_parse(str_of(cli->arguments[0]), &run)) {
        complain(_("%s is no run's id"), cli->arguments[0]);
        return EXIT_USAGE;
    }
    struct db *db = db_open(cli->config.database_url.p);
    enum db_result result = db_begin(db);
    if (result == DB_OK)
        result = source_undo(db, cli->arena, run, (struct opt_uuid){0}, &markets);
    if (result == DB_OK)
        result = db_commit(db);
    else
        db_rollback(db);
    enum exit_code code = result == DB_OK ? EXIT_DONE : result == DB_NONE ? complain(_("there is nothing to undo")) : no_database(db);
    if (code == EXIT_DONE)
        printf(ngettext_("undone: %zu market\n", "undone: %zu markets\n", markets), markets);
    db_close(db);
    return code;
}
