package io.jobqueue.crash;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.jdbc.schema.JdbcSchema;
import io.jobqueue.testsupport.TestMariaDb;
import io.jobqueue.testsupport.TestPostgres;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * The store in a database at an address. Its server is the test's.
 */
final class DatabaseCrashStore implements CrashStore {

	private static final Set<Table> OF_LIVING_JOBS = EnumSet.of(Table.READY, Table.SCHEDULED, Table.BLOCKED,
			Table.RUNNING, Table.SLOT, Table.GATE, Table.UNIQUE);

	private final DatabaseAddress address;

	private final HikariDataSource pool;

	private final StoreBackend backend;

	private DatabaseCrashStore(DatabaseAddress address) {
		this.address = address;
		this.pool = address.connect();
		this.backend = WorkerStore.backend(this.pool, address);
	}

	/** A store on the PostgreSQL server of all tests. */
	static DatabaseCrashStore onPostgres() {
		return withTables(DatabaseAddress.of(DatabaseAddress.POSTGRES, TestPostgres.port()));
	}

	/** A store on the MariaDB server of all tests. */
	static DatabaseCrashStore onMariaDb() {
		return withTables(DatabaseAddress.of(DatabaseAddress.MARIADB, TestMariaDb.port()));
	}

	/** A store at an address, with new tables. */
	static DatabaseCrashStore withTables(DatabaseAddress address) {
		DatabaseCrashStore store = new DatabaseCrashStore(address);
		String script = JdbcSchema.of(store.pool, address.tablePrefix()).script();
		new ResourceDatabasePopulator(new ByteArrayResource(script.getBytes(StandardCharsets.UTF_8)))
			.execute(store.pool);
		return store;
	}

	@Override
	public StoreBackend backend() {
		return this.backend;
	}

	@Override
	public String address() {
		return this.address.toString();
	}

	@Override
	public int port() {
		return this.address.port();
	}

	@Override
	public DatabaseCrashStore through(int port, Duration timeout) {
		return new DatabaseCrashStore(this.address.withPort(port).withTimeout(timeout));
	}

	/** For tests that look past the store. */
	DataSource pool() {
		return this.pool;
	}

	/** Another pool, of the caller's own, to the same database. */
	HikariDataSource pool(int size) {
		HikariDataSource other = this.address.connect();
		other.setMaximumPoolSize(size);
		return other;
	}

	/** The same tables by connections of the caller's own. */
	StoreBackend by(DataSource connections) {
		return WorkerStore.backend(connections, this.address);
	}

	String tablePrefix() {
		return this.address.tablePrefix();
	}

	@Override
	public List<String> leftovers() {
		JdbcTemplate jdbc = new JdbcTemplate(this.pool);
		return OF_LIVING_JOBS.stream()
			.map((table) -> tablePrefix() + table.id())
			.filter((name) -> !jdbc.queryForList("select * from " + name).isEmpty())
			.toList();
	}

	@Override
	public void close() {
		this.pool.close();
	}

}
