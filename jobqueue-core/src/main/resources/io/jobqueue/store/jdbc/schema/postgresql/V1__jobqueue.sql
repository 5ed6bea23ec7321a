-- The tables of jobqueue for PostgreSQL 12 and later.
--
-- Run it as it is, by Flyway or Liquibase too. For other names replace 'jobqueue_' everywhere
-- and set jobqueue.jdbc.table-prefix to the same. All times are milliseconds since 1970, by the
-- clock of the database. A job has one row in jobqueue_job and, while it lives, one in
-- jobqueue_ready, jobqueue_scheduled or jobqueue_running: these are narrow, and all that the
-- workers touch all day.

-- Which scripts have run, by part. A release may use the tables if it knows the version in
-- compatible_with of the newest script, or a later one.
create table if not exists jobqueue_schema_version (
	part varchar(20) collate "C" not null,
	version int not null,
	compatible_with int not null,
	primary key (part, version)
);

-- What never changes about a job. Options that no statement looks for are in fields, in the form
-- that all stores share.
create table if not exists jobqueue_job (
	id varchar(200) collate "C" not null,
	task varchar(200) collate "C" not null,
	payload text not null,
	fields text,
	created_at bigint not null,
	traits text,
	primary key (id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 10000,
	autovacuum_vacuum_cost_delay = 0);

-- Jobs that a worker may take, in the order of the primary key. sort_rank: the negative of the
-- priority, and 1000 less for INTERRUPTED. sequence_number: the order of jobs that are otherwise equal.
create table if not exists jobqueue_ready (
	id varchar(200) collate "C" not null,
	queue varchar(100) collate "C" not null,
	priority smallint not null,
	sort_rank smallint not null,
	due_at bigint not null,
	sequence_number bigint not null,
	delivery int not null,
	retries int not null,
	lost_deliveries int not null,
	marks smallint not null,
	primary key (queue, sort_rank, due_at, sequence_number, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
	autovacuum_vacuum_cost_delay = 0);
create unique index if not exists jobqueue_ready_id on jobqueue_ready (id);

-- Jobs that wait for their time: SCHEDULED or RETRY.
create table if not exists jobqueue_scheduled (
	id varchar(200) collate "C" not null,
	queue varchar(100) collate "C" not null,
	priority smallint not null,
	sort_rank smallint not null,
	due_at bigint not null,
	sequence_number bigint not null,
	delivery int not null,
	retries int not null,
	lost_deliveries int not null,
	marks smallint not null,
	status varchar(16) collate "C" not null,
	primary key (queue, status, due_at, sequence_number, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
	autovacuum_vacuum_cost_delay = 0);
create unique index if not exists jobqueue_scheduled_id on jobqueue_scheduled (id);

-- Jobs that a worker holds: it runs them, or has them in line.
create table if not exists jobqueue_running (
	id varchar(200) collate "C" not null,
	queue varchar(100) collate "C" not null,
	priority smallint not null,
	sort_rank smallint not null,
	due_at bigint not null,
	sequence_number bigint not null,
	delivery int not null,
	retries int not null,
	lost_deliveries int not null,
	marks smallint not null,
	worker varchar(200) collate "C" not null,
	started_at bigint not null,
	progress double precision not null,
	progress_text varchar(200),
	in_line boolean not null,
	primary key (id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
	autovacuum_vacuum_cost_delay = 0);
create index if not exists jobqueue_running_worker on jobqueue_running (worker, queue);

-- What has become of a job, from its first outcome on; status and ended_at once it has ended.
create table if not exists jobqueue_past (
	id varchar(200) collate "C" not null,
	queue varchar(100) collate "C" not null,
	status varchar(16) collate "C",
	ended_at bigint,
	delivery int not null,
	attempts int not null,
	worker varchar(200) collate "C",
	started_at bigint,
	progress double precision not null,
	progress_text varchar(200),
	unknown_since bigint,
	max_retries int,
	finished_delivery int not null,
	finished_by varchar(200) collate "C",
	error_type varchar(500) collate "C",
	error_message text,
	error_trace text,
	on_failure_error text,
	result text,
	history text,
	fields text,
	retries int not null,
	interruptions int not null,
	marks smallint not null,
	primary key (id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 10000,
	autovacuum_vacuum_cost_delay = 0);
create index if not exists jobqueue_past_ended on jobqueue_past (queue, status, ended_at, id) where status is not null;

-- Sizes as differences, summed up now and then: nobody waits for a counter another one holds.
create table if not exists jobqueue_count (
	id bigint generated always as identity not null,
	queue varchar(100) collate "C" not null,
	status varchar(16) collate "C" not null,
	task varchar(200) collate "C" not null,
	error_type varchar(500) collate "C" not null,
	delta bigint not null,
	primary key (id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
	autovacuum_vacuum_cost_delay = 0);
create index if not exists jobqueue_count_queue on jobqueue_count (queue);

-- Every queue that ever had a job or a worker, or was paused, or has rules; needs: the level of
-- the release that may serve it; limited: whether claims apply limits.
create table if not exists jobqueue_queue (
	name varchar(100) collate "C" not null,
	paused boolean not null,
	needs int default 0 not null,
	rules_version bigint default 0 not null,
	limited boolean default false not null,
	rules text,
	max_size int,
	newest_first boolean default false not null,
	primary key (name)
);

create table if not exists jobqueue_worker (
	id varchar(200) collate "C" not null,
	host text,
	pid bigint not null,
	started_at bigint not null,
	primary key (id)
);

-- The right of a worker to the jobs that it runs of a queue; waiting_since while it sleeps.
create table if not exists jobqueue_lease (
	queue varchar(100) collate "C" not null,
	worker varchar(200) collate "C" not null,
	lease_until bigint not null,
	concurrency int not null,
	waiting_since bigint,
	primary key (queue, worker)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
	autovacuum_vacuum_cost_delay = 0);

-- Recurring jobs: when each is due, the tick that waits for the end of its last job, and what it is,
-- in forms that all stores share.
create table if not exists jobqueue_schedule (
	name varchar(200) collate "C" not null,
	queue varchar(100) collate "C" not null,
	revision bigint not null,
	due_at bigint,
	waiting bigint,
	last_tick bigint,
	last_job varchar(200) collate "C",
	fingerprint varchar(64) collate "C" not null,
	definition text not null,
	marks varchar(200) collate "C" not null,
	declared_at bigint,
	runs text not null,
	primary key (name)
);
create index if not exists jobqueue_schedule_due on jobqueue_schedule (queue, due_at);
create index if not exists jobqueue_schedule_waiting on jobqueue_schedule (queue, waiting) where waiting is not null;

-- Who owns a unique key, named by its queue and its name there; until_at where it runs out by itself;
-- scope: d until the owner has ended, s until it is claimed, t for a time.
create table if not exists jobqueue_unique (
	name varchar(600) collate "C" not null,
	id varchar(200) collate "C" not null,
	until_at bigint,
	scope varchar(1) collate "C" not null,
	primary key (name)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
	autovacuum_vacuum_cost_delay = 0);
create index if not exists jobqueue_unique_id on jobqueue_unique (id);
create index if not exists jobqueue_unique_until on jobqueue_unique (until_at) where until_at is not null;

-- Jobs that are ready but for one of their limits, which they wait for in their order.
create table if not exists jobqueue_blocked (
	id varchar(200) collate "C" not null,
	queue varchar(100) collate "C" not null,
	priority smallint not null,
	sort_rank smallint not null,
	due_at bigint not null,
	sequence_number bigint not null,
	delivery int not null,
	retries int not null,
	lost_deliveries int not null,
	marks smallint not null,
	limit_key varchar(100) collate "C" not null,
	primary key (queue, limit_key, sort_rank, due_at, sequence_number, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
	autovacuum_vacuum_cost_delay = 0);
create unique index if not exists jobqueue_blocked_id on jobqueue_blocked (id);

-- Which jobs with limits workers hold, by limit. A limit is named by its key: its name, shortened where
-- it is long.
create table if not exists jobqueue_slot (
	queue varchar(100) collate "C" not null,
	limit_key varchar(100) collate "C" not null,
	id varchar(200) collate "C" not null,
	primary key (queue, limit_key, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
	autovacuum_vacuum_cost_delay = 0);
create index if not exists jobqueue_slot_id on jobqueue_slot (id);

-- Tags of jobs, as long as the job is kept: a row for each tag, with the queue of the job.
create table if not exists jobqueue_tag (
	tag varchar(100) collate "C" not null,
	queue varchar(100) collate "C" not null,
	id varchar(200) collate "C" not null,
	primary key (tag, queue, id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 10000,
	autovacuum_vacuum_cost_delay = 0);
create index if not exists jobqueue_tag_id on jobqueue_tag (id);

-- Limits of queues, a row as long as one is used: a claim locks those of its jobs. tat: up to when a
-- rate is used, in microseconds; held_until: no start before; served: the sequence number of its last turn;
-- parked: the version of the rules by which jobs wait for it, if any do; look_at: when a claim is to
-- look whether they may go on; alarm: which worker claims when a rate allows the next start.
create table if not exists jobqueue_gate (
	queue varchar(100) collate "C" not null,
	limit_key varchar(100) collate "C" not null,
	name text not null,
	tat bigint not null,
	held_until bigint not null,
	served bigint not null,
	parked bigint,
	look_at bigint,
	alarm_at bigint,
	alarm_worker varchar(200) collate "C",
	primary key (queue, limit_key)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
	autovacuum_vacuum_cost_delay = 0);
create index if not exists jobqueue_gate_parked on jobqueue_gate (queue, parked) where parked is not null;
create index if not exists jobqueue_gate_look on jobqueue_gate (queue, look_at) where look_at is not null;

-- Permits of rate limiters that count yet, and until when one of them may.
create table if not exists jobqueue_permit (
	rate_key varchar(100) collate "C" not null,
	granted text not null,
	until_at bigint not null,
	primary key (rate_key)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
	autovacuum_vacuum_cost_delay = 0);
create index if not exists jobqueue_permit_until on jobqueue_permit (until_at);

-- What attempts of jobs add up to, by queue and by periods of one and of ten minutes: the sums of each task,
-- in a form that all stores share.
create table if not exists jobqueue_statistic (
	id varchar(200) collate "C" not null,
	queue varchar(100) collate "C" not null,
	minutes int not null,
	begins_at bigint not null,
	sums text not null,
	revision bigint not null,
	until_at bigint not null,
	primary key (id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
	autovacuum_vacuum_cost_delay = 0);
create index if not exists jobqueue_statistic_queue on jobqueue_statistic (queue, minutes, begins_at);
create index if not exists jobqueue_statistic_until on jobqueue_statistic (until_at);

-- What users have changed, the newest last; token: keeps an act from being there twice.
create table if not exists jobqueue_audit (
	id bigint generated always as identity not null,
	token varchar(36) collate "C" not null,
	created_at bigint not null,
	user_name text not null,
	action text not null,
	target text not null,
	changed bigint not null,
	primary key (id)
);
create unique index if not exists jobqueue_audit_token on jobqueue_audit (token);

-- Finished steps of jobs, as long as the job is kept, with their results in the form of JSON.
create table if not exists jobqueue_step (
	id varchar(200) collate "C" not null,
	number int not null,
	name varchar(200) collate "C" not null,
	result text not null,
	primary key (id, number)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 10000,
	autovacuum_vacuum_cost_delay = 0);

-- Parts of the logs of jobs, as long as the job is kept: number of the first line, lines and bytes, and the lines
-- in a form that all stores share.
create table if not exists jobqueue_log (
	id varchar(200) collate "C" not null,
	number bigint not null,
	line_count int not null,
	size int not null,
	content text not null,
	primary key (id, number)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 10000,
	autovacuum_vacuum_cost_delay = 0);

-- Requests for the stacks of running jobs, until their answers are read. They expire at until_at, in ms since 1970.
create table if not exists jobqueue_stack (
	token varchar(100) collate "C" not null,
	worker varchar(200) collate "C" not null,
	job varchar(200) collate "C" not null,
	delivery int not null,
	until_at bigint not null,
	answer text,
	primary key (token)
);
create index if not exists jobqueue_stack_worker on jobqueue_stack (worker);

-- Workers that an operator lets take no more jobs, until a time that they put off.
create table if not exists jobqueue_drain (
	worker varchar(200) collate "C" not null,
	until_at bigint not null,
	primary key (worker)
);

-- Items that other programs insert, with the columns queue and payload, and that become jobs. queue: the name of the
-- raw queue; score: the lowest is first, or when the item is due, in ms since 1970.
create table if not exists jobqueue_raw (
	id bigint generated always as identity not null,
	queue varchar(100) collate "C" not null,
	payload text not null,
	score double precision default 0 not null,
	primary key (id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
	autovacuum_vacuum_cost_delay = 0);
create index if not exists jobqueue_raw_queue on jobqueue_raw (queue, score, id);

-- Items that could not become jobs, the newest last.
create table if not exists jobqueue_raw_dead (
	id bigint generated always as identity not null,
	queue varchar(100) collate "C" not null,
	payload text not null,
	reason text not null,
	died_at bigint not null,
	primary key (id)
);
create index if not exists jobqueue_raw_dead_queue on jobqueue_raw_dead (queue, id);

-- Flows of jobs: their state, in a form that all stores share; when maintenance looks at it, and until when it is
-- kept once it has ended.
create table if not exists jobqueue_flow (
	id varchar(200) collate "C" not null,
	version bigint not null,
	state text not null,
	look_at bigint,
	kept_until bigint,
	primary key (id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 10000,
	autovacuum_vacuum_cost_delay = 0);
create index if not exists jobqueue_flow_look on jobqueue_flow (look_at);
create index if not exists jobqueue_flow_kept on jobqueue_flow (kept_until);

-- What lists of flows select by: the name, and the first letter of the status, which is in the state. Tables of an
-- earlier build get these columns too.
alter table jobqueue_flow add column name varchar(200) collate "C";
alter table jobqueue_flow add column status varchar(1) collate "C" generated always as (substr(state, 4, 1)) stored;
create index if not exists jobqueue_flow_name on jobqueue_flow (name, id);
create index if not exists jobqueue_flow_status on jobqueue_flow (status, id);

-- The jobs of flows. id: the flow, a colon, and the place in seven digits; letter: how the job has ended, - before.
create table if not exists jobqueue_flow_job (
	id varchar(200) collate "C" not null,
	job_id varchar(200) collate "C" not null,
	letter varchar(1) collate "C" not null,
	primary key (id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 10000,
	autovacuum_vacuum_cost_delay = 0);

-- What flows do later, in parts.
create table if not exists jobqueue_flow_part (
	flow_id varchar(200) collate "C" not null,
	number int not null,
	content text not null,
	primary key (flow_id, number)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 10000,
	autovacuum_vacuum_cost_delay = 0);

-- Jobs of flows that have ended, with the queue in which they did, until their flows know it.
create table if not exists jobqueue_flow_notice (
	id bigint generated always as identity not null,
	queue varchar(100) collate "C" not null,
	flow_id varchar(200) collate "C" not null,
	place int not null,
	letter varchar(1) collate "C" not null,
	primary key (id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
	autovacuum_vacuum_cost_delay = 0);
create index if not exists jobqueue_flow_notice_queue on jobqueue_flow_notice (queue, id);

insert into jobqueue_schema_version (part, version, compatible_with)
select 'store', 1, 1 where not exists (
	select 1 from jobqueue_schema_version where part = 'store' and version = 1);
