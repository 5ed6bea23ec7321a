package io.jobqueue.dispatch;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.jobqueue.DispatchResult;
import io.jobqueue.DuplicateJobException;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobEvent;
import io.jobqueue.JobId;
import io.jobqueue.JobQuery;
import io.jobqueue.JobRequest;
import io.jobqueue.PayloadException;
import io.jobqueue.QueueFullException;
import io.jobqueue.UniqueKey;
import io.jobqueue.event.JobEvents;
import io.jobqueue.management.JobSearch;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.ForwardingBackend;
import io.jobqueue.store.JobIntake;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.task.TaskScanner;
import io.jobqueue.task.settings.TaskDefaults;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Sixteen threads that dispatch good and bad jobs through one dispatcher to a store. */
final class DispatchTogether {

	static final int THREADS = 16;

	private static final int EACH = 40;

	private static final int SIZE = 50;

	private final StoreBackend store;

	private final AtomicInteger calls = new AtomicInteger();

	private final AtomicInteger published = new AtomicInteger();

	private final AtomicInteger full = new AtomicInteger();

	private final JobDispatcher jobs;

	DispatchTogether(StoreBackend store) {
		this.store = store;
		this.jobs = new StoringJobDispatcher(new CountedIntake(),
				new TaskScanner(new DefaultListableBeanFactory(), TaskDefaults.DEFAULT).scan(),
				new JacksonJobSerializer(JsonMapper.builder().build()), DispatchOptions.DEFAULT,
				new DispatchHooks(List.of(), new JobEvents(List.of((event) -> {
					if (event instanceof JobEvent.Dispatched stored) {
						this.published.addAndGet(stored.count());
					}
				}))), InstantSource.system());
	}

	JobDispatcher jobs() {
		return this.jobs;
	}

	int calls() {
		return this.calls.get();
	}

	/** Each gets the right answer, and nothing is lost or there twice. */
	/** A handler that was cancelled may dispatch what is left to do. */
	void assertInterruptedThreadsDispatch() {
		for (int i = 0; i < 20; i++) {
			Thread.currentThread().interrupt();
			try {
				this.jobs.dispatch(JobRequest.of("send", 1).onQueue("mails"));
			}
			finally {
				assertThat(Thread.interrupted()).isTrue();
			}
		}
		assertThat(stored()).hasSize(20);
	}

	void assertRightAnswers() throws Exception {
		this.store.part(QueueRulesStore.class).update("small", (rules) -> rules.withMaxSize(SIZE));
		CyclicBarrier start = new CyclicBarrier(THREADS);
		List<FutureTask<List<JobId>>> threads = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			int number = i;
			FutureTask<List<JobId>> thread = new FutureTask<>(() -> {
				start.await(20, TimeUnit.SECONDS);
				return dispatch(number);
			});
			threads.add(thread);
			new Thread(thread).start();
		}
		List<JobId> told = new ArrayList<>();
		for (FutureTask<List<JobId>> thread : threads) {
			told.addAll(thread.get(60, TimeUnit.SECONDS));
		}
		assertThat(told).doesNotHaveDuplicates();
		assertThat(stored()).containsExactlyInAnyOrderElementsOf(told);
		assertThat(this.published).hasValue(told.size());
		assertThat(this.full).hasPositiveValue();
	}

	List<JobId> stored() {
		return new JobSearch(this.store.queries()).search(JobQuery.all().withLimit(1000))
			.jobs()
			.stream()
			.map((job) -> job.id())
			.toList();
	}

	/** Return the jobs that are said to be stored. */
	private List<JobId> dispatch(int thread) {
		List<JobId> told = new ArrayList<>();
		for (int i = 0; i < EACH; i++) {
			DispatchResult result = switch (i % 8) {
				case 1 -> tooLarge();
				case 3 -> this.jobs.tryDispatch(JobRequest.of("send", thread).onQueue("mails").withTags("t" + thread));
				case 5 -> keyed(i);
				case 6 -> small(thread);
				case 7 -> this.jobs.tryDispatch(JobRequest.of("send", "x".repeat(20_000)).onQueue("mails"));
				default -> this.jobs.tryDispatch(JobRequest.of("send", thread).onQueue("mails"));
			};
			if (result != null) {
				told.add(result.id());
			}
		}
		return told;
	}

	private DispatchResult tooLarge() {
		try {
			return this.jobs.tryDispatch(JobRequest.of("send", "x".repeat(300_000)).onQueue("mails"));
		}
		catch (PayloadException ex) {
			return null;
		}
	}

	private DispatchResult keyed(int key) {
		try {
			return this.jobs
				.tryDispatch(JobRequest.of("send", 1).onQueue("mails").withUniqueKey(UniqueKey.of("k" + key).reject()));
		}
		catch (DuplicateJobException ex) {
			return null;
		}
	}

	private DispatchResult small(int thread) {
		try {
			return this.jobs.tryDispatch(JobRequest.of("send", thread).onQueue("small"));
		}
		catch (QueueFullException ex) {
			this.full.incrementAndGet();
			return null;
		}
	}

	private final class CountedIntake extends ForwardingBackend implements JobIntake {

		private CountedIntake() {
			super(DispatchTogether.this.store);
		}

		@Override
		public JobIntake intake() {
			return this;
		}

		@Override
		public List<InsertResult> insert(List<NewJob> jobs, Admission admission) {
			DispatchTogether.this.calls.incrementAndGet();
			return DispatchTogether.this.store.intake().insert(jobs, admission);
		}

		@Override
		public boolean joinsTransaction() {
			return DispatchTogether.this.store.intake().joinsTransaction();
		}

	}

}
