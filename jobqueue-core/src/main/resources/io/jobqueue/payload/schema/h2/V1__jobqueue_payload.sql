-- The table of jobqueue's large payloads for H2 2.3 and later.
--
-- Run it as it is, by Flyway or Liquibase too. For other names replace 'jobqueue_' everywhere
-- and set jobqueue.jdbc.table-prefix to the same. All times are milliseconds since 1970, by the
-- clock of the database.

-- Which scripts have run, by part. A release may use the tables if it knows the version in
-- compatible_with of the newest script, or a later one.
create table if not exists jobqueue_schema_version (
	part varchar(20) not null,
	version int not null,
	compatible_with int not null,
	primary key (part, version)
);

-- Payloads of jobs that are too large to be kept with them. Each has the id of its job. Workers
-- delete it some time after the job.
create table if not exists jobqueue_payload (
	namespace varchar(200) not null,
	id varchar(200) not null,
	body character large object not null,
	created_at bigint not null,
	primary key (namespace, id)
);

insert into jobqueue_schema_version (part, version, compatible_with)
select 'payload', 1, 1 where not exists (
	select 1 from jobqueue_schema_version where part = 'payload' and version = 1);
