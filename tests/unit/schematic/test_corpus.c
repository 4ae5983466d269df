/* Real files that nobody here made, against corpus.tsv: what a separate program, which holds each whole file in memory and
 * looks at one block after another, found in them. Skips plainly where the corpora are absent. */
#include "study_builds.h"

#include <stdio.h>

#include "damage.h"

enum { COLUMNS = 8, LARGEST = 4 << 20 };
enum { FILE_NAME, FORMAT, VERSION, WIDTH, HEIGHT, LENGTH, BLOCKS, REGIONS };
enum { REASON = VERSION }; /* of a refused file */

struct row {
    struct str columns[COLUMNS];
    size_t count;
};

static const char *corpora(void)
{
    const char *root = getenv("CURIO_CORPORA");
    return root ? root : "../shared/corpora";
}

static size_t load(const char *path, char *into)
{
    FILE *file = fopen(path, "rb");
    size_t n = file ? fread(into, 1, LARGEST, file) : 0;
    if (file)
        fclose(file);
    return n;
}

static struct row split(struct str line)
{
    struct row row = {0};
    bool more = true;
    while (more && row.count < COLUMNS)
        more = str_cut(line, '\t', &row.columns[row.count++], &line);
    return row;
}

static int64_t number(const struct row *row, size_t column)
{
    int64_t value;
    assert_true(column < row->count && str_to_int64(row->columns[column], &value));
    return value;
}

static void check(const struct row *row, const char *p, size_t n)
{
    struct outcome outcome = inspect_bytes(p, n, 0, NULL);
    struct str expected = row->columns[FORMAT];
    print_message("%.*s\n", (int)row->columns[FILE_NAME].n, row->columns[FILE_NAME].p);
    if (str_eq(expected, STR("refused"))) {
        assert_int_equal(outcome.result, SCHEMATIC_REFUSED);
        assert_true(str_eq(str_of(outcome.refusal.reason), row->columns[REASON]));
        return;
    }
    assert_int_equal(outcome.result, SCHEMATIC_OK);
    assert_true(str_eq(str_of(schematic_format_name(outcome.facts.format)), expected));
    assert_int_equal(outcome.facts.version, number(row, VERSION));
    assert_int_equal(outcome.facts.width, number(row, WIDTH));
    assert_int_equal(outcome.facts.height, number(row, HEIGHT));
    assert_int_equal(outcome.facts.length, number(row, LENGTH));
    assert_int_equal(outcome.facts.blocks, number(row, BLOCKS));
    assert_int_equal(outcome.facts.regions, number(row, REGIONS));
}

/* Of which the census and the hash's counts are made in other ways than what was checked above. */
static void check_study(const char *p, size_t n)
{
    struct studied studied = study_bytes(p, n, NULL);
    if (studied.result == SCHEMATIC_OK)
        assert_in_range(census_blocks(&studied.study.census), 0, studied.study.facts.blocks);
    arena_free(studied.arena);
}

static void survive_damage(const char *p, size_t n, uint64_t *seed)
{
    enum { COPIES = 10, SMALL = 4096 };
    const struct schematic_budget budget = {.bytes = 1 << 24, .nodes = 1 << 20, .blocks = 1 << 24};
    for (size_t i = 0; n <= SMALL && i < COPIES; i++) {
        uint8_t *exact = malloc(n);
        assert_non_null(exact);
        memcpy(exact, p, n);
        size_t left = n;
        damage(exact, &left, seed);
        struct studied studied = study_bytes(exact, left, &budget);
        assert_true(studied.result != SCHEMATIC_READ_FAILED);
        arena_free(studied.arena);
        free(exact);
    }
}

static void agrees_with_the_separate_count(void **unused)
{
    (void)unused;
    static char table[LARGEST], file[LARGEST], path[4096];
    struct str rest = {table, load("tests/unit/schematic/corpus.tsv", table)}, line;
    assert_true(rest.n > 0);
    snprintf(path, sizeof path, "%s/schematics/pymclevel/testfiles__house.schematic", corpora());
    if (load(path, file) == 0) {
        print_message("skipped: no corpora in %s\n", corpora());
        skip();
    }
    uint64_t seed = 2463534242u;
    size_t seen = 0;
    for (bool more = true; more && rest.n > 0; seen++) {
        more = str_cut(rest, '\n', &line, &rest);
        struct row row = split(line);
        snprintf(path, sizeof path, "%s/schematics/%.*s", corpora(), (int)row.columns[FILE_NAME].n, row.columns[FILE_NAME].p);
        size_t n = load(path, file);
        assert_true(n > 0);
        check(&row, file, n);
        check_study(file, n);
        survive_damage(file, n, &seed);
    }
    assert_int_equal(seen, 437);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(agrees_with_the_separate_count)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
