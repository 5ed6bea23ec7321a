package io.jobqueue.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobPage;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.QueueInfo;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.NewJob;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is read of all queues takes few statements, however many queues there are.
 */
class ManyQueuesTests {

	private static final int QUEUES = 1_200;

	private final CountingDataSource dataSource = new CountingDataSource();

	private final StoreBackend store = TestSchema.create(this.dataSource).store();

	private final JobExplorer explorer = new StoreJobExplorer(this.store,
			new JacksonJobSerializer(JsonMapper.builder().build()));

	@BeforeEach
	void fill() {
		this.store.intake()
			.insert(IntStream.range(0, QUEUES)
				.mapToObj((i) -> new NewJob(JobId.of("job-" + i), "q" + i, JobDetails.of("task", "1"),
						(i % 2 == 0) ? null : Duration.ofHours(1), null))
				.toList());
		this.store.actions().pause("q7");
		this.dataSource.statements.set(0);
	}

	@Test
	void allQueuesAreListedByFewStatements() {
		List<QueueInfo> queues = this.explorer.queues();
		assertThat(this.dataSource.statements).hasValueLessThan(20);
		assertThat(queues).hasSize(QUEUES);
		assertThat(queues.stream().filter(QueueInfo::paused)).extracting(QueueInfo::name).containsExactly("q7");
		assertThat(queues).allSatisfy((queue) -> {
			assertThat(queue).usingRecursiveComparison()
				.ignoringFields("oldestAge")
				.isEqualTo(this.explorer.queue(queue.name()));
			assertThat(queue.oldestAge() != null).isEqualTo(queue.size(JobStatus.QUEUED) == 1);
		});
	}

	@Test
	void allJobsAreCountedByFewStatements() {
		assertThat(this.explorer.count(JobQuery.all())).isEqualTo(QUEUES);
		assertThat(this.explorer.count(JobQuery.all().withStatus(JobStatus.QUEUED))).isEqualTo(QUEUES / 2);
		assertThat(this.explorer.count(JobQuery.all().inQueue("q5"))).isEqualTo(1);
		assertThat(this.dataSource.statements).hasValueLessThan(40);
		assertThat(this.explorer.count(JobQuery.all().withTask("task"))).isEqualTo(QUEUES);
	}

	@Test
	void pageOfASearchLooksAtFewQueues() {
		JobPage page = this.explorer.search(JobQuery.all().withLimit(1_000));
		assertThat(this.dataSource.statements).hasValueLessThan(500);
		assertThat(page.jobs()).hasSizeGreaterThan(100);
		int found = page.jobs().size();
		while (page.next() != null) {
			page = this.explorer.search(JobQuery.all().withLimit(1_000).after(page.next()));
			found += page.jobs().size();
		}
		assertThat(found).isEqualTo(QUEUES);
	}

	@Test
	void emptyQueuesAreNotSearched() {
		assertThat(this.explorer.search(JobQuery.deadLetters()).jobs()).isEmpty();
		assertThat(this.dataSource.statements).hasValueLessThan(5);
	}

	/** Counts what is sent. */
	private static final class CountingDataSource extends DelegatingDataSource {

		private final AtomicInteger statements = new AtomicInteger();

		CountingDataSource() {
			JdbcDataSource h2 = new JdbcDataSource();
			h2.setUrl("jdbc:h2:mem:many-queues-" + System.identityHashCode(this) + ";DB_CLOSE_DELAY=-1");
			setTargetDataSource(h2);
		}

		@Override
		public Connection getConnection() throws SQLException {
			Connection connection = super.getConnection();
			return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
					(proxy, method, arguments) -> {
						if (method.getName().equals("prepareStatement")) {
							this.statements.incrementAndGet();
						}
						try {
							return method.invoke(connection, arguments);
						}
						catch (InvocationTargetException ex) {
							throw ex.getCause();
						}
					});
		}

	}

}
