/* Every kind of job, as curio-jobs knows them; and what runs each. */
#ifndef CURIO_JOBS_KINDS_H
#define CURIO_JOBS_KINDS_H

#include "jobs/job.h"

extern const struct job_kind job_kinds[];
extern const size_t job_kind_count;
const struct job_kind *job_kind_named(struct str name); /* NULL: no such kind */

job_fn scan_run;  /* scan.c: {"sha256": hex}: asks the scanner about a blob and tells its owners what is wrong */
job_fn analyse_run; /* analyse.c: {"sha256": hex}: draws a file and makes what the preview reads */
job_fn picture_run; /* picture.c: {"picture": id}: hands a picture of a build from before the image pool to it */
job_fn image_render_run; /* image.c: {"image": id}: has a published picture drawn by the image pool */
job_fn image_settle_run; /* image.c: {"image": id}: makes a picture's files what its row says; with "names", removes those that it had */
job_fn image_sweep_run;  /* image.c: {}: removes pictures that no row speaks of, and puts jobs that got lost */
job_fn convert_run; /* convert.c: {"sha256": hex, "target": name}: writes a build in another format */
job_fn offload_run; /* offload.c: {}: moves what people download into the S3 store, where there is one */
job_fn sweep_run; /* sweep.c: {}: forgets what is over: blobs nobody speaks of, windows, sessions, tokens */
job_fn adopt_run; /* sweep.c: {}: finds files that no row speaks of, for the sweep */
job_fn saved_search_run; /* saved_search.c: {}: tells who keeps a search of the builds that are new in it */
job_fn market_next_run; /* market_next.c: {}: moves markets whose next date is over on to the one after */
job_fn market_prior_run; /* market_prior.c: {}: reckons the scores of markets anew where the mean of the site moved */
job_fn partials_run; /* partials.c: {}: forgets uploads whose time is over, and files that no upload has any more */
job_fn digest_run; /* digest.c: {}: mails to whom it is due what is new for them */
job_fn market_claim_run; /* market_claim.c: {"claim": id}: looks for the file by which a market is claimed */
job_fn market_news_run; /* market_news.c: {}: tells who marked a market what became of its dates */
job_fn market_watch_run; /* market_watch.c: {}: tells who watches a place of new markets near it */
job_fn market_dates_run; /* market_dates.c: {}: writes the dates of markets whose rows end too early */
job_fn market_due_run; /* market_import.c: {}: has the sources of markets read whose turn it is */
job_fn market_import_run; /* market_import.c: {"source": id}: reads a source of markets */
job_fn account_export_run; /* account_export.c: {"export": id}: writes the copy of everything about a person */
job_fn account_end_run; /* account_end.c: {}: erases accounts that were closed long enough ago, and tells people before */
job_fn mail_run;  /* mail.c: sends one mail */

#endif
