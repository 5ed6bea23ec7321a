package io.jobqueue.store.jdbc.step;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.jdbc.JdbcStoreBackend;
import io.jobqueue.store.jdbc.TestSchema;
import io.jobqueue.store.job.NewJob;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JobChangeTests {

	private final LateDataSource dataSource = new LateDataSource();

	private final JdbcStoreBackend store = TestSchema.create(this.dataSource).store();

	@Test
	void jobIsAwaitedWhileItIsShownWhereItIsNoMore() {
		NewJob job = insert();
		this.dataSource.lateUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
		assertThat(this.store.actions().cancel(job.id())).isEqualTo(JobStatus.QUEUED);
		assertThat(this.dataSource.late).hasPositiveValue();
	}

	@Test
	void jobThatIsNeverWhereItIsShownIsNamed() {
		NewJob job = insert();
		this.dataSource.lateUntil = Long.MAX_VALUE;
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.store.actions().cancel(job.id()))
			.withMessageContaining(job.id().value());
	}

	private NewJob insert() {
		NewJob job = new NewJob(JobId.of("job-4711"), "mail", "send", "{}");
		this.store.intake().insert(List.of(job));
		return job;
	}

	/** Locks no row that was seen, up to a moment. */
	private static final class LateDataSource extends DelegatingDataSource {

		private final AtomicInteger late = new AtomicInteger();

		private volatile long lateUntil = System.nanoTime();

		LateDataSource() {
			JdbcDataSource h2 = new JdbcDataSource();
			h2.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
			setTargetDataSource(h2);
		}

		@Override
		public Connection getConnection() throws SQLException {
			Connection connection = super.getConnection();
			return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
					(proxy, method, arguments) -> {
						if (method.getName().equals("prepareStatement")) {
							arguments[0] = text((String) arguments[0]);
						}
						try {
							return method.invoke(connection, arguments);
						}
						catch (InvocationTargetException ex) {
							throw ex.getCause();
						}
					});
		}

		private String text(String sql) {
			if (!sql.endsWith(" order by id for update") || System.nanoTime() >= this.lateUntil) {
				return sql;
			}
			this.late.incrementAndGet();
			return sql.replace("order by id", "and 1 = 0 order by id");
		}

	}

}
