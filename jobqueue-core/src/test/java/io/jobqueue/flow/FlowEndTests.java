package io.jobqueue.flow;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.FlowId;
import io.jobqueue.FlowStatus;
import io.jobqueue.JobEvent;
import io.jobqueue.JobId;
import io.jobqueue.event.JobEvents;
import io.jobqueue.store.ForwardingBackend;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.flow.FlowEnd;
import io.jobqueue.store.flow.FlowStore;
import io.jobqueue.store.jdbc.TestSchema;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.testsupport.SettableClock;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What is rolled back, or made by another process, is neither published nor counted. */
class FlowEndTests {

	private static final FlowId ID = FlowId.of("flow-0001");

	private static final JobEvent SUCCESS = new JobEvent.FlowEnded(ID, null, FlowStatus.SUCCESS);

	private final HikariDataSource pool = new HikariDataSource();

	private final List<JobEvent> published = new ArrayList<>();

	private final JobEvents events = new JobEvents(List.of(this.published::add));

	@AfterEach
	void close() {
		this.pool.close();
	}

	private FlowDriver h2() {
		this.pool.setJdbcUrl("jdbc:h2:mem:flow-ends");
		return new FlowDriver(TestSchema.create(this.pool).store(), FlowOptions.DEFAULT, this.events);
	}

	private TransactionTemplate transaction() {
		return new TransactionTemplate(new JdbcTransactionManager(this.pool));
	}

	private static PreparedFlow empty() {
		return PreparedFlow.of(ID, List.of(List.of()), null, null, null);
	}

	private static PreparedFlow followed(@Nullable NewJob follower) {
		NewJob job = new NewJob(JobId.of("q-1"), "q", "task", "null");
		return PreparedFlow.of(ID, List.of(List.of(job)), follower, null, null);
	}

	private static void run(StoreBackend store) {
		ClaimedJob job = store.feed()
			.claim(new ClaimRequest("q", "w", 1, FlowOptions.DEFAULT.insertTime()))
			.jobs()
			.get(0);
		store.feed().finish("q", "w", List.of(Outcome.success(job, "1")));
	}

	@Test
	void endInATransactionOfTheCallerIsPublishedAfterTheCommit() {
		FlowDriver driver = h2();
		transaction().executeWithoutResult((status) -> {
			driver.create(empty());
			assertThat(this.published).isEmpty();
			assertThat(driver.flows().ended(FlowStatus.SUCCESS)).isZero();
		});
		assertThat(this.published).containsExactly(SUCCESS);
		assertThat(driver.flows().ended(FlowStatus.SUCCESS)).isEqualTo(1);
	}

	@Test
	void endThatTheCallerRollsBackIsNotPublished() {
		FlowDriver driver = h2();
		transaction().executeWithoutResult((status) -> {
			driver.create(empty());
			status.setRollbackOnly();
		});
		assertThat(driver.flows().find(ID)).isEmpty();
		assertThat(this.published).isEmpty();
		assertThat(driver.flows().ended(FlowStatus.SUCCESS)).isZero();
	}

	@Test
	void endThatTheCallerRollsBackToASavepointIsNotPublished() {
		FlowDriver driver = h2();
		TransactionTemplate nested = transaction();
		nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
		transaction().executeWithoutResult((outer) -> {
			nested.executeWithoutResult((inner) -> {
				driver.create(empty());
				inner.setRollbackOnly();
			});
			nested.executeWithoutResult((inner) -> driver
				.create(PreparedFlow.of(FlowId.of("flow-0002"), List.of(List.of()), null, null, null)));
		});
		assertThat(this.published)
			.containsExactly(new JobEvent.FlowEnded(FlowId.of("flow-0002"), null, FlowStatus.SUCCESS));
		assertThat(driver.flows().ended(FlowStatus.SUCCESS)).isEqualTo(1);
	}

	@Test
	void endInATransactionOfTheRelayThatIsRolledBackIsNotPublished() {
		FlowDriver driver = h2();
		driver.create(followed(null));
		FlowRelay relay = driver.flows().upkeep().relay();
		assertThatIllegalStateException().isThrownBy(() -> driver.flows().updates().store().apart(() -> {
			relay.note(ID, Map.of(0, FlowEnd.SUCCEEDED));
			throw new IllegalStateException("on purpose");
		}));
		assertThat(this.published).isEmpty();
		assertThat(driver.flows().ended(FlowStatus.SUCCESS)).isZero();
		driver.flows().updates().store().apart(() -> {
			relay.note(ID, Map.of(0, FlowEnd.SUCCEEDED));
			assertThat(this.published).isEmpty();
			return ID;
		});
		assertThat(this.published).containsExactly(SUCCESS);
	}

	@Test
	void jobsThatFollowAreNotPublishedBeforeTheCommit() {
		FlowDriver driver = h2();
		NewJob follower = new NewJob(JobId.of("q-2"), "q", "next", "null");
		driver.create(followed(follower));
		FlowUpdates updates = driver.flows().updates();
		driver.flows().upkeep().relay().note(ID, Map.of(0, FlowEnd.SUCCEEDED));
		assertThat(this.published).containsExactly(SUCCESS);
		FlowProgress progress = new FlowProgress(driver.flows().insertion(updates));
		assertThatIllegalStateException().isThrownBy(() -> updates.store().apart(() -> {
			progress.advanceAll(ID);
			throw new IllegalStateException("on purpose");
		}));
		assertThat(this.published).containsExactly(SUCCESS);
		progress.advance(ID);
		assertThat(this.published).containsExactly(SUCCESS, new JobEvent.Dispatched("q", "next", 1));
	}

	@Test
	void endInATransactionOfAnotherStoreIsPublishedAtOnce() {
		this.pool.setJdbcUrl("jdbc:h2:mem:flow-ends");
		FlowDriver driver = new FlowDriver(new MemoryStoreBackend(new SettableClock()), FlowOptions.DEFAULT,
				this.events);
		transaction().executeWithoutResult((status) -> {
			driver.create(empty());
			status.setRollbackOnly();
			assertThat(this.published).containsExactly(SUCCESS);
		});
		assertThat(this.published).containsExactly(SUCCESS);
	}

	@Test
	void endThatAnotherProcessWasFasterToMakeIsPublishedThereOnly() {
		StoreBackend store = new MemoryStoreBackend(new SettableClock());
		FlowDriver driver = new FlowDriver(store, FlowOptions.DEFAULT, this.events);
		driver.create(followed(null));
		run(store);
		List<JobEvent> slow = new ArrayList<>();
		FlowDriver slower = new FlowDriver(new Overtaken(store, driver), FlowOptions.DEFAULT,
				new JobEvents(List.of(slow::add)));
		slower.relay("q");
		assertThat(this.published).containsExactly(SUCCESS);
		assertThat(slow).isEmpty();
		assertThat(slower.flows().ended(FlowStatus.SUCCESS)).isZero();
	}

	/** A store in which another process relays just before the first change. */
	private static final class Overtaken extends ForwardingBackend {

		private final FlowDriver other;

		private final AtomicBoolean done = new AtomicBoolean();

		private Overtaken(StoreBackend target, FlowDriver other) {
			super(target);
			this.other = other;
		}

		@Override
		public <T> T part(Class<T> type) {
			T part = super.part(type);
			return (type != FlowStore.class) ? part : type.cast(Proxy.newProxyInstance(type.getClassLoader(),
					new Class<?>[] { type }, (proxy, method, arguments) -> {
						if (method.getName().equals("change") && !this.done.getAndSet(true)) {
							this.other.relay("q");
						}
						try {
							return method.invoke(part, arguments);
						}
						catch (InvocationTargetException ex) {
							throw ex.getCause();
						}
					}));
		}

	}

}
