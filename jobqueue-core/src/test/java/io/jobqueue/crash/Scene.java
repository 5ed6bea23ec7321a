package io.jobqueue.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobRequest;
import io.jobqueue.crash.Ledger.Entry;
import io.jobqueue.crash.Ledger.Event;
import io.jobqueue.dispatch.DispatchHooks;
import io.jobqueue.dispatch.DispatchOptions;
import io.jobqueue.dispatch.StoringJobDispatcher;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.task.TaskScanner;
import io.jobqueue.task.settings.TaskDefaults;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * One bad day: a store, workers and a ledger, in a directory of its own. The test hurts
 * them; at the end {@link #verdict()} says what came of the jobs.
 */
final class Scene implements AutoCloseable {

	private static final int PAGE = 500;

	private static final Duration STUCK = Duration.ofSeconds(90);

	private final String day;

	private final SceneFiles files;

	private final Ledger ledger;

	private final Deque<AutoCloseable> open = new ArrayDeque<>();

	private final List<Instant> harms = new ArrayList<>();

	private CrashStore store;

	private JobDispatcher jobs;

	Scene(String day) {
		this.day = day;
		this.files = SceneFiles.create(day);
		this.ledger = new Ledger(directory().resolve("ledger"));
	}

	/** Have something closed at the end, before all that was used before. */
	<T extends AutoCloseable> T use(T resource) {
		this.open.push(resource);
		return resource;
	}

	/** Take the store that this day is about. */
	<S extends CrashStore> S on(S store) {
		this.store = use(store);
		this.jobs = dispatcher(store.backend(), InstantSource.system());
		return store;
	}

	Path directory() {
		return this.files.directory();
	}

	Ledger ledger() {
		return this.ledger;
	}

	JobDispatcher jobs() {
		return this.jobs;
	}

	StoreBackend backend() {
		return this.store.backend();
	}

	WorkerProcess worker(String id) {
		return worker(id, UnaryOperator.identity());
	}

	WorkerProcess worker(String id, UnaryOperator<WorkerSettings> change) {
		return use(WorkerProcess.start(id, change.apply(settings(this.store.address()))));
	}

	/** A worker that reaches the store in its own way. */
	WorkerProcess workerAt(String id, String address) {
		return use(WorkerProcess.start(id, settings(address)));
	}

	WorkerSettings settings(String address) {
		return WorkerSettings.of(address, this.ledger.file());
	}

	static JobDispatcher dispatcher(StoreBackend backend, InstantSource clock) {
		return new StoringJobDispatcher(backend,
				new TaskScanner(new DefaultListableBeanFactory(), TaskDefaults.DEFAULT).scan(),
				new JacksonJobSerializer(JsonMapper.builder().build()), DispatchOptions.DEFAULT, DispatchHooks.NONE,
				clock);
	}

	/** Dispatch jobs that run for so long. */
	List<JobId> dispatch(int count, int millis) {
		return dispatch(Collections.nCopies(count, JobRequest.of(LedgerTask.NAME, millis)));
	}

	List<JobId> dispatch(JobRequest request, int count) {
		return dispatch(Collections.nCopies(count, request));
	}

	List<JobId> dispatch(List<JobRequest> requests) {
		return dispatch(this.jobs, requests);
	}

	List<JobId> dispatch(JobDispatcher through, List<JobRequest> requests) {
		List<JobId> ids = through.dispatchAll(requests);
		this.ledger.write(Event.DISPATCHED, ids.stream().map(JobId::value).toList(), "test", 0);
		return ids;
	}

	/** Have jobs dispatched on and on until the answer is closed. */
	Feeder feed(int batch, int millis, Duration pause) {
		return feed(this.jobs, batch, millis, pause);
	}

	/**
	 * From now on work has to go on: a worker is dead, or what was wrong is right again.
	 */
	void harmed() {
		this.harms.add(Instant.now());
	}

	/** As {@link #feed(int, int, Duration)}, by another way to the same store. */
	Feeder feed(CrashStore way, int batch, int millis, Duration pause) {
		return feed(dispatcher(way.backend(), InstantSource.system()), batch, millis, pause);
	}

	private Feeder feed(JobDispatcher through, int batch, int millis, Duration pause) {
		return new Feeder(this, through, Collections.nCopies(batch, JobRequest.of(LedgerTask.NAME, millis)), pause);
	}

	/** As {@link #feed(int, int, Duration)}, for one queue. */
	Feeder feed(String queue, int millis) {
		JobRequest request = JobRequest.of(LedgerTask.NAME, millis).onQueue(queue);
		return new Feeder(this, this.jobs, Collections.nCopies(10, request), Duration.ofMillis(100));
	}

	/** Let what is wrong last. */
	static void last(Duration duration) {
		Instant end = Instant.now().plus(duration);
		Awaitility.await()
			.atMost(duration.plusSeconds(10))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> !Instant.now().isBefore(end));
	}

	/** Processes start slowly on a machine under load. */
	static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofMinutes(4)).pollInterval(Duration.ofMillis(50));
	}

	void awaitEnds(int count) {
		await().until(() -> this.ledger.entries(Event.END).size() >= count);
	}

	/** Wait until a number of further jobs of a queue have ended. */
	void awaitEndsOf(String queue, int more) {
		long before = endsOf(queue);
		await().until(() -> endsOf(queue) >= before + more);
	}

	private long endsOf(String queue) {
		return this.ledger.jobs(Event.END).stream().filter((job) -> job.startsWith(queue + "-")).count();
	}

	void awaitStarts(String worker, int count) {
		await().until(() -> this.ledger.jobs(Event.START, worker).size() >= count);
	}

	void awaitStartsOf(List<JobId> ids) {
		List<String> values = ids.stream().map(JobId::value).toList();
		await().until(() -> this.ledger.jobs(Event.START).containsAll(values));
	}

	/**
	 * Wait until all jobs have ended in the store. They are stuck if none of the first of
	 * them has for 90 s.
	 */
	void awaitAllEnded() {
		TreeSet<String> waiting = new TreeSet<>(this.ledger.jobs(Event.DISPATCHED));
		// Jobs whose dispatch failed may have been stored.
		waiting.addAll(this.ledger.jobs(Event.START));
		AtomicReference<Instant> end = new AtomicReference<>(Instant.now().plus(STUCK));
		await().until(() -> {
			find(waiting.stream().limit(PAGE).map(JobId::of).toList()).values()
				.stream()
				.filter((job) -> job.status().isEnd() && waiting.remove(job.id().value()))
				.forEach((job) -> end.set(Instant.now().plus(STUCK)));
			return waiting.isEmpty() || Instant.now().isAfter(end.get());
		});
	}

	JobInfo find(JobId id) {
		return Objects.requireNonNull(find(List.of(id)).get(id), () -> "The store does not know " + id);
	}

	Map<JobId, JobInfo> find(Collection<JobId> ids) {
		return this.store.backend().queries().find(ids);
	}

	/** All jobs of the ledger, as the store has them. */
	Map<JobId, JobInfo> findAll() {
		List<JobId> ids = this.ledger.entries().stream().map(Entry::job).distinct().map(JobId::of).toList();
		Map<JobId, JobInfo> found = new HashMap<>();
		for (int from = 0; from < ids.size(); from += PAGE) {
			found.putAll(find(ids.subList(from, Math.min(from + PAGE, ids.size()))));
		}
		return found;
	}

	/**
	 * The jobs that a worker started and does not run any more, whatever became of them.
	 */
	Set<String> over(String worker) {
		Set<String> over = new HashSet<>();
		for (Entry entry : this.ledger.entries()) {
			if (entry.worker().equals(worker) && entry.event() != Event.START) {
				over.add(entry.job());
			}
		}
		return over;
	}

	/** Wait for the ends, judge, and say the figures. */
	Verdict verdict() {
		awaitAllEnded();
		Map<String, JobInfo> found = findAll().values()
			.stream()
			.collect(Collectors.toMap((job) -> job.id().value(), (job) -> job));
		Verdict verdict = new Trial(this.ledger.entries(), found).verdict(this.day, this.harms);
		this.files.say(verdict.figures());
		return verdict;
	}

	/** Print the end of the log of each process, to find the cause of a failure. */
	void printLogs() {
		this.files.printLogs();
	}

	/** Close all, also after one that does not close in order. */
	@Override
	public void close() {
		IllegalStateException failure = null;
		while (!this.open.isEmpty()) {
			try {
				this.open.pop().close();
			}
			catch (Exception ex) {
				failure = new IllegalStateException("Not all of '" + this.day + "' could be closed", ex);
			}
		}
		if (failure != null) {
			throw failure;
		}
		this.files.delete();
	}

}
