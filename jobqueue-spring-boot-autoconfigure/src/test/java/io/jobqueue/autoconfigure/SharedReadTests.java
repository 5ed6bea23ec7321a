package io.jobqueue.autoconfigure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SharedReadTests {

	private final AtomicInteger reads = new AtomicInteger();

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

	private final SharedRead<Integer> shared = new SharedRead<>(this.reads::incrementAndGet, this.now::get);

	@Test
	void anAnswerIsReadOnceASecond() {
		assertThat(this.shared.get()).isEqualTo(1);
		this.now.set(Instant.EPOCH.plusMillis(999));
		assertThat(this.shared.get()).isEqualTo(1);
		this.now.set(Instant.EPOCH.plusMillis(1000));
		assertThat(this.shared.get()).isEqualTo(2);
	}

	@Test
	void manyWhoAskTogetherCauseOneRead() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<Future<Integer>> answers = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				answers.add(threads.submit(this.shared::get));
			}
			for (Future<Integer> answer : answers) {
				assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(1);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void whatIsForgottenIsReadAgain() {
		this.shared.get();
		this.shared.forget();
		assertThat(this.shared.get()).isEqualTo(2);
	}

}
