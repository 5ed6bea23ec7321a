package io.jobqueue.autoconfigure.statistics;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobStatistics;
import io.jobqueue.StatisticsQuery;
import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.autoconfigure.WelcomeTasks;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.statistics.AttemptCounters;
import io.jobqueue.statistics.StatisticsDuty;
import io.jobqueue.store.StoreBackend;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class StatisticsTests {

	private static final StatisticsQuery LAST_HOUR = StatisticsQuery.last(Duration.ofHours(1));

	private final ApplicationContextRunner runner = Contexts.inMemory().withBean(WelcomeTasks.class);

	@Test
	void stopAddsTheJobsOfTheWorker() {
		AtomicReference<StoreBackend> store = new AtomicReference<>();
		this.runner.run((context) -> {
			store.set(context.getBean(StoreBackend.class));
			context.getBean(JobExplorer.class)
				.await(context.getBean(JobDispatcher.class).dispatch("welcome", "Ada"), Duration.ofSeconds(10));
		});
		JobStatistics statistics = new StoreJobExplorer(store.get(), new JacksonJobSerializer())
			.statistics(LAST_HOUR.withTask("welcome"));
		assertThat(statistics.total().succeeded()).isEqualTo(1);
		assertThat(statistics.total().runTimes().count()).isEqualTo(1);
		assertThat(statistics.total().waitTimes().p99()).isNotNull();
	}

	@Test
	void nothingIsCountedIfStatisticsAreDisabled() {
		this.runner.withPropertyValues("jobqueue.statistics.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(AttemptCounters.class)
				.doesNotHaveBean(StatisticsDuty.class));
	}

	@Test
	void applicationWithoutAWorkerReadsStatistics() {
		this.runner.withPropertyValues("jobqueue.worker.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(StatisticsDuty.class);
			JobStatistics statistics = context.getBean(JobExplorer.class).statistics(LAST_HOUR);
			assertThat(statistics.points()).hasSize(60);
			assertThat(statistics.total().ended()).isZero();
		});
	}

}
