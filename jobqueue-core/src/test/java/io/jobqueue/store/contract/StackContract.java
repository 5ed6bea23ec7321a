package io.jobqueue.store.contract;

import java.util.List;
import java.util.stream.IntStream;

import io.jobqueue.JobId;
import io.jobqueue.store.stack.StackRequest;
import io.jobqueue.store.stack.StackRequests;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests for stacks reach their worker, and the answers whoever asked.
 */
abstract class StackContract extends SignalScene {

	private static final String TEXT = "\"worker 1\" RUNNABLE\n\tat shop.Orders.größe(Orders.java:7)\u0000";

	private StackRequests requests() {
		return this.store.part(StackRequests.class);
	}

	private static StackRequest request(String token) {
		return new StackRequest(token, JobId.of("emails-1"), 3);
	}

	@Test
	void requestReachesItsWorkerAndTheAnswerWhoeverAsked() {
		StackRequest first = request("a");
		StackRequest second = new StackRequest("b", JobId.of("ÜBER-1"), 1);
		assertThat(requests().ask(WORKER, first)).isTrue();
		assertThat(requests().ask(OTHER_WORKER, second)).isTrue();
		assertThat(requests().answerTo(first)).isNull();
		assertThat(requests().waiting(WORKER)).containsExactly(first);
		assertThat(requests().waiting(OTHER_WORKER)).containsExactly(second);
		requests().answer(second, "");
		requests().answer(first, TEXT);
		requests().answer(first, TEXT);
		assertThat(requests().answerTo(first)).isEqualTo(TEXT);
		assertThat(requests().answerTo(second)).isEmpty();
		assertThat(requests().waiting(WORKER)).isEmpty();
	}

	@Test
	void withdrawnRequestLeavesNothing() {
		StackRequest request = request("a");
		requests().ask(WORKER, request);
		requests().waiting(WORKER);
		requests().answer(request, TEXT);
		requests().withdraw(request);
		requests().withdraw(request);
		requests().prune();
		assertThat(requests().answerTo(request)).isNull();
		assertThat(requests().waiting(WORKER)).isEmpty();
	}

	@Test
	void longestAnswerIsKept() {
		StackRequest request = request("a");
		requests().ask(WORKER, request);
		String longest = "ü".repeat(StackRequests.LONGEST_ANSWER);
		requests().answer(request, longest);
		assertThat(requests().answerTo(request)).isEqualTo(longest);
	}

	@Test
	void aBoundedNumberWaitsForAWorker() {
		List<Boolean> asked = IntStream.range(0, StackRequests.MOST_WAITING + 2)
			.mapToObj((i) -> requests().ask(WORKER, request("t" + i)))
			.toList();
		assertThat(asked).containsOnly(true, false).endsWith(false, false);
		assertThat(requests().waiting(WORKER)).hasSize(StackRequests.MOST_WAITING);
		assertThat(requests().ask(OTHER_WORKER, request("other"))).isTrue();
	}

	@Test
	void workerIsSignalled() {
		requests().ask(WORKER, request("a"));
		awaitSignal(WORKER + " requested");
	}

}
