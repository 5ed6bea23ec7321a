package io.jobqueue.store.walk;

import java.time.Duration;
import java.util.List;

/**
 * One step while it is taken.
 */
final class Turn {

	final Draw draw;

	/** How long what it began lasts that is to be over before the next step. */
	Duration soon = Duration.ZERO;

	/** The command with its arguments. */
	String description;

	Turn(Step step) {
		this.draw = new Draw(step.seed());
		this.description = step.command().name();
	}

	void describe(Object... arguments) {
		this.description += " " + List.of(arguments);
	}

	void lasts(Duration duration) {
		if (duration.compareTo(WalkTime.FAR) < 0 && duration.compareTo(this.soon) > 0) {
			this.soon = duration;
		}
	}

	/** If the reply is lost, the command is sent again. */
	boolean replyIsLost() {
		boolean lost = this.draw.one(8);
		if (lost) {
			describe("again");
		}
		return lost;
	}

	<T> void equal(T actual, T expected) {
		Oracle.require(actual.equals(expected), "The result is%n  %s%n  and not%n  %s", actual, expected);
	}

}
