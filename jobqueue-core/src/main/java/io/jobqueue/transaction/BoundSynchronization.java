package io.jobqueue.transaction;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What a thread has done in one transaction: bound to the thread by a key while that
 * transaction is the current one and has not completed. It needs spring-tx. For use by
 * one thread at a time.
 */
public abstract class BoundSynchronization implements TransactionSynchronization {

	private final Object key;

	private boolean suspended;

	/**
	 * Create one that is not bound yet.
	 * @param key the key of the resource, one for each kind
	 */
	protected BoundSynchronization(Object key) {
		this.key = key;
	}

	/** Take part in the current transaction of this thread. */
	protected final void bind() {
		TransactionSynchronizationManager.registerSynchronization(this);
		TransactionSynchronizationManager.bindResource(this.key, this);
	}

	@Override
	public final void suspend() {
		this.suspended = unbind();
	}

	/**
	 * In a callback after the commit, what was done before has been unbound for good, and
	 * what is done there may have taken its place.
	 */
	@Override
	public final void resume() {
		if (this.suspended) {
			TransactionSynchronizationManager.bindResource(this.key, this);
		}
	}

	/**
	 * A foreign transaction can complete on another thread. What is done later is another
	 * one's.
	 */
	@Override
	public void beforeCompletion() {
		unbind();
	}

	/**
	 * One that was created in a callback after the commit is still bound: there was no
	 * call before completion.
	 */
	@Override
	public final void afterCompletion(int status) {
		unbind();
		completed(status);
	}

	/**
	 * The transaction has completed.
	 * @param status a constant of {@link TransactionSynchronization}
	 */
	protected abstract void completed(int status);

	private boolean unbind() {
		if (TransactionSynchronizationManager.getResource(this.key) != this) {
			return false;
		}
		TransactionSynchronizationManager.unbindResource(this.key);
		return true;
	}

}
