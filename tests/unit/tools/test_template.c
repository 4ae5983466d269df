#include "mistake.h"

#include "tools/tmplc_parse.h"

#define HEAD "{% template x(b: build, all: build[], t: text, n: bigint?, f: form, m: markup, id: uuid) %}\n"

static const struct wrong all[] = {
    {"<p></p>", "1: the first line must be"},
    {"\n{% template x() %}", "1: the first line must be"},
    {"{% template y() %}", "1: must be called as its file, x"},
    {"{% template x(a: building) %}", "1: neither a type nor a contract with rows: building"},
    {"{% template x(a: text, a: text) %}", "1: taken or cannot be one: a"},
    {"{% template x(out: text) %}", "1: taken or cannot be one: out"},
    {"{% template x(a text) %}", "1: expected : before text"},
    {"{% template x(a: text %}", "1: expected )"},
    {"{% template x() %}\n\n{{ y }}", "3: unknown name y"},
    {HEAD "{{ b.size }}", "2: unknown column size of build"},
    {HEAD "{{ t.size }}", "2: only a row has columns"},
    {HEAD "{{ all.title }}", "2: only a row has columns"},
    {HEAD "{{ }}", "2: an expression is missing"},
    {HEAD "{{ t t }}", "2: nothing may follow here, but there is t"},
    {HEAD "{{ t", "2: {{ is never closed by }}"},
    {HEAD "<p>\n[[Hello", "3: [[ is never closed by ]]"},
    {HEAD "{# note", "2: {# is never closed by #}"},
    {HEAD "{% if t", "2: {% is never closed by %}"},
    {HEAD "{% if t %}\n<p>", "2: {% if %} is never closed"},
    {HEAD "{% for x in all %}", "2: {% for %} is never closed"},
    {HEAD "{% if t %}{% else %}{% else %}{% end %}", "2: one else at most"},
    {HEAD "{% end %}", "2: never opened"},
    {HEAD "{% else %}", "2: never opened"},
    {HEAD "{% while t %}", "2: unknown tag while"},
    {HEAD "{% for b in all %}{% end %}", "2: taken or cannot be one: b"},
    {HEAD "{% for q in t %}{% end %}", "2: only lists can be gone through"},
    {HEAD "{% for q in all %}{% end %}{{ q.title }}", "2: unknown name q"},
    {HEAD "{% if id %}{% end %}", "2: this is always true"},
    {HEAD "{% if \"x\" %}{% end %}", "2: this is always true"},
    {HEAD "{% if b %}{% end %}", "2: this is always true"},
    {HEAD "{% if t == 1 %}{% end %}", "2: these cannot be compared with =="},
    {HEAD "{% if t < \"x\" %}{% end %}", "2: these cannot be compared with <"},
    {HEAD "{% if icon(\"x\") %}{% end %}", "2: markup can only be printed"},
    {HEAD "{{ size(t) }}", "2: unknown builtin size"},
    {HEAD "{{ number(t) }}", "2: argument 1 of number has another type"},
    {HEAD "{{ number() }}", "2: number takes 1 arguments, not 0"},
    {HEAD "{{ title_of(icon(\"x\")) }}", "2: argument 1 of title_of has another type"},
    {HEAD "{{ b.at }}", "2: a time is printed by date()"},
    {HEAD "{{ b.tags }}", "2: this cannot be printed"},
    {HEAD "{{ b }}", "2: this cannot be printed"},
    {HEAD "{{ n == 1 }}", "2: this cannot be printed"},
    {HEAD "{{ 99999999999999999999 }}", "2: a number out of range"},
    {HEAD "{{ \"open }}", "2: {{ is never closed"},
    {HEAD "{{ t % }}", "2: nothing may follow here"},
    {HEAD "{% call y(t) %}", "2: unknown template y"},
    {HEAD "{% call other(n) %}", "2: argument text of other has another type"},
    {HEAD "{% call other(b.note) %}", "2: argument text of other may be null here"},
    {HEAD "{% call other(t, t) %}", "2: other takes 1 arguments, not 2"},
    {HEAD "<p title=\"{% call other(t) %}\">", "2: only be called between tags"},
    {HEAD "{% fill body %}{% end %}", "2: fill stands in a template that extends"},
    {HEAD "{% extends base() %}{% fill foot %}{% end %}", "2: base has no slot foot"},
    {HEAD "{% extends base() %}{% fill body %}{% end %}\n{% fill body %}{% end %}", "3: this slot is filled twice: body"},
    {HEAD "{% extends base() %}<p></p>", "2: says everything in its fills"},
    {HEAD "<p></p>{% extends base() %}", "2: extends comes once, before everything else"},
    {HEAD "{% extends x(b, all, t, n, f, m, id) %}", "2: x extends itself"},
    {HEAD "{% slot a %}{% slot a %}", "2: this slot is there twice: a"},
    {HEAD "<p {% slot a %}>", "2: a slot can only stand between tags"},
    /* visible text */
    {HEAD "<p>\nHello</p>", "3: visible text must stand in [[ ]]"},
    {HEAD "<p>é</p>", "2: visible text must stand in [[ ]]"},
    {HEAD "<p>&nbsp;x</p>", "2: visible text must stand in [[ ]]"},
    {HEAD "<p title=\"Hello\"></p>", "2: visible text must stand in [[ ]]"},
    {HEAD "<p aria-label='{{ t }} more'></p>", "2: visible text must stand in [[ ]]"},
    {HEAD "<input value=\"Send\" type=\"submit\">", "2: a button's value must stand in [[ ]]"},
    {HEAD "<textarea>Hello</textarea>", "2: visible text must stand in [[ ]]"},
    {HEAD "[[]]", "2: an empty message"},
    {HEAD "[[one|many]]", "2: two forms need a count"},
    {HEAD "[[n: one|many]]", "2: what counts must be a number that is not null"},
    {HEAD "[[t: one|many]]", "2: what counts must be a number"},
    {HEAD "[[of {t]]", "2: { is never closed by }"},
    {HEAD "[[of {\"x\"}]]", "2: a placeholder must name something"},
    {HEAD "[[{t} {number(b.blocks)} {b.other.blocks}]]", "2: two placeholders would have the same name"},
    {HEAD "<a href=\"[[here]]\">", "2: an address is not translated"},
    /* places */
    {HEAD "<p class={{ t }}>", "2: nothing may be written into an attribute without quotes"},
    {HEAD "<p class = \"a\">", "2: a tag has attributes as NAME=\"VALUE\""},
    {HEAD "<p class=a>", "2: an attribute's value must stand in quotes"},
    {HEAD "<p {{ t }}>", "2: nothing may be written into a tag"},
    {HEAD "<{{ t }}>", "2: nothing may be written into a tag"},
    {HEAD "<p data-{{ t }}=\"1\">", "2: nothing may be written into a tag"},
    {HEAD "<!-- {{ t }} -->", "2: nothing may be written into a tag, an attribute's name, a comment"},
    {HEAD "<script>{{ t }}</script>", "2: nothing may be written into a script or style"},
    {HEAD "<STYLE>\n{{ t }}</STYLE>", "3: nothing may be written into a script or style"},
    {HEAD "<p style=\"color: {{ t }}\">", "2: nothing may be written into style="},
    {HEAD "<p onclick='{{ t }}'>", "2: nothing may be written into style=, on"},
    {HEAD "<p OnClick='x'>", "2: the site's security policy forbids them"},
    {HEAD "<iframe srcdoc=\"{{ t }}\">", "2: nothing may be written into style="},
    {HEAD "<title>{{ m }}</title>", "2: markup can only stand between tags"},
    {HEAD "<p title=\"{{ m }}\">", "2: markup can only stand between tags"},
    {HEAD "<p title=\"{{ icon(\"x\") }}\">", "2: markup can only stand between tags"},
    {HEAD "<p class=\"a", "2: ends inside a tag"},
    {HEAD "<p", "2: ends inside a tag"},
    {HEAD "<title>", "2: ends inside a tag"},
    {HEAD "1 < 2", "2: a < that starts no tag"},
    {HEAD "{% if t %}<p class=\"{% end %}\">", "2: must end where in the HTML it began"},
    {HEAD "{% if t %}<p {% else %}<b>{% end %}", "2: end in different places"},
    {HEAD "{% for q in all %}<p {% end %}>", "2: the body of for must end where"},
    {HEAD "<a href=\"{% if t %}/{% end %}{{ t }}\"></a>", "2: must end where in the HTML it began"},
    {HEAD "<inp{% if t %}ut{% end %}>", "2: a condition cannot stand inside a name"},
};

static void parse(struct arena *arena, struct mistakes *mistakes, const char *text, struct template_list *out)
{
    struct source queries[2], pages[3];
    struct declared_list contracts;
    assert_true(source_open(mistakes, STR("room/build.sql"),
                            STR("-- build: x\n-- row: title text, note text?, blocks bigint, at timestamptz, tags text[], other part"), &queries[0]));
    assert_true(source_open(mistakes, STR("room/part.sql"), STR("-- part: x\n-- row: blocks bigint"), &queries[1]));
    assert_true(source_open(mistakes, STR("room/base.html"), STR("{% template base() %}{% slot body %}"), &pages[0]));
    assert_true(source_open(mistakes, STR("room/other.html"), STR("{% template other(text: text) %}"), &pages[1]));
    assert_true(source_open(mistakes, STR("room/x.html"), str_of(text), &pages[2]));
    assert_true(contracts_parse(arena, mistakes, queries, 2, &contracts));
    (void)templates_parse(arena, mistakes, &contracts, pages, 3, out);
}

static void check(const char *text, const struct wrong *wrong)
{
    struct arena *arena = arena_new(TOOL_MEMORY);
    struct mistakes mistakes;
    struct template_list templates;
    mistakes_init(&mistakes);
    parse(arena, &mistakes, text, &templates);
    if (wrong != NULL)
        assert_says(&mistakes, STR("room/x.html"), wrong);
    else if (mistakes.count > 0)
        fail_msg("%s\n%.*s", text, (int)mistakes.report.n, mistakes.report.p);
    mistakes_free(&mistakes);
    arena_free(arena);
}

static void wrong_templates(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        check(all[i].text, &all[i]);
}

static void right_templates(void **state)
{
    (void)state;
    static const char *const right[] = {
        HEAD, "{% template x() %}",
        HEAD "{% if b.note %}{% call other(b.note) %}{% end %}",
        HEAD "{% if t and b.note %}{% call other(b.note) %}{% else %}[[No]]{% end %}",
        HEAD "{% if b.note == \"x\" %}{% call other(b.note) %}{% end %}",
        HEAD "{% if n %}[[n: one|many]]{% end %}",
        HEAD "<a href=\"{% if t %}{{ t }}{% else %}/{% end %}\" class=\"a{% if t %} b{% end %}\"></a>",
        HEAD "<p>1 × 2 — 3 · 4 &amp; &#8239; … → </p><input type=\"text\" value=\"Send\"><button value=\"yes\"></button>",
        HEAD "<script type=\"application/json\">{\"a < b\": 1}</script><style>p { color: red }</style>",
        HEAD "<!-- a comment, <p class=x> and all --><!doctype html>",
        HEAD "{% if t %}{% elif n %}{% elif b.note %}{% else %}{% end %}",
        HEAD "{{ \"}}\" }}{% if t == \"%}\" %}{% end %}",
        HEAD "<TITLE>{{ t }}</TITLE><textarea><1>{{ t }}</textarea>",
        HEAD "<details open><svg viewBox=\"0 0 1 1\"/></details>",
    };
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++)
        check(right[i], NULL);
}

/* A branch too deep, a call too deep, and text that never ends are mistakes, not crashes. */
static void deep_templates(void **state)
{
    (void)state;
    enum { DEPTH = 3000 };
    static const char *const parts[][2] = {{"{% if t %}", "nested too deeply"}, {"{{ value_or(f, t, ", "{{ is never closed"}};
    for (size_t i = 0; i < 2; i++) {
        struct buf text;
        buf_init(&text, 1 << 20);
        buf_add(&text, STR(HEAD));
        for (int n = 0; n < DEPTH; n++)
            buf_add(&text, str_of(parts[i][0]));
        buf_add_char(&text, '\0');
        char says[100];
        snprintf(says, sizeof says, "2: %s", parts[i][1]);
        struct wrong wrong = {text.p, says};
        check(text.p, &wrong);
        buf_free(&text);
    }
    struct buf call;
    buf_init(&call, 1 << 20);
    buf_add(&call, STR(HEAD "{{ "));
    for (int n = 0; n < DEPTH; n++)
        buf_add(&call, STR("title_of("));
    buf_add(&call, STR("t }}"));
    buf_add_char(&call, '\0');
    struct wrong wrong = {call.p, "2: nested too deeply"};
    check(call.p, &wrong);
    buf_free(&call);
}

static void places_are_known(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum place place;
    } places[] = {
        {HEAD "{{ t }}", PLACE_TEXT},
        {HEAD "<p>{{ t }}</p>", PLACE_TEXT},
        {HEAD "<title>{{ t }}</title>", PLACE_RCDATA},
        {HEAD "<p title=\"{{ t }}\"></p>", PLACE_ATTRIBUTE},
        {HEAD "<p title='\"{{ t }}'></p>", PLACE_ATTRIBUTE},
        {HEAD "<a HREF=\"{{ t }}\"></a>", PLACE_URL},
        {HEAD "<a href=\"/{{ t }}\"></a>", PLACE_URL_PART},
        {HEAD "<button formaction=\"{{ t }}\"></button>", PLACE_URL},
        {HEAD "<a title=\">\" href='{{ t }}'></a>", PLACE_URL},
        {HEAD "<a data-href=\"{{ t }}\"></a>", PLACE_ATTRIBUTE},
        {HEAD "<!-- > -- --><p>{{ t }}</p>", PLACE_TEXT},
        {HEAD "<script>\"</p>\"</script>{{ t }}", PLACE_TEXT},
        {HEAD "<textarea></1>{{ t }}</textarea>", PLACE_RCDATA},
    };
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        struct arena *arena = arena_new(TOOL_MEMORY);
        struct mistakes mistakes;
        struct template_list templates;
        mistakes_init(&mistakes);
        parse(arena, &mistakes, places[i].text, &templates);
        assert_int_equal(mistakes.count, 0);
        const struct node *node = template_find(&templates, STR("x"))->body;
        while (node != NULL && node->kind != NODE_VALUE)
            node = node->next;
        assert_non_null(node);
        if (node->place != places[i].place)
            fail_msg("%s", places[i].text);
        mistakes_free(&mistakes);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_templates),
        cmocka_unit_test(right_templates),
        cmocka_unit_test(deep_templates),
        cmocka_unit_test(places_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
