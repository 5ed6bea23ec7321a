package io.jobqueue.benchmarks.peers;

import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;

/** JobRunr on PostgreSQL, where it polls every 5 s at most. */
final class JobRunrPostgres extends JobRunrPeer {

	private final HikariDataSource database;

	JobRunrPostgres(String url) {
		this(Postgres.pool(url));
	}

	private JobRunrPostgres(HikariDataSource database) {
		super(new PostgresStorageProvider(database), Duration.ofSeconds(5));
		this.database = database;
	}

	@Override
	StorageProvider emptyStorage() {
		return new PostgresStorageProvider(this.database);
	}

	@Override
	public void close() {
		super.close();
		this.database.close();
	}

}
