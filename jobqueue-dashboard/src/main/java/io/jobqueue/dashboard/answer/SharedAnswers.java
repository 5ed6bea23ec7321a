package io.jobqueue.dashboard.answer;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import io.jobqueue.dashboard.route.DashboardResponse;

/**
 * Answers to questions that many viewers ask, each as a {@link SharedAnswer}. Keeps those
 * that were asked last. Thread-safe.
 *
 * @param <K> the type of a question
 */
public final class SharedAnswers<K> {

	private static final int MOST = 50;

	private final Function<K, ?> source;

	private final InstantSource clock;

	private final Duration age;

	private final Map<K, SharedAnswer> answers = new LinkedHashMap<>(MOST, 0.75f, true);

	/**
	 * Create answers.
	 * @param source reads the answer to a question
	 * @param clock the clock for the age of an answer
	 */
	public SharedAnswers(Function<K, ?> source, InstantSource clock) {
		this(source, clock, Duration.ofSeconds(1));
	}

	/**
	 * Create answers that are made less often.
	 * @param source reads the answer to a question
	 * @param clock the clock for the age of an answer
	 * @param age from which age on an answer is made again
	 */
	public SharedAnswers(Function<K, ?> source, InstantSource clock, Duration age) {
		this.source = source;
		this.clock = clock;
		this.age = age;
	}

	public DashboardResponse get(K question) {
		SharedAnswer answer;
		synchronized (this.answers) {
			answer = this.answers.computeIfAbsent(question,
					(key) -> new SharedAnswer(() -> this.source.apply(key), this.clock, this.age));
			if (this.answers.size() > MOST) {
				this.answers.remove(this.answers.keySet().iterator().next());
			}
		}
		return answer.get();
	}

	void forget() {
		synchronized (this.answers) {
			this.answers.clear();
		}
	}

}
