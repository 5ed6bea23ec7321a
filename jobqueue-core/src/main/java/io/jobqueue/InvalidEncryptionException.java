package io.jobqueue;

/**
 * The encryption of payloads is configured in a way that cannot work. The message names
 * the ids of keys, and never a key.
 */
public class InvalidEncryptionException extends JobQueueException {

	/** Create an exception with a message that says how to correct the configuration. */
	public InvalidEncryptionException(String message) {
		super(message);
	}

}
