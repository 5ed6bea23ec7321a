package io.jobqueue.flow.state;

import io.jobqueue.store.job.FlowPlace;

/** What is dispatched because a flow has ended. */
public enum Follower {

	SUCCESS('s', FlowPlace.ON_SUCCESS), FAILURE('f', FlowPlace.ON_FAILURE), COMPLETE('c', FlowPlace.ON_COMPLETE);

	private final char letter;

	private final int number;

	Follower(char letter, int number) {
		this.letter = letter;
		this.number = number;
	}

	/** The letter under which it is stored. */
	public char letter() {
		return this.letter;
	}

	/** The number of its place. */
	public int number() {
		return this.number;
	}

	public static Follower of(int number) {
		for (Follower follower : values()) {
			if (follower.number == number) {
				return follower;
			}
		}
		throw new IllegalArgumentException("No job that follows a flow has the place " + number);
	}

	public static Follower of(char letter) {
		for (Follower follower : values()) {
			if (follower.letter == letter) {
				return follower;
			}
		}
		throw new IllegalArgumentException("No job that follows a flow has the letter '" + letter + "'");
	}

}
