package io.jobqueue.store.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.jobqueue.store.raw.RawLook;
import io.jobqueue.store.raw.RawSource;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Workers that move items of the same raw queue at the same time. */
abstract class RawRaceContract extends RawScene {

	private static final int THREADS = 3;

	private static final int ITEMS = 600;

	@Test
	void eachItemOfAListBecomesOneJob() throws Exception {
		race(LIST);
	}

	@Test
	void eachItemOfASortedSetBecomesOneJob() throws Exception {
		race(SORTED);
	}

	private void race(RawSource source) throws Exception {
		List<String> items = IntStream.range(0, ITEMS).mapToObj(String::valueOf).toList();
		this.raw.push(source, items.subList(0, ITEMS / 2));
		ExecutorService executor = Executors.newFixedThreadPool(THREADS + 1);
		try {
			List<Callable<Boolean>> actions = new ArrayList<>();
			actions.add(() -> {
				for (int from = ITEMS / 2; from < ITEMS; from += 10) {
					this.raw.push(source, items.subList(from, from + 10));
				}
				return true;
			});
			for (int thread = 0; thread < THREADS; thread++) {
				int limit = 7 + 20 * thread;
				actions.add(() -> drain(source, limit));
			}
			for (Future<Boolean> result : executor.invokeAll(actions, 60, TimeUnit.SECONDS)) {
				assertThat(result.get()).isTrue();
			}
		}
		finally {
			executor.shutdownNow();
		}
		drain(source, 100);
		assertThat(payloads()).containsExactlyInAnyOrderElementsOf(items);
		assertThat(size(source)).isZero();
	}

	private boolean drain(RawSource source, int limit) {
		RawLook look = lookAt(source, limit, MANY);
		while (!look.entries().isEmpty()) {
			move(source, moves(look.entries()));
			look = lookAt(source, limit, MANY);
		}
		return true;
	}

}
