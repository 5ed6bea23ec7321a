package io.jobqueue.flow;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.jobqueue.FlowId;
import io.jobqueue.FlowInfo;
import io.jobqueue.FlowStatus;
import io.jobqueue.JobId;
import io.jobqueue.event.JobEvents;
import io.jobqueue.store.ForwardingBackend;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.flow.FlowEnd;
import io.jobqueue.store.flow.FlowNotice;
import io.jobqueue.store.flow.FlowStore;
import io.jobqueue.store.job.FlowPlace;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.memory.MemoryStoreBackend;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The thread finds what has ended here, elsewhere, and during an outage. */
class FlowThreadTests {

	private final StoreBackend store = new MemoryStoreBackend(InstantSource.system());

	private final AtomicBoolean away = new AtomicBoolean();

	private final AtomicBoolean repeats = new AtomicBoolean();

	private final Set<String> broken = ConcurrentHashMap.newKeySet();

	private final Set<String> endless = ConcurrentHashMap.newKeySet();

	private final AtomicInteger refused = new AtomicInteger();

	private final FlowThread thread = new FlowThread(
			new JobFlows(new Unsteady(this.store), FlowOptions.DEFAULT, JobEvents.NONE), () -> List.of("served"));

	private final FlowDriver driver = new FlowDriver(this.store, FlowOptions.DEFAULT);

	@AfterEach
	void stop() {
		this.thread.stop();
	}

	private JobId create(String id, String queue) {
		NewJob job = new NewJob(JobId.of(queue + "-" + id), queue, "task", "null");
		this.driver.create(PreparedFlow.of(FlowId.of(id), List.of(List.of(job)), null, null, null));
		return job.id();
	}

	private void awaitFailed(String id) {
		Awaitility.await()
			.until(() -> this.driver.flows().find(FlowId.of(id)).map(FlowInfo::status).orElseThrow(),
					FlowStatus.FAILED::equals);
	}

	@Test
	void jobThatEndsHereLetsItsFlowGoOnAtOnce() {
		this.thread.start();
		JobId job = create("a", "served");
		this.store.actions().cancel(job);
		this.thread.ended("served");
		awaitFailed("a");
		assertThat(this.thread.isRunning()).isTrue();
	}

	@Test
	void jobThatEndsInAQueueThatNobodyServesIsFound() {
		JobId job = create("a", "elsewhere");
		this.store.actions().cancel(job);
		this.thread.start();
		awaitFailed("a");
	}

	@Test
	void endDuringAnOutageIsFoundAfterIt() {
		this.thread.start();
		JobId job = create("a", "served");
		this.away.set(true);
		this.store.actions().cancel(job);
		this.thread.ended("served");
		Awaitility.await().until(() -> this.refused.get() > 0);
		this.away.set(false);
		awaitFailed("a");
	}

	@Test
	void whatOthersHaveLeftIsRelayedBeforeNothingIsLeftToDo() {
		JobId job = create("a", "served");
		this.store.actions().cancel(job);
		this.away.set(true);
		this.thread.start();
		Awaitility.await().until(() -> this.refused.get() > 0);
		assertThat(this.thread.isRelaying()).isTrue();
		this.away.set(false);
		Awaitility.await().until(() -> !this.thread.isRelaying());
		assertThat(this.driver.flows().find(FlowId.of("a"))).get().returns(FlowStatus.FAILED, FlowInfo::status);
	}

	@Test
	void stoppedThreadStartsAgain() {
		this.thread.start();
		this.thread.stop();
		assertThat(this.thread.isRunning()).isFalse();
		this.thread.start();
		JobId job = create("a", "served");
		this.store.actions().cancel(job);
		this.thread.ended("served");
		awaitFailed("a");
	}

	@Test
	void queueThatCannotBeAskedKeepsNoOtherFromGoingOn() {
		this.broken.add("served");
		requireFlowElsewhereGoesOn();
	}

	@Test
	void queueWhoseJobsEndAllTheTimeKeepsNoOtherFromGoingOn() {
		this.endless.add("served");
		requireFlowElsewhereGoesOn();
	}

	private void requireFlowElsewhereGoesOn() {
		JobId job = create("a", "elsewhere");
		this.store.actions().cancel(job);
		this.thread.start();
		this.thread.ended("served");
		awaitFailed("a");
	}

	@Test
	void failedFlowGoesOnAfterARestart() {
		NewJob job = new NewJob(JobId.of("served-1"), "served", "task", "null");
		NewJob next = new NewJob(JobId.of("served-2"), "served", "task", "null");
		this.driver.create(PreparedFlow.of(FlowId.of("a"), List.of(List.of(job), List.of(next)), null, null, null));
		this.store.actions().cancel(job.id());
		this.thread.start();
		awaitFailed("a");
		this.thread.stop();
		this.store.actions().requeue(job.id());
		ClaimedJob claimed = this.store.feed()
			.claim(new ClaimRequest("served", "w", 1, Duration.ofMinutes(1)))
			.jobs()
			.get(0);
		this.store.feed().finish("served", "w", List.of(Outcome.success(claimed, null)));
		FlowThread other = new FlowThread(new JobFlows(this.store, FlowOptions.DEFAULT, JobEvents.NONE),
				() -> List.of("served"));
		other.start();
		Awaitility.await().until(() -> this.store.queries().find(List.of(next.id())).containsKey(next.id()));
		other.stop();
	}

	/** A client sends a call again whose reply was lost. */
	@Test
	void changeThatIsSentAgainIsMadeOnce() {
		this.repeats.set(true);
		FlowDriver replaying = new FlowDriver(new Unsteady(this.store), FlowOptions.DEFAULT);
		List<NewJob> jobs = List.of(new NewJob(JobId.of("served-1"), "served", "task", "null"),
				new NewJob(JobId.of("served-2"), "served", "task", "null"));
		replaying.create(PreparedFlow.of(FlowId.of("a"), List.of(jobs), null, null, null));
		assertThat(this.driver.flows().members(FlowId.of("a"), 0, 10)).hasSize(2);
		assertThat(this.driver.flows().find(FlowId.of("a")).orElseThrow()).returns(2, FlowInfo::jobs)
			.returns(FlowStatus.RUNNING, FlowInfo::status);
	}

	@Test
	void cancellationThatIsSentAgainIsReportedOnce() {
		create("a", "served");
		this.repeats.set(true);
		FlowDriver replaying = new FlowDriver(new Unsteady(this.store), FlowOptions.DEFAULT);
		assertThat(replaying.flows().cancel(FlowId.of("a"))).isTrue();
		assertThat(replaying.flows().cancel(FlowId.of("a"))).isFalse();
		replaying.relay("served");
		assertThat(replaying.flows().ended(FlowStatus.CANCELLED)).isEqualTo(1);
	}

	/** Relays notices of a flow that is not there, as many as fit. */
	@SuppressWarnings("unchecked")
	private static Object relayEndlessly(Object[] arguments) {
		FlowNotice notice = new FlowNotice("key", new FlowPlace(FlowId.of("none"), 0), FlowEnd.FAILED);
		int limit = (Integer) arguments[1];
		((Function<List<FlowNotice>, List<FlowNotice>>) arguments[2]).apply(Collections.nCopies(limit, notice));
		return limit;
	}

	/** A store that is unavailable for a time, or receives each change twice. */
	private final class Unsteady extends ForwardingBackend {

		private Unsteady(StoreBackend target) {
			super(target);
		}

		@Override
		public <T> T part(Class<T> type) {
			T part = super.part(type);
			return (type != FlowStore.class) ? part : type.cast(Proxy.newProxyInstance(type.getClassLoader(),
					new Class<?>[] { type }, (proxy, method, arguments) -> {
						if (FlowThreadTests.this.away.get()) {
							FlowThreadTests.this.refused.incrementAndGet();
							throw new StoreUnavailableException("on purpose", null);
						}
						if (method.getName().equals("relay") && FlowThreadTests.this.broken.contains(arguments[0])) {
							throw new StoreUnavailableException("on purpose", null);
						}
						if (method.getName().equals("relay") && FlowThreadTests.this.endless.contains(arguments[0])) {
							return relayEndlessly(arguments);
						}
						try {
							if (FlowThreadTests.this.repeats.get() && method.getName().equals("change")) {
								method.invoke(part, arguments);
							}
							return method.invoke(part, arguments);
						}
						catch (InvocationTargetException ex) {
							throw ex.getCause();
						}
					}));
		}

	}

}
