/* curio: the operator's command. `curio help` lists what it can do. */
#include "cli/command.h"
#include "core/language.h"
#include "core/log.h"
#include "core/text.h"

#include <sys/stat.h>
#include <unistd.h>

static const char default_config[] = "/etc/curio/curio.conf";
enum { MEMORY = 64 << 20 };

/* The file named on the command line, else in the environment, else the usual one where there is one. */
static const char *config_path(const char *asked)
{
    if (!asked)
        asked = getenv("CURIO_CONFIG");
    if (!asked && access(default_config, F_OK) == 0)
        asked = default_config;
    return asked;
}

static bool load_config(struct cli *cli, const char *asked)
{
    struct str why;
    cli->config_path = config_path(asked);
    if (config_load(cli->arena, cli->config_path, environ, &cli->config, &why) != CONFIG_OK) {
        fprintf(stderr, STR_FMT "\n", STR_ARG(why));
        return false;
    }
    language_use(&cli->config);
    language_speak_to_operator();
    return true;
}

static enum exit_code run(struct cli *cli, const char *asked_config, size_t count, char **words)
{
    size_t used;
    const struct command *command = command_find(count, words, &used);
    if (!command) {
        if (count)
            complain(_("there is no command \"%s\""), words[0]);
        command_help(stderr);
        return EXIT_USAGE;
    }
    cli->count = count - used;
    cli->arguments = words + used;
    if (cli->count < command->least || cli->count > command->most) {
        complain(_("usage: curio %s %s"), command->name, command->arguments);
        return EXIT_USAGE;
    }
    if (command->needs_config && !load_config(cli, asked_config))
        return EXIT_USAGE;
    return command->run(cli);
}

/* What cannot be written, to a full disk say, was not done. */
static enum exit_code flushed(enum exit_code code)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    return complain(_("the output could not be written"));
}

int main(int count, char **words)
{
    const char *asked_config = NULL;
    int first = 1;
    umask(077);
    log_init("curio", LOG_SILENT); /* a person reads this: each command says itself what is wrong */
    language_use(&(struct config){.locale_dir = STR("/usr/share/locale"), .run_dir = STR("/run/curio"), .language = STR("en")});
    language_speak_to_operator(); /* again with the settings, for what needs them */
    if (count > 2 && strcmp(words[1], "--config") == 0) {
        asked_config = words[2];
        first = 3;
    } else if (count == 2 && (strcmp(words[1], "--help") == 0 || strcmp(words[1], "-h") == 0)) {
        command_help(stdout);
        return (int)flushed(EXIT_DONE);
    }
    struct cli cli = {.arena = arena_new(MEMORY)};
    enum exit_code code = flushed(run(&cli, asked_config, (size_t)(count - first), words + first));
    arena_free(cli.arena);
    return (int)code;
}
