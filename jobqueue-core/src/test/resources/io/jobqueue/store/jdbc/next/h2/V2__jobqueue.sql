-- What a next release may add: a table, a column, an index, and a change that nobody can look for.
create table if not exists jobqueue_budget (
	name varchar(100) not null,
	primary key (name)
);
alter table jobqueue_queue add column weight bigint default 5;
create index if not exists jobqueue_queue_weight on jobqueue_queue (weight);
update jobqueue_queue set weight = weight + 1;

insert into jobqueue_schema_version (part, version, compatible_with)
select 'store', 2, 1 where not exists (
	select 1 from jobqueue_schema_version where part = 'store' and version = 2);
