package io.jobqueue.benchmarks.peers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.benchmarks.contender.BareProgram;
import io.jobqueue.benchmarks.contender.Pause;
import org.jspecify.annotations.Nullable;

/**
 * The rates of PostgreSQL and its driver for a minimum of stored data: one table of ids
 * and records, from which a job is deleted by the transaction in which it runs. There are
 * no states, leases, history, retries or metrics. A dispatch is one statement, committed
 * by itself. A worker deletes 100 jobs by one statement and commits when they have run.
 */
final class PostgresCeiling extends BareProgram {

	static final String TABLE = "create table ceiling_job (id text primary key, record text not null)";

	private static final String INSERT = "with job as (insert into ceiling_job (id, record) values (?, ?)) "
			+ "select pg_notify('" + PostgresCeilingWorker.CHANNEL + "', '')";

	private static final String INSERT_MANY = "insert into ceiling_job (id, record) select * from unnest(?, ?)";

	private final HikariDataSource database;

	private @Nullable PostgresCeilingWorker worker;

	PostgresCeiling(String url) {
		this.database = Postgres.pool(url);
	}

	@Override
	public void dispatchOneByOne(int jobs, int threads) {
		String record = record(100);
		Pause.together(threads, () -> {
			try (Connection connection = this.database.getConnection();
					PreparedStatement insert = connection.prepareStatement(INSERT)) {
				for (int i = 0; i < jobs / threads; i++) {
					insert.setString(1, id());
					insert.setString(2, record);
					insert.execute();
				}
			}
			catch (SQLException ex) {
				throw new IllegalStateException("PostgreSQL did not take a job", ex);
			}
		});
	}

	@Override
	public void dispatchBulk(int jobs, int payloadBytes) {
		String record = record(payloadBytes);
		try (Connection connection = this.database.getConnection();
				PreparedStatement insert = connection.prepareStatement(INSERT_MANY)) {
			for (int sent = 0; sent < jobs; sent += CHUNK) {
				int size = Math.min(CHUNK, jobs - sent);
				String[] ids = new String[size];
				String[] records = new String[size];
				for (int i = 0; i < size; i++) {
					ids[i] = id();
					records[i] = record;
				}
				insert.setArray(1, connection.createArrayOf("text", ids));
				insert.setArray(2, connection.createArrayOf("text", records));
				insert.execute();
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException("PostgreSQL did not take jobs", ex);
		}
	}

	@Override
	public void ready(Load load) {
		if (load.virtual() || load.millis() > 0) {
			throw new UnsupportedOperationException("It runs jobs on the thread that claims them");
		}
	}

	@Override
	public void drain(int jobs) {
		try (PostgresCeilingWorker claims = new PostgresCeilingWorker(this.database, (start) -> {
		}, () -> {
		})) {
			int left = jobs;
			while (left > 0) {
				left -= claims.claimAndFinish();
			}
		}
	}

	@Override
	protected void startWorker() {
		this.worker = new PostgresCeilingWorker(this.database, this::started, this::ended);
		this.worker.start();
	}

	@Override
	public void rest() {
		if (this.worker != null) {
			this.worker.close();
			this.worker = null;
		}
	}

	@Override
	public void close() {
		this.database.close();
	}

}
