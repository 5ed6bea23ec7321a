package io.jobqueue.autoconfigure.dispatch;

import java.time.InstantSource;
import java.util.List;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobQuery;
import io.jobqueue.JobRequest;
import io.jobqueue.QueueFullException;
import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.store.memory.MemoryStoreBackend;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FullQueueTests {

	private final StoreBackend store = new MemoryStoreBackend(InstantSource.system());

	private final ApplicationContextRunner runner = Contexts.inMemory()
		.withBean(StoreBackend.class, () -> this.store)
		.withPropertyValues("jobqueue.worker.enabled=false");

	@Test
	void configuredQueueRejectsWhatFindsNoRoom() {
		this.runner.withPropertyValues("jobqueue.queues.reports.max-size=2").run((context) -> {
			JobDispatcher jobs = context.getBean(JobDispatcher.class);
			JobRequest request = JobRequest.of("report", 1).onQueue("reports");
			assertThatExceptionOfType(QueueFullException.class)
				.isThrownBy(() -> jobs.dispatchAll(List.of(request, request, request)))
				.withMessageContaining("jobqueue.queues.reports.max-size")
				.satisfies((ex) -> assertThat(ex.stored()).hasSize(2));
			assertThat(context.getBean(JobExplorer.class).search(JobQuery.all()).jobs()).hasSize(2);
		});
	}

	@Test
	void configuredQueueBlocksUntilItsTimeIsOver() {
		this.runner
			.withPropertyValues("jobqueue.queues.reports.max-size=1", "jobqueue.queues.reports.on-full=block",
					"jobqueue.queues.reports.block-timeout=50ms")
			.run((context) -> {
				JobDispatcher jobs = context.getBean(JobDispatcher.class);
				JobRequest request = JobRequest.of("report", 1).onQueue("reports");
				assertThatExceptionOfType(QueueFullException.class)
					.isThrownBy(() -> jobs.dispatchAll(List.of(request, request)))
					.withMessageContaining("after a wait of 50ms");
			});
	}

	@Test
	void sizeStaysUntilAnotherOneIsConfigured() {
		this.runner.withPropertyValues("jobqueue.queues.reports.max-size=7")
			.run((context) -> assertThat(maxSize()).isEqualTo(7));
		this.runner.withPropertyValues("jobqueue.queues.reports.concurrency=1")
			.run((context) -> assertThat(maxSize()).isEqualTo(7));
		this.runner.withPropertyValues("jobqueue.queues.reports.max-size=0")
			.run((context) -> assertThat(maxSize()).isNull());
	}

	private Integer maxSize() {
		return this.store.part(QueueRulesStore.class).rules("reports").maxSize();
	}

}
