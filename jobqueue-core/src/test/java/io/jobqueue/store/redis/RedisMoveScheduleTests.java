package io.jobqueue.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.testsupport.TestRedis;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several processes that complete the same moves while the job runs, ends and is pruned,
 * their scripts in an order of chance.
 */
@Tag("process")
class RedisMoveScheduleTests extends MoveScene {

	private static final int MOVES = 3;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final AtomicInteger finished = new AtomicInteger();

	private int steps;

	@AfterEach
	void close() {
		this.threads.shutdownNow();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 })
	void everyJobMovesAndEndsOnce(long seed) throws Exception {
		Random random = new Random(seed);
		NewJob job = TestJobs.job("a", "1");
		this.store.intake().insert(List.of(job));
		List<Actor> actors = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			actors.add(start(this::maintain));
		}
		actors.add(start((own) -> live(own, "a", "b")));
		actors.add(start((own) -> live(own, "b", "a")));
		while (this.finished.get() == 0) {
			assertThat(find(job.id())).isNotNull();
			actors.get(random.nextInt(actors.size())).step();
			assertThat(this.steps++).isLessThan(5_000);
		}
		for (Actor actor : actors) {
			// Whoever is slow does its steps when all is over.
			actor.stops = true;
			while (!actor.step()) {
				assertThat(this.steps++).isLessThan(10_000);
			}
		}
		assertThat(this.store.queries().find(List.of(job.id()))).isEmpty();
		assertThat(this.finished).hasValue(1);
		endAll();
		assertThat(keys()).isEmpty();
	}

	private void maintain(Actor own) {
		while (!own.stops) {
			own.store.maintenance().reclaim("a", 5, 100);
			own.store.maintenance().reclaim("b", 5, 100);
		}
	}

	/** Moves jobs to another queue; ends and prunes what has moved often enough. */
	private void live(Actor own, String queue, String other) {
		while (!own.stops) {
			for (ClaimedJob job : own.store.feed().claim(new ClaimRequest(queue, "w", 1, LEASE)).jobs()) {
				if (job.retries() < MOVES) {
					own.store.feed().finish(queue, "w", List.of(to(other, job)));
				}
				else {
					own.store.feed().finish(queue, "w", List.of(Outcome.success(job, null)));
					this.finished.incrementAndGet();
				}
			}
			prune(own.store, queue);
		}
	}

	private Actor start(java.util.function.Consumer<Actor> life) {
		Actor actor = new Actor(this.namespace);
		this.threads.execute(() -> {
			actor.go.acquireUninterruptibly();
			try {
				life.accept(actor);
			}
			finally {
				actor.ended = true;
				actor.done.release();
			}
		});
		return actor;
	}

	/** Runs from one script to the next when it is allowed to. */
	private static final class Actor {

		private final Semaphore go = new Semaphore(0);

		private final Semaphore done = new Semaphore(0);

		private final StoreBackend store;

		private volatile boolean stops;

		private volatile boolean ended;

		private Actor(String namespace) {
			this.store = new RedisStoreBackend(ScriptSteps.before(TestRedis.shared().connectionFactory(), (script) -> {
				this.done.release();
				this.go.acquireUninterruptibly();
			}), namespace);
		}

		/** Answers whether it has ended. */
		private boolean step() throws InterruptedException {
			if (!this.ended) {
				this.go.release();
				assertThat(this.done.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
			}
			return this.ended;
		}

	}

}
