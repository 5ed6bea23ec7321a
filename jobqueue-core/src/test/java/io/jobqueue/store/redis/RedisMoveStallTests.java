package io.jobqueue.store.redis;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.management.JobSearch;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.NewJob;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that stops between any two steps of a move, and goes on when others have
 * completed the move and the job has gone on.
 */
@Tag("process")
class RedisMoveStallTests extends MoveScene {

	static Stream<Arguments> stalls() {
		return Stream.of("NOTE", "PREPARE", "OPEN", "ARRIVE", "DEPART", "SETTLE")
			.flatMap((step) -> Arrays.stream(Fate.values())
				.flatMap((fate) -> Stream.of("1", large()).map((payload) -> Arguments.of(step, fate, payload))));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("stalls")
	void lateStepOfAMoveChangesNothing(String step, Fate fate, String payload) {
		NewJob job = TestJobs.job("a", payload);
		this.store.intake().insert(List.of(job));
		AtomicReference<JobInfo> before = new AtomicReference<>();
		StoreBackend stalled = stalledBefore(step, () -> {
			this.store.maintenance().reclaim("a", 5, 100);
			fate.action.accept(this, job.id());
			before.set(find(job.id()));
		});
		stalled.feed().finish("a", "w", List.of(to("b", claim("a"))));
		assertThat(find(job.id())).isEqualTo(before.get());
		assertThat(new JobSearch(this.store.queries()).search(JobQuery.all()).jobs())
			.hasSize((before.get() != null) ? 1 : 0);
		endAll();
		assertThat(keys()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "NOTE", "PREPARE", "OPEN", "ARRIVE", "REDIRECT", "DEPART", "SETTLE" })
	void lateStepBetweenTwoOtherQueuesChangesNothing(String step) {
		NewJob job = TestJobs.job("a", "1");
		this.store.intake().insert(List.of(job));
		finish("a", to("b", claim("a")));
		AtomicReference<JobInfo> before = new AtomicReference<>();
		StoreBackend stalled = stalledBefore(step, () -> {
			this.store.maintenance().reclaim("b", 5, 100);
			finish("c", to("b", claim("c")));
			before.set(find(job.id()));
			assertThat(before.get()).returns("b", JobInfo::queue);
		});
		stalled.feed().finish("b", "w", List.of(to("c", claim("b"))));
		assertThat(find(job.id())).isEqualTo(before.get());
		assertThat(this.store.actions().cancel(job.id())).isEqualTo(JobStatus.QUEUED);
		endAll();
		assertThat(keys()).isEmpty();
	}

	enum Fate {

		WAITING((test, id) -> {
		}), RUNNING((test, id) -> test.claim("b")), DELETED((test, id) -> test.store.actions().delete(id)),
		PRUNED((test, id) -> {
			test.finish("b", Outcome.success(test.claim("b"), "1"));
			prune(test.store, "b");
		}), FORGOTTEN((test, id) -> {
			test.store.actions().delete(id);
			test.endAll();
		}), BACK((test, id) -> test.finish("b", to("a", test.claim("b")))), BACK_AND_GONE((test, id) -> {
			test.finish("b", to("a", test.claim("b")));
			test.store.actions().delete(id);
		}), BACK_AND_THERE_AGAIN((test, id) -> {
			test.finish("b", to("a", test.claim("b")));
			test.finish("a", to("b", test.claim("a")));
		}), ON((test, id) -> test.finish("b", to("c", test.claim("b")))), ON_AND_GONE((test, id) -> {
			test.finish("b", to("c", test.claim("b")));
			test.store.actions().delete(id);
		});

		private final java.util.function.BiConsumer<RedisMoveStallTests, JobId> action;

		Fate(java.util.function.BiConsumer<RedisMoveStallTests, JobId> action) {
			this.action = action;
		}

	}

}
