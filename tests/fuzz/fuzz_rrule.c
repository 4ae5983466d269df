/* fuzz: market. Any text as a recurrence rule: read or refused with its place; its moments rise, lie in the window and in windows that
 * meet are the same; what a form makes of it means the same. */
#include <stdlib.h>

#include "market/rrule.h"
#include "market/schedule_choices.h"

enum { MEMORY = 256 << 20, MOST = 400, TEXT_MOST = 1000, RULE_MOST = 1 << 12 };

static void demand(bool holds)
{
    if (!holds)
        abort();
}

static void check_moments(const struct rrule_moments *moments, struct wall from, struct wall until)
{
    demand(moments->count <= MOST);
    for (size_t i = 0; i < moments->count; i++) {
        demand(moments->at[i].s >= from.s && moments->at[i].s < until.s);
        demand(i == 0 || moments->at[i].s > moments->at[i - 1].s);
    }
}

/* The form's rule has the same moments. */
static void check_choices(struct arena *arena, struct str text, struct wall starts, const struct rrule_moments *moments, struct wall until)
{
    struct schedule_rule rule = {.starts = starts, .minutes = 60, .rrule = text};
    struct schedule_choices choices;
    struct rrule again;
    struct rrule_fault fault;
    struct rrule_moments twice;
    struct buf out;
    schedule_choices_in(arena, STR("UTC"), &rule, &choices);
    buf_init(&out, RULE_MOST);
    if (choices.repeat != SCHEDULE_SPECIAL && choices.repeat != SCHEDULE_ONCE) {
        demand(schedule_choices_rrule(&choices, &out));
        demand(rrule_read(arena, buf_str(&out), &again, &fault));
        rrule_expand(arena, &again, starts, starts, until, MOST, &twice);
        demand(twice.count == moments->count);
        for (size_t i = 0; i < twice.count; i++)
            demand(twice.at[i].s == moments->at[i].s);
    }
    buf_free(&out);
}

static void check_rule(struct arena *arena, struct str text, struct rrule *rule, struct wall starts)
{
    struct wall until = {starts.s + 4000LL * WALL_DAY}, middle = {starts.s + 777LL * WALL_DAY + 12345};
    struct rrule_moments whole, first, second;
    rrule_expand(arena, rule, starts, starts, until, MOST, &whole);
    check_moments(&whole, starts, until);
    if (whole.capped)
        return;
    rrule_expand(arena, rule, starts, starts, middle, MOST, &first);
    rrule_expand(arena, rule, starts, middle, until, MOST, &second);
    check_moments(&second, middle, until);
    demand(first.count + second.count == whole.count);
    for (size_t i = 0; i < whole.count; i++)
        demand(whole.at[i].s == (i < first.count ? first.at[i] : second.at[i - first.count]).s);
    check_choices(arena, text, starts, &whole, until);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rrule rule;
    struct rrule_fault fault;
    if (size < 2 || size > TEXT_MOST)
        return 0;
    struct str text = {(const char *)data + 2, size - 2};
    struct wall starts = {wall_date(1999, 12, 25).s + data[0] * 41LL * WALL_DAY + data[1] * 337LL};
    struct arena *arena = arena_new(MEMORY);
    if (!rrule_read(arena, text, &rule, &fault)) {
        demand(fault.at + fault.length <= text.n && fault.message);
    } else {
        rrule_settle_until(&rule, rule.until);
        check_rule(arena, text, &rule, starts);
    }
    arena_free(arena);
    return 0;
}
