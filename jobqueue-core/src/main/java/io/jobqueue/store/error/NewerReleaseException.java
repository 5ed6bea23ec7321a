package io.jobqueue.store.error;

/**
 * A newer release of jobqueue wrote the store, or a queue of it, in a way that this
 * release must not change. The call changed nothing. It succeeds once this application
 * uses the newer release.
 */
public class NewerReleaseException extends StoreUnavailableException {

	/**
	 * Create an exception.
	 * @param message what is newer, both numbers, and the way out
	 */
	public NewerReleaseException(String message) {
		super(message, null, true);
	}

}
