package io.jobqueue.dashboard.answer;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers that callers share until something is changed: whoever changes it sees the
 * effect. Thread-safe.
 */
public final class AnswerCache {

	private final InstantSource clock;

	private final List<Runnable> forgets = new CopyOnWriteArrayList<>();

	/**
	 * Create a cache without answers.
	 * @param clock the clock for the age of answers
	 */
	public AnswerCache(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * Create an answer that is made once a second at most.
	 * @param source reads what it shows
	 */
	public SharedAnswer answer(Supplier<?> source) {
		SharedAnswer answer = new SharedAnswer(source, this.clock);
		this.forgets.add(answer::forget);
		return answer;
	}

	/**
	 * Create answers of which each one is made once a second at most.
	 * @param source reads the answer to a question
	 */
	public <K> SharedAnswers<K> answers(Function<K, ?> source) {
		return keep(new SharedAnswers<>(source, this.clock));
	}

	/**
	 * Create answers that are made less often.
	 * @param source reads the answer to a question
	 * @param age from which age on an answer is made again
	 */
	public <K> SharedAnswers<K> answers(Function<K, ?> source, Duration age) {
		return keep(new SharedAnswers<>(source, this.clock, age));
	}

	private <K> SharedAnswers<K> keep(SharedAnswers<K> answers) {
		this.forgets.add(answers::forget);
		return answers;
	}

	/** Make all answers again for the next who ask, because something was changed. */
	public void changed() {
		this.forgets.forEach(Runnable::run);
	}

}
