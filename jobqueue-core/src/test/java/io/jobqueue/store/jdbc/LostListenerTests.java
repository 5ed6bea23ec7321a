package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.store.QueueSignal.Listener;
import io.jobqueue.store.QueueSignal.Subscription;
import io.jobqueue.testsupport.SilentListener;
import io.jobqueue.testsupport.TestPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** What the log says when the connection that listens is lost. */
@Tag("process")
class LostListenerTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private final String application = "lost-" + UUID.randomUUID();

	private final AtomicInteger resumed = new AtomicInteger();

	@Test
	void poolLogsNoStackTraceOfALostConnection() {
		Logger pool = (Logger) LoggerFactory.getLogger("com.zaxxer.hikari.pool");
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		try (HikariDataSource there = TestPostgres.pool(2); HikariDataSource here = TestPostgres.pool(4)) {
			here.setConnectionInitSql("set application_name = '" + this.application + "'");
			JdbcStoreBackend store = new JdbcStoreBackend(here, TestSchema.create(there).options());
			try (Subscription subscription = store.signal().subscribe("worker-" + this.application, listener())) {
				assertThat(subscription).isNotNull();
				Awaitility.await().atMost(LONG).until(() -> this.resumed.get() == 1);
				pool.addAppender(log);
				assertThat(new JdbcTemplate(there).queryForList("""
						select pg_terminate_backend(pid) from pg_stat_activity
						where application_name = ? and query like 'listen %'""", Boolean.class, this.application))
					.hasSize(1);
				Awaitility.await().atMost(LONG).until(() -> this.resumed.get() == 2);
			}
		}
		finally {
			pool.detachAppender(log);
		}
		assertThat(log.list).filteredOn((event) -> event.getThrowableProxy() != null).isEmpty();
	}

	private Listener listener() {
		return new SilentListener() {

			@Override
			public void resumed() {
				LostListenerTests.this.resumed.incrementAndGet();
			}

		};
	}

}
