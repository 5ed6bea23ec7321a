package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.StatusRetention;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two processes on one database: what one remembers of a queue, the other may have
 * forgotten.
 */
class TwoProcessesTests {

	private static final String QUEUE = "orders";

	private final TestSchema schema = TestSchema.create(dataSource());

	private final StoreBackend one = this.schema.store();

	private final StoreBackend other = this.schema.store();

	private static JdbcDataSource dataSource() {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setURL("jdbc:h2:mem:two-processes;DB_CLOSE_DELAY=-1");
		return dataSource;
	}

	@Test
	void pauseHoldsAfterTheOtherForgotTheQueue() {
		this.one.actions().pause(QUEUE);
		this.one.actions().resume(QUEUE);
		forget();
		this.one.actions().pause(QUEUE);
		assertThat(this.one.queries().queue(QUEUE).paused()).isTrue();
		insert("a");
		assertThat(claim().paused()).isTrue();
	}

	@Test
	void noneIsSignalledByTheOther() {
		assertThat(this.one.signal().comesFromOtherProcesses()).isFalse();
	}

	@Test
	void jobAndWorkerAreListedAfterTheOtherForgotTheQueue() {
		claim();
		this.one.feed().leave("w", List.of(QUEUE));
		forget();
		insert("b");
		assertThat(this.other.queries().queues()).containsExactly(QUEUE);
		assertThat(this.other.queries().queue(QUEUE).size(JobStatus.QUEUED)).isEqualTo(1);
		this.one.actions().delete(JobId.of("b"));
		forget();
		claim();
		assertThat(this.other.queries().queues()).containsExactly(QUEUE);
	}

	private ClaimResult claim() {
		return this.one.feed().claim(new ClaimRequest(QUEUE, "w", 1, Duration.ofMinutes(5)));
	}

	private void insert(String id) {
		this.one.intake().insert(List.of(new NewJob(JobId.of(id), QUEUE, "greet", "{}")));
	}

	private void forget() {
		assertThat(this.other.maintenance()
			.prune(QUEUE, Map.of(JobStatus.SUCCESS, new StatusRetention(Duration.ZERO, 0)), 10)
			.forgotten()).isTrue();
		assertThat(this.other.queries().queues()).isEmpty();
	}

}
