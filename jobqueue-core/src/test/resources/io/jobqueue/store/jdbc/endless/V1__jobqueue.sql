-- Notes another version than its own.
create table if not exists jobqueue_schema_version (
	part varchar(20) not null,
	version int not null,
	compatible_with int not null
);

insert into jobqueue_schema_version (part, version, compatible_with)
select 'store', 2, 1 where not exists (
	select 1 from jobqueue_schema_version where part = 'store' and version = 2);
