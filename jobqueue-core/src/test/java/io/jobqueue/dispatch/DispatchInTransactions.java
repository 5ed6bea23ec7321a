package io.jobqueue.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobEvent;
import io.jobqueue.JobEventListener;
import io.jobqueue.JobQuery;
import io.jobqueue.event.JobEvents;
import io.jobqueue.management.JobSearch;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.JobIntake;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.task.TaskScanner;
import io.jobqueue.task.settings.TaskDefaults;
import io.jobqueue.testsupport.SettableClock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.when;

/**
 * A store in memory that is dispatched to inside real transactions.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class DispatchInTransactions {

	final SettableClock clock = new SettableClock();

	final StoreBackend store = spy(new MemoryStoreBackend(this.clock));

	/** The one that the spy stands before. */
	final JobIntake memory = this.store.intake();

	final JobIntake inserts = spy(this.memory);

	final List<String> published = new ArrayList<>();

	final JobDispatcher jobs = dispatcher(DispatchTransaction.AFTER_COMMIT);

	final DataSourceTransactionManager transactions = new DataSourceTransactionManager(
			new DriverManagerDataSource("jdbc:h2:mem:"));

	DispatchInTransactions() {
		when(this.store.intake()).thenReturn(this.inserts);
	}

	@AfterEach
	void nothingStaysOnTheThread() {
		assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
	}

	void in(int propagation, Consumer<TransactionStatus> action) {
		TransactionTemplate template = new TransactionTemplate(this.transactions);
		template.setPropagationBehavior(propagation);
		template.executeWithoutResult(action);
	}

	static void on(Runnable action, boolean completion) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				if (!completion) {
					action.run();
				}
			}

			@Override
			public void afterCompletion(int status) {
				if (completion) {
					action.run();
				}
			}

		});
	}

	List<String> stored() {
		return new JobSearch(this.store.queries()).search(JobQuery.all())
			.jobs()
			.stream()
			.map((job) -> job.task())
			.toList();
	}

	JobDispatcher dispatcher(DispatchTransaction transaction) {
		DispatchOptions defaults = DispatchOptions.DEFAULT;
		DispatchOptions options = new DispatchOptions(defaults.maxDelay(), defaults.warnSize(), defaults.maxSize(),
				transaction);
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.refresh();
			return new StoringJobDispatcher(this.store,
					new TaskScanner(context.getBeanFactory(), TaskDefaults.DEFAULT).scan(),
					new JacksonJobSerializer(JsonMapper.builder().build()), options,
					new DispatchHooks(List.of(), new JobEvents(List.of(new Publications()))), this.clock);
		}
	}

	private final class Publications implements JobEventListener {

		@Override
		public void onEvent(JobEvent event) {
			if (event instanceof JobEvent.Dispatched stored) {
				add("stored ", stored.queue(), stored.task(), stored.count());
			}
			else if (event instanceof JobEvent.Unsent unsent) {
				add("unsent ", unsent.queue(), unsent.task(), unsent.count());
			}
		}

		private void add(String what, String queue, String task, int count) {
			DispatchInTransactions.this.published.add(what + queue + ":" + task + ":" + count);
		}

	}

}
