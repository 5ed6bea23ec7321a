package io.jobqueue.benchmarks.rqueue;

/** A payload. Rqueue needs a bean. */
public final class Message {

	private String text;

	public Message() {
	}

	Message(String text) {
		this.text = text;
	}

	public String getText() {
		return this.text;
	}

	public void setText(String text) {
		this.text = text;
	}

}
