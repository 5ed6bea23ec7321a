-- The tables of jobqueue's outbox for @database@ and later.
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
) engine = InnoDB default character set utf8mb4 collate @collation@;

-- Jobs on their way to the store, and parked ones, which it refused: error says why. To try one
-- again, set its parked_at to null; to give it up, delete it.
create table if not exists jobqueue_outbox (
	seq bigint not null auto_increment,
	id varchar(200) not null,
	queue varchar(100) not null,
	body longtext not null,
	created_at bigint not null,
	parked_at bigint,
	error varchar(2000),
	primary key (seq)
) engine = InnoDB default character set utf8mb4 collate @collation@;

-- Whose turn it is to relay.
create table if not exists jobqueue_outbox_lease (
	name varchar(20) not null,
	owner varchar(200) not null,
	lease_until bigint not null,
	primary key (name)
) engine = InnoDB default character set utf8mb4 collate @collation@;

insert into jobqueue_schema_version (part, version, compatible_with)
select 'outbox', 1, 1 from dual where not exists (
	select 1 from jobqueue_schema_version where part = 'outbox' and version = 1);
