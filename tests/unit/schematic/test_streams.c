/* How the bytes arrive: compression, what follows it, cut files, failing reads, memory. */
#include <sys/resource.h>

#include "nbt_builder.h"

enum { ZLIB = 15, GZIP = 31 };

static void wrap(struct buf *out, int window)
{
    struct buf b;
    small_litematica(&b);
    buf_init(out, 1 << 20);
    if (window)
        compress_into(out, b.p, b.n, window);
    else
        buf_add(out, buf_str(&b));
    buf_free(&b);
}

static void reads_every_wrapping_in_any_steps(void **unused)
{
    (void)unused;
    for (int window = 0; window <= GZIP; window += window ? 16 : ZLIB) {
        struct buf b;
        wrap(&b, window);
        for (size_t step = 1; step <= b.n; step++) {
            struct outcome outcome = inspect_bytes(b.p, b.n, step, NULL);
            assert_int_equal(outcome.result, SCHEMATIC_OK);
            assert_int_equal(outcome.facts.blocks, 2);
            assert_int_equal(outcome.read, b.n);
        }
        buf_free(&b);
    }
}

static void refuses_a_cut_at_every_byte(void **unused)
{
    (void)unused;
    void (*const make[])(struct buf *) = {small_sponge, small_litematica, small_mcedit, small_structure};
    for (size_t i = 0; i < 4; i++) {
        struct buf b, pressed;
        make[i](&b);
        for (size_t n = 1; n < b.n; n++) {
            struct outcome outcome = inspect_bytes(b.p, n, 0, NULL);
            assert_int_equal(outcome.result, SCHEMATIC_REFUSED);
            assert_string_equal(outcome.refusal.reason, "truncated");
            assert_int_equal(outcome.refusal.offset, n);
        }
        for (int window = ZLIB; window <= GZIP; window += 16) {
            buf_init(&pressed, 1 << 20);
            compress_into(&pressed, b.p, b.n, window);
            for (size_t n = 2; n < pressed.n; n++) {
                struct outcome outcome = inspect_bytes(pressed.p, n, 0, NULL);
                assert_int_equal(outcome.result, SCHEMATIC_REFUSED);
                assert_string_equal(outcome.refusal.reason, "truncated");
                assert_int_equal(outcome.refusal.offset, n);
            }
            buf_free(&pressed);
        }
        buf_free(&b);
    }
}

static void checks_the_sums(void **unused)
{
    (void)unused;
    for (int window = ZLIB; window <= GZIP; window += 16) {
        struct buf b;
        wrap(&b, window);
        b.p[b.n - (window == GZIP ? 5 : 1)] ^= 1;
        struct outcome outcome = inspect_buf(&b);
        assert_int_equal(outcome.result, SCHEMATIC_REFUSED);
        assert_string_equal(outcome.refusal.reason, "bad-compression");
        assert_int_equal(outcome.refusal.offset, window == GZIP ? b.n - 4 : b.n);
        buf_free(&b);
    }
}

/* Every field that a gzip header may have, with and without a sum of its own; then the same with one bit of that sum wrong. */
static void reads_every_gzip_header(void **unused)
{
    (void)unused;
    enum { PLAIN_HEAD = 10, HAS_SUM = 2, HAS_EXTRA = 4, HAS_NAME = 8, HAS_COMMENT = 16, FLAGS = 32 };
    struct buf b, made;
    wrap(&b, GZIP);
    for (unsigned flags = 0; flags < FLAGS; flags++)
        for (uint8_t wrong = 0; wrong < (flags & HAS_SUM ? 2 : 1); wrong++) {
            const uint8_t head[PLAIN_HEAD] = {0x1f, 0x8b, 8, (uint8_t)flags};
            buf_init(&made, 1 << 20);
            buf_add_bytes(&made, head, sizeof head);
            if (flags & HAS_EXTRA)
                buf_add_bytes(&made, "\5\0extra", 7);
            if (flags & HAS_NAME)
                buf_add_bytes(&made, "a.schematic", 12);
            if (flags & HAS_COMMENT)
                buf_add_bytes(&made, "made for a test", 16);
            uint32_t sum = (uint32_t)crc32(0, (const uint8_t *)made.p, (uInt)made.n);
            const uint8_t sums[] = {(uint8_t)sum ^ wrong, (uint8_t)(sum >> 8)};
            if (flags & HAS_SUM)
                buf_add_bytes(&made, sums, sizeof sums);
            size_t header = made.n;
            buf_add_bytes(&made, b.p + PLAIN_HEAD, b.n - PLAIN_HEAD);
            for (size_t step = 0; step < 3; step++) {
                struct outcome outcome = inspect_bytes(made.p, made.n, step, NULL);
                assert_int_equal(outcome.result, wrong ? SCHEMATIC_REFUSED : SCHEMATIC_OK);
                if (wrong) {
                    assert_string_equal(outcome.refusal.reason, "bad-compression");
                    assert_int_equal(outcome.refusal.offset, header);
                }
            }
            buf_free(&made);
        }
    buf_free(&b);
}

static void lets_few_trailing_bytes_go(void **unused)
{
    (void)unused;
    for (size_t trailing = 1; trailing <= 65; trailing++)
        for (size_t step = 0; step < 2; step++) {
            struct buf b;
            wrap(&b, GZIP);
            size_t end_of_build = b.n;
            for (size_t i = 0; i < trailing; i++)
                buf_add_char(&b, 0);
            struct outcome outcome = inspect_bytes(b.p, b.n, step, NULL);
            if (trailing <= 64) {
                assert_int_equal(outcome.result, SCHEMATIC_OK);
                assert_int_equal(outcome.facts.warning_count, 1);
                assert_string_equal(outcome.facts.warnings[0], "trailing-bytes");
                assert_int_equal(outcome.read, b.n);
            } else {
                assert_int_equal(outcome.result, SCHEMATIC_REFUSED);
                assert_string_equal(outcome.refusal.reason, "trailing-data");
                assert_int_equal(outcome.refusal.offset, end_of_build);
            }
            buf_free(&b);
        }
}

static void reads_several_gzip_members_as_one(void **unused)
{
    (void)unused;
    struct buf b, pressed;
    small_structure(&b);
    for (size_t cut = 0; cut <= b.n; cut += 7) {
        buf_init(&pressed, 1 << 20);
        compress_into(&pressed, b.p, cut, GZIP);
        compress_into(&pressed, b.p + cut, b.n - cut, GZIP);
        for (size_t step = 0; step < 3; step++) {
            struct outcome outcome = inspect_bytes(pressed.p, pressed.n, step, NULL);
            assert_int_equal(outcome.result, SCHEMATIC_OK);
            assert_int_equal(outcome.facts.blocks, 2);
            assert_int_equal(outcome.facts.warning_count, 0);
        }
        buf_free(&pressed);
    }
    buf_init(&pressed, 1 << 20);
    compress_into(&pressed, b.p, b.n, GZIP);
    compress_into(&pressed, b.p, b.n, GZIP);
    assert_refused(&pressed, "trailing-data", b.n);
    buf_free(&b);
}

static void tells_when_reading_fails(void **unused)
{
    (void)unused;
    struct buf b;
    wrap(&b, GZIP);
    for (size_t n = 1; n <= b.n; n++) {
        struct schematic_facts facts;
        struct schematic_refusal refusal;
        struct input input = {.p = b.p, .n = b.n, .step = 1, .fail_after = n};
        struct arena *arena = arena_new(1 << 20);
        assert_int_equal(schematic_inspect(arena, NULL, read_input, &input, &facts, &refusal), SCHEMATIC_READ_FAILED);
        assert_null(refusal.reason);
        arena_free(arena);
    }
    buf_free(&b);
}

/* A stream that is made as it is read: a head, then FILL over and over until SIZE bytes. */
struct endless {
    const struct buf *head;
    size_t at, size;
    bool noise;
};

static ptrdiff_t read_endless(void *with, void *into, size_t size)
{
    struct endless *endless = with;
    uint8_t *out = into;
    size_t n = endless->size - endless->at < size ? endless->size - endless->at : size;
    for (size_t i = 0; i < n; i++, endless->at++) {
        uint32_t h = (uint32_t)(endless->at / 3) * 2654435761u;
        out[i] = endless->at < endless->head->n ? (uint8_t)endless->head->p[endless->at] : endless->noise ? (uint8_t)(h >> 24) : 1;
    }
    return (ptrdiff_t)n;
}

static long peak_kib(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

static void assert_small(struct buf *head, size_t size, bool noise, const char *reason)
{
    struct schematic_facts facts;
    struct schematic_refusal refusal;
    struct endless endless = {head, 0, size, noise};
    long before = peak_kib();
    struct arena *arena = arena_new(1 << 20);
    assert_int_equal(schematic_inspect(arena, NULL, read_endless, &endless, &facts, &refusal), SCHEMATIC_REFUSED);
    assert_string_equal(refusal.reason, reason);
    assert_true(arena_used(arena) < 1 << 16);
    arena_free(arena);
    assert_true(peak_kib() - before < 28 * 1024);
    buf_free(head);
}

/* The worst for memory in each format: all that might be needed later, on 64 MiB of noise that then ends early. */
static void memory_does_not_grow_with_the_file(void **unused)
{
    (void)unused;
    enum { SIZE = 64 << 20 };
    struct buf b;
    root(&b, "");
    field(&b, BYTES, "BlockData");
    put(&b, SIZE, 4);
    assert_small(&b, SIZE, false, "truncated");
    root(&b, "");
    bytes_field(&b, "AddBlocks", "\1", 1);
    field(&b, BYTES, "Blocks");
    put(&b, SIZE, 4);
    assert_small(&b, SIZE, true, "truncated");
    root(&b, "");
    field(&b, COMPOUND, "Regions");
    field(&b, COMPOUND, "r");
    field(&b, LONGS, "BlockStates");
    put(&b, SIZE / 8, 4);
    assert_small(&b, SIZE / 2, true, "truncated");
    root(&b, "");
    field(&b, BYTES, "unknown");
    put(&b, SIZE, 4);
    assert_small(&b, SIZE, true, "truncated");
}

static void stops_a_bomb_at_its_budget(void **unused)
{
    (void)unused;
    enum { LONG_ENOUGH = 8 << 20 };
    struct buf b, pressed;
    root(&b, "");
    field(&b, BYTES, "x");
    put(&b, LONG_ENOUGH, 4);
    char *zeros = calloc(1, LONG_ENOUGH);
    assert_non_null(zeros);
    buf_add_bytes(&b, zeros, LONG_ENOUGH);
    buf_init(&pressed, 1 << 20);
    compress_into(&pressed, b.p, b.n, GZIP);
    struct schematic_budget budget = {.bytes = 1 << 20};
    assert_refused_with(&pressed, &budget, "too-many-bytes", 3 + 4);
    free(zeros);
    buf_free(&b);
    buf_free(&pressed);
}

/* Many small fields, none of which tells how much is to come. */
static void inflates_little_past_the_budget(void **unused)
{
    (void)unused;
    enum { BUDGET = 1 << 20, SLACK = 64 * 1024 };
    static const char zeros[1000];
    struct buf b, pressed;
    root(&b, "");
    for (int i = 0; i < 8 * BUDGET / 1000; i++)
        bytes_field(&b, "x", zeros, sizeof zeros);
    buf_init(&pressed, 1 << 20);
    compress_into(&pressed, b.p, b.n, GZIP);
    struct schematic_budget budget = {.bytes = BUDGET};
    struct outcome outcome = inspect_bytes(pressed.p, pressed.n, 0, &budget);
    assert_int_equal(outcome.result, SCHEMATIC_REFUSED);
    assert_string_equal(outcome.refusal.reason, "too-many-bytes");
    assert_in_range(outcome.facts.inflated, 0, BUDGET + SLACK);
    buf_free(&b);
    buf_free(&pressed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_does_not_grow_with_the_file),
        cmocka_unit_test(reads_every_wrapping_in_any_steps),
        cmocka_unit_test(refuses_a_cut_at_every_byte),
        cmocka_unit_test(checks_the_sums),
        cmocka_unit_test(reads_every_gzip_header),
        cmocka_unit_test(lets_few_trailing_bytes_go),
        cmocka_unit_test(reads_several_gzip_members_as_one),
        cmocka_unit_test(tells_when_reading_fails),
        cmocka_unit_test(stops_a_bomb_at_its_budget),
        cmocka_unit_test(inflates_little_past_the_budget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
