package io.jobqueue.dashboard.answer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SharedAnswerTests {

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

	private final AtomicInteger reads = new AtomicInteger();

	private final SharedAnswer answer = new SharedAnswer(() -> List.of(this.reads.incrementAndGet()), this.now::get);

	@Test
	void manyViewersCostOneReadASecond() {
		assertThat(IntStream.range(0, 100).mapToObj((viewer) -> this.answer.get()).distinct()).hasSize(1);
		assertThat(this.reads).hasValue(1);
		this.now.set(Instant.EPOCH.plus(Duration.ofSeconds(2)));
		this.answer.get();
		assertThat(this.reads).hasValue(2);
	}

	@Test
	void changeIsShownAtOnce() {
		this.answer.get();
		this.answer.forget();
		assertThat(this.answer.get().headers().getETag()).isNotNull();
		assertThat(this.reads).hasValue(2);
	}

	@Test
	void changeIsShownAtOnceInAllAnswersOfACache() {
		AnswerCache cache = new AnswerCache(this.now::get);
		SharedAnswer one = cache.answer(() -> List.of(this.reads.incrementAndGet()));
		SharedAnswers<String> many = cache.answers((question) -> List.of(this.reads.incrementAndGet()));
		SharedAnswers<String> rare = cache.answers((question) -> List.of(this.reads.incrementAndGet()),
				Duration.ofHours(1));
		for (int changes = 0; changes < 3; changes++) {
			one.get();
			one.get();
			many.get("a");
			many.get("a");
			rare.get("a");
			rare.get("a");
			assertThat(this.reads).hasValue(3 * (changes + 1));
			cache.changed();
		}
	}

	@Test
	void answersToManyQuestionsAreBounded() {
		SharedAnswers<Integer> answers = new SharedAnswers<>((question) -> List.of(this.reads.incrementAndGet()),
				this.now::get);
		IntStream.range(0, 51).forEach(answers::get);
		answers.get(50);
		assertThat(this.reads).hasValue(51);
		answers.get(0);
		assertThat(this.reads).hasValue(52);
	}

}
