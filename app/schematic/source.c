#include "schematic/source.h"

#include <libdeflate.h>
#include <string.h>
#include <zlib.h>

#include "core/memory.h"

enum { INPUT_SIZE = 64 * 1024, TRAILING_MAX = 64 };

enum { GZIP_WINDOW = 15 + 16, ZLIB_WINDOW = 15, BARE_WINDOW = -15 }; /* what zlib is to expect around the data */
enum { SUM_BYTES = 4, SUMS_BYTES = 2 * SUM_BYTES };

enum wrapping { WRAPPING_NONE, WRAPPING_ZLIB, WRAPPING_GZIP };

/* Of a member of a gzip file. Its header is zlib's to check; the sums after the data are checked here, for libdeflate adds them up
 * in less than half the time. */
enum gzip_part { GZIP_HEAD, GZIP_DATA, GZIP_SUMS };

/* The file as it comes from the caller: Z.next_in and Z.avail_in say what is read and not yet used. */
struct source_input {
    z_stream z;
    schematic_read_fn *read;
    void *with;
    int64_t file_offset; /* bytes read from the caller */
    int64_t raw_left;    /* bytes that may be handed out as they lie */
    enum wrapping wrapping;
    enum gzip_part part;
    uint32_t sum;             /* of the member's data so far */
    uint8_t sums[SUMS_BYTES]; /* as the file has them: CRC-32 and length */
    size_t sums_taken;
    bool ended;    /* the caller has no more */
    bool finished; /* the compressed stream is complete and checked */
    uint8_t bytes[INPUT_SIZE];
};

static int64_t input_offset(const struct source_input *input)
{
    return input->file_offset - (int64_t)input->z.avail_in;
}

/* Reads until N bytes wait, or as many as there are. */
static bool input_have(struct source *source, size_t n)
{
    struct source_input *input = source->input;
    if (input->z.avail_in < n && input->z.avail_in > 0)
        memmove(input->bytes, input->z.next_in, input->z.avail_in);
    if (input->z.avail_in < n)
        input->z.next_in = input->bytes;
    while (input->z.avail_in < n && !input->ended) {
        ptrdiff_t got = input->read(input->with, input->bytes + input->z.avail_in, INPUT_SIZE - input->z.avail_in);
        if (got < 0) {
            source->verdict->read_failed = true;
            return false;
        }
        input->ended = got == 0;
        input->z.avail_in += (uInt)got;
        input->file_offset += got;
    }
    return input->z.avail_in >= n;
}

/* Some real files carry a few bytes after the compressed data: they are let go with a warning. */
static void pass_trailing(struct source *source)
{
    struct source_input *input = source->input;
    int64_t start = input_offset(input);
    input->finished = true;
    while (input_have(source, 1) && input->file_offset - start <= TRAILING_MAX)
        input->z.avail_in = 0;
    int64_t trailing = input->file_offset - start;
    if (trailing > TRAILING_MAX)
        verdict_refuse(source->verdict, REASON_TRAILING_DATA, start, "More than %d bytes follow the compressed data.", TRAILING_MAX);
    else if (trailing > 0)
        verdict_warn(source->verdict, WARNING_TRAILING_BYTES);
}

static void start_part(struct source_input *input, enum gzip_part part)
{
    input->part = part;
    if (part == GZIP_HEAD)
        input->sum = 0;
    if (part == GZIP_SUMS)
        input->sums_taken = 0;
    else
        inflateReset2(&input->z, part == GZIP_HEAD ? GZIP_WINDOW : BARE_WINDOW);
}

static void next_member(struct source *source)
{
    struct source_input *input = source->input;
    bool another = input->wrapping == WRAPPING_GZIP && input_have(source, 2) && input->z.next_in[0] == 0x1f && input->z.next_in[1] == 0x8b;
    if (another)
        start_part(input, GZIP_HEAD);
    else
        pass_trailing(source);
}

/* Takes of the sums what is there, in order: the first that is wrong says so. */
static void check_sums(struct source *source)
{
    struct source_input *input = source->input;
    const uint32_t expected[] = {input->sum, (uint32_t)input->z.total_out};
    static const char *const says[] = {"incorrect data check.", "incorrect length check."};
    while (input->sums_taken < SUMS_BYTES && input->z.avail_in > 0 && verdict_stands(source->verdict)) {
        input->sums[input->sums_taken++] = *input->z.next_in++;
        input->z.avail_in--;
        size_t whole = input->sums_taken / SUM_BYTES;
        if (input->sums_taken % SUM_BYTES == 0 && memcmp(input->sums + (whole - 1) * SUM_BYTES, &expected[whole - 1], SUM_BYTES) != 0)
            verdict_refuse(source->verdict, REASON_BAD_COMPRESSION, input_offset(input), "%s", says[whole - 1]);
    }
    if (input->sums_taken == SUMS_BYTES && verdict_stands(source->verdict))
        next_member(source);
}

/* What one call of inflate() came to. */
static void take_result(struct source *source, int result)
{
    struct source_input *input = source->input;
    const int header_read = 128; /* in data_type, where zlib stops for Z_BLOCK */
    if (result == Z_MEM_ERROR)
        memory_end("out of memory");
    else if (result != Z_OK && result != Z_BUF_ERROR && result != Z_STREAM_END)
        verdict_refuse(source->verdict, REASON_BAD_COMPRESSION, input_offset(input), "%s.", input->z.msg ? input->z.msg : "needs a dictionary");
    else if (input->wrapping == WRAPPING_GZIP && input->part == GZIP_HEAD && (input->z.data_type & header_read))
        start_part(input, GZIP_DATA);
    else if (input->wrapping == WRAPPING_GZIP && result == Z_STREAM_END)
        start_part(input, GZIP_SUMS);
    else if (result == Z_STREAM_END)
        next_member(source);
}

/* One call of inflate() into OUT; answers how much came. */
static size_t inflate_some(struct source *source, uint8_t *out, size_t room)
{
    struct source_input *input = source->input;
    input->z.next_out = out;
    input->z.avail_out = (uInt)room;
    bool head = input->wrapping == WRAPPING_GZIP && input->part == GZIP_HEAD;
    int result = inflate(&input->z, head ? Z_BLOCK : Z_NO_FLUSH);
    size_t got = room - input->z.avail_out;
    if (input->wrapping == WRAPPING_GZIP)
        input->sum = libdeflate_crc32(input->sum, out, got);
    take_result(source, result);
    return got;
}

static size_t fill_inflated(struct source *source, uint8_t *out, size_t room)
{
    struct source_input *input = source->input;
    size_t got = 0;
    while (got == 0 && !input->finished && verdict_stands(source->verdict)) {
        if (!input_have(source, 1) && verdict_stands(source->verdict))
            verdict_refuse(source->verdict, REASON_TRUNCATED, input->file_offset, "The compressed data ends early.");
        else if (input->part != GZIP_SUMS)
            got = inflate_some(source, out, room);
        if (input->part == GZIP_SUMS && verdict_stands(source->verdict))
            check_sums(source);
    }
    return got;
}

static size_t fill_raw(struct source *source, uint8_t *out, size_t room)
{
    struct source_input *input = source->input;
    if (!input_have(source, 1))
        return 0;
    size_t got = input->z.avail_in < room ? input->z.avail_in : room;
    got = (int64_t)got < input->raw_left ? got : (size_t)input->raw_left;
    memcpy(out, input->z.next_in, got);
    input->z.next_in += got;
    input->z.avail_in -= (uInt)got;
    input->raw_left -= (int64_t)got;
    return got;
}

/* One byte past the budget shows that there is more. */
static size_t room_for(const struct source *source, size_t rest)
{
    int64_t left = source->budget + 1 - source->inflated;
    return left < (int64_t)(SOURCE_WINDOW - rest) ? (size_t)left : SOURCE_WINDOW - rest;
}

static bool fill(struct source *source)
{
    if (!verdict_stands(source->verdict))
        return false;
    size_t rest = (size_t)(source->end - source->at);
    memmove(source->window, source->at, rest);
    source->at = source->window;
    uint8_t *out = source->window + rest;
    size_t room = room_for(source, rest);
    size_t got = source->input->wrapping == WRAPPING_NONE ? fill_raw(source, out, room) : fill_inflated(source, out, room);
    source->end = out + got;
    source->inflated += (int64_t)got;
    if (source->inflated > source->budget)
        verdict_refuse(source->verdict, REASON_TOO_MANY_BYTES, source->budget, "More than %lld bytes once unpacked.", (long long)source->budget);
    return got > 0 && verdict_stands(source->verdict);
}

bool source_have(struct source *source, size_t n)
{
    while ((size_t)(source->end - source->at) < n)
        if (!fill(source))
            return false;
    return true;
}

const uint8_t *source_take_slowly(struct source *source, size_t n)
{
    if (!source_have(source, n)) {
        verdict_refuse(source->verdict, REASON_TRUNCATED, source->inflated, "The data ends in the middle of a value.");
        source->at = source->end;
        return NULL;
    }
    const uint8_t *p = source->at;
    source->at += n;
    return p;
}

static void end_inflate(void *z)
{
    inflateEnd(z);
}

static void start_inflate(struct source *source, struct arena *arena, enum wrapping wrapping)
{
    source->input->wrapping = wrapping;
    if (inflateInit2(&source->input->z, wrapping == WRAPPING_GZIP ? GZIP_WINDOW : ZLIB_WINDOW) != Z_OK)
        memory_end("out of memory");
    arena_defer(arena, end_inflate, &source->input->z);
}

static void recognise(struct source *source, struct arena *arena)
{
    static const uint8_t axiom[] = {0x0a, 0xe5, 0xbb, 0x36};
    bool long_enough = input_have(source, sizeof axiom);
    const uint8_t *p = source->input->z.next_in;
    size_t n = source->input->z.avail_in;
    if (n == 0)
        verdict_refuse(source->verdict, REASON_NOT_NBT, 0, "The file is empty.");
    else if (long_enough && memcmp(p, axiom, sizeof axiom) == 0)
        source->axiom = true;
    else if (n >= 2 && p[0] == 0x1f && p[1] == 0x8b)
        start_inflate(source, arena, WRAPPING_GZIP);
    else if (n >= 2 && p[0] == 0x78 && (p[0] * 256 + p[1]) % 31 == 0)
        start_inflate(source, arena, WRAPPING_ZLIB);
    else if (p[0] == 0x0a)
        source->input->raw_left = INT64_MAX;
    else
        verdict_refuse(source->verdict, REASON_NOT_NBT, 0, "The file starts with byte 0x%02x: neither gzip, zlib nor a compound.", (unsigned)p[0]);
}

void source_open(struct source *source, struct arena *arena, int64_t budget, schematic_read_fn *read, void *with, struct verdict *verdict)
{
    uint8_t *window = inspection_memory(arena, SOURCE_WINDOW);
    *source = (struct source){.at = window, .end = window, .window = window, .budget = budget, .verdict = verdict};
    source->input = inspection_memory(arena, sizeof *source->input);
    source->input->read = read;
    source->input->with = with;
    source->input->z.next_in = source->input->bytes;
    recognise(source, arena);
    if (source->axiom)
        source_allow(source, SOURCE_AXIOM_HEAD);
}

void source_allow(struct source *source, int64_t n)
{
    source->input->raw_left += n;
}

void source_inflate(struct source *source, struct arena *arena)
{
    bool gzip = input_have(source, 2) && source->input->z.next_in[0] == 0x1f && source->input->z.next_in[1] == 0x8b;
    if (gzip)
        start_inflate(source, arena, WRAPPING_GZIP);
    else
        verdict_refuse(source->verdict, REASON_BAD_COMPRESSION, input_offset(source->input), "No gzip data where it is expected.");
}

void source_close(struct source *source)
{
    int64_t offset = source_offset(source);
    if (source_have(source, 1))
        verdict_refuse(source->verdict, REASON_TRAILING_DATA, offset, "Data follows the end of the root compound.");
}
